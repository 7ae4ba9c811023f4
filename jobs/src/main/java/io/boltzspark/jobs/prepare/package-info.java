/**
 * {@code boltz prepare}: {@link io.boltzspark.jobs.prepare.PrepareCommand} calls the module {@code
 * data-prep} and shows its result.
 */
package io.boltzspark.jobs.prepare;
