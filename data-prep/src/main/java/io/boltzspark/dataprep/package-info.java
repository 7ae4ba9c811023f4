/**
 * From IDX files (MNIST and its like), or from the Ising model, to shuffled, binarised Parquet with
 * a manifest.
 *
 * <p>Start with:
 *
 * <ul>
 *   <li>{@link io.boltzspark.dataprep.PrepareAction}, the Spark job, and the {@link
 *       io.boltzspark.dataprep.PrepareResult} that it returns.
 *   <li>{@link io.boltzspark.dataprep.SourceFacts}, what a directory of IDX files holds; several
 *       can be prepared as one ({@code JoinedSources}), for data that grows.
 *   <li>{@link io.boltzspark.dataprep.Manifest}, what a prepared directory says of itself; whoever
 *       trains on it reads this first.
 *   <li>{@link io.boltzspark.dataprep.digits.MnistLocator}, which finds digits to prepare, and
 *       makes sure that there are always some.
 *   <li>{@link io.boltzspark.dataprep.ising.IsingSource}, which asks for configurations of the
 *       two-dimensional Ising model: data whose distribution is known. {@code WolffSampler} draws
 *       them, {@code DrawnIsing} writes them to IDX files that are prepared like any other and then
 *       deleted.
 *   <li>{@link io.boltzspark.spark.JobGroup}, by which every Spark job of the project says what it
 *       is for.
 * </ul>
 *
 * <p>A prepared directory has a directory of Parquet files for each {@link
 * io.boltzspark.dataprep.Part} that has rows, with the columns {@code id} (long, the row in the
 * source), {@code position} (long, the row in the shuffled part, from 0 without gaps), {@code
 * label} (integer or null) and {@code pixels} (binary, one byte a visible unit: 0 and 1 when
 * binarised, 0..255 when grey kept; an Ising spin is 0 or 1, 255 when grey is kept), and {@code
 * manifest.json}, written last.
 *
 * <p>On the driver: the check of the sources ({@code IdxFile}, which reads every file once, as a
 * stream), the plan ({@code PreparePlan}), the drawing of digits and of Ising configurations, on
 * all its cores, and the manifest. On executors: {@code ReadRows}, which streams the files again
 * and sends each row to its shard, and {@code PartStatistics}, the sums. Which rows stay is known
 * from their labels before any task runs ({@code KeptRows}); what a row becomes and where it goes
 * are pure functions of the settings, its id and its index among those that stay ({@code
 * Binarizer}, {@code SourceLayout}, {@code SeededPermutation}), which is why neither tasks nor
 * shards show in the result.
 */
package io.boltzspark.dataprep;
