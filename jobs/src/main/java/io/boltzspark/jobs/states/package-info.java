/**
 * Visible states as data for other programs: what {@code boltz sample}, {@code reconstruct}, {@code
 * denoise} and {@code inpaint} write beside pictures.
 *
 * <ul>
 *   <li>{@link io.boltzspark.jobs.states.OutputFormat}: the formats and the ends of their names.
 *   <li>{@link io.boltzspark.jobs.states.StatesTable}: states in the data's units with their labels
 *       and energies, whatever the units.
 *   <li>{@link io.boltzspark.jobs.states.StatesFile} writes such a table: {@code ParquetStates} by
 *       a Spark task, {@code TextStates} as FASTA or CSV, and arrays for NumPy by {@link
 *       io.boltzspark.jobs.export.NpzFile}.
 * </ul>
 */
package io.boltzspark.jobs.states;
