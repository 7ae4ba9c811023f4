/**
 * The one kind of error that users see, and the exit codes it maps to. Every other package may know
 * this one; it knows none.
 *
 * <p>Throw {@link io.boltzspark.errors.BoltzException} for whatever a user can fix: a file, a
 * setting, the environment. Any other exception is a defect of the program and exits with {@link
 * io.boltzspark.errors.ExitCode#INTERNAL}.
 */
package io.boltzspark.errors;
