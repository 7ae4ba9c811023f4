/**
 * {@code boltz prepare}: {@link io.boltzspark.jobs.prepare.PrepareCommand} calls the module {@code
 * data-prep} and shows its result; {@code SequenceCommandOptions} and {@code SequencesResult} are
 * its options and result for families of sequences.
 */
package io.boltzspark.jobs.prepare;
