/**
 * From IDX files (MNIST and the like), from the Ising model or from families of sequences to
 * shuffled Parquet with a manifest.
 *
 * <p>Start with:
 *
 * <ul>
 *   <li>{@link io.boltzspark.dataprep.PrepareAction}, which prepares, and its {@link
 *       io.boltzspark.dataprep.PrepareResult}.
 *   <li>{@link io.boltzspark.dataprep.Manifest}, the description that every prepared directory
 *       carries; training reads it first. {@code ManifestJson} is its file.
 *   <li>{@link io.boltzspark.dataprep.SourceFacts}, what a directory of IDX files contains.
 *   <li>{@link io.boltzspark.dataprep.PrepareSequencesAction}, which prepares a family of aligned
 *       sequences, and its {@link io.boltzspark.dataprep.SequenceManifest}. {@code JsonFields}
 *       reads the fields of either manifest.
 * </ul>
 *
 * <p>The packages below use neither Spark nor this package:
 *
 * <ul>
 *   <li>{@link io.boltzspark.dataprep.idx}: IDX files, checked, read, written and joined.
 *   <li>{@link io.boltzspark.dataprep.digits}: MNIST, found or downloaded, or digits drawn in its
 *       place.
 *   <li>{@link io.boltzspark.dataprep.ising}: configurations of the Ising model, drawn to IDX files
 *       beside the output, prepared like any others and then deleted.
 *   <li>{@link io.boltzspark.dataprep.sequences}: alignments, checked and read.
 *   <li>{@link io.boltzspark.dataprep.random}: seeds and the shuffle.
 * </ul>
 *
 * <p>A prepared directory has {@code manifest.json}, written last, and a directory of Parquet files
 * for each {@link io.boltzspark.dataprep.Part} that has rows, with the columns:
 *
 * <ul>
 *   <li>{@code id} (long): the row in the source.
 *   <li>{@code position} (long): the row in the shuffled part, from 0 without gaps.
 *   <li>{@code label} (integer or null).
 *   <li>{@code pixels} (binary): one byte per visible unit, 0 or 1 when binarised, 0..255 when grey
 *       is kept; an Ising spin is then 0 or 255.
 * </ul>
 *
 * <p>A family of sequences has in place of label and pixels:
 *
 * <ul>
 *   <li>{@code name} (string): as in the file; may be empty.
 *   <li>{@code sites} (binary): one byte a site, the place of its letter in the alphabet.
 *   <li>{@code weight} (double): only if weights were computed ({@code IdentityWeights}).
 * </ul>
 *
 * <p>On the driver: the check of the sources, which reads every file once as a stream; the plan
 * ({@code PreparePlan}); the drawing of digits and Ising configurations, on all cores; and the
 * manifest. On executors, in {@code PrepareJobs}: {@code ReadRows}, which streams the files again
 * and sends each row to its shard, and {@code PartStatistics}, the sums. For sequences the same is
 * done by {@code SequenceJobs}, {@code ReadSequences} and {@link
 * io.boltzspark.dataprep.StateCounts}; {@code PartDirectories} writes the files of both.
 *
 * <p>Which rows are kept is known from their labels before any task runs ({@code KeptRows}). What a
 * row becomes and where it goes are pure functions of the settings, its id and its index among the
 * kept rows ({@code Binarizer}, {@code SourceLayout}), so the result depends neither on tasks nor
 * on shards.
 */
package io.boltzspark.dataprep;
