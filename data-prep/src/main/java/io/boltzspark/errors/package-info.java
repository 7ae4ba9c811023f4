/**
 * The one kind of error that users see, and its exit codes. Every other package may depend on this
 * one; it depends on none.
 *
 * <p>Throw {@link io.boltzspark.errors.BoltzException} for whatever a user can fix: a file, a
 * setting, the environment. Any other exception is a defect of the program and exits with {@link
 * io.boltzspark.errors.ExitCode#INTERNAL}. {@link io.boltzspark.errors.RowException} is one in a
 * row of data.
 */
package io.boltzspark.errors;
