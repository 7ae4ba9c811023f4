/**
 * Families of aligned sequences of proteins, RNA or DNA: reading and checking them. No Spark.
 *
 * <ul>
 *   <li>{@link io.boltzspark.dataprep.sequences.CheckedAlignment}: start here. A file read from end
 *       to end, with its {@link io.boltzspark.dataprep.sequences.Alphabet}, what the {@link
 *       io.boltzspark.dataprep.sequences.SequenceOptions} leave of it, and the {@link
 *       io.boltzspark.dataprep.sequences.SequenceReport} about that.
 *   <li>{@link io.boltzspark.dataprep.sequences.AlignmentFile}, the file in one of the formats of
 *       {@link io.boltzspark.dataprep.sequences.AlignmentFormat}; {@code FastaReader} and {@code
 *       StockholmReader} read its {@code AlignedSequence}s, which remember their lines for
 *       messages; {@link io.boltzspark.dataprep.sequences.NamedSequence} is one for others.
 *   <li>{@link io.boltzspark.dataprep.sequences.SequenceRows}, the sequences that are kept, as
 *       states.
 *   <li>{@code Fingerprints}, by which duplicates are found.
 * </ul>
 */
package io.boltzspark.dataprep.sequences;
