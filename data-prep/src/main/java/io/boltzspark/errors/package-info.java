/**
 * The one kind of error that users meet, and the exit codes it maps to. Every other package may
 * know this one; it knows none.
 *
 * <p>Throw {@link io.boltzspark.errors.BoltzException} for whatever a user can mend: a file, a
 * setting, the environment. Anything else that escapes is a defect of the program and ends with
 * {@link io.boltzspark.errors.ExitCode#INTERNAL}.
 */
package io.boltzspark.errors;
