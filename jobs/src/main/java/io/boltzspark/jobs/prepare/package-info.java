/**
 * {@code boltz prepare}: {@link io.boltzspark.jobs.prepare.PrepareCommand} hands the work to the
 * module {@code data-prep} and tells its result.
 */
package io.boltzspark.jobs.prepare;
