/**
 * IDX files, the format of MNIST: finding, checking, reading and writing them. No Spark.
 *
 * <ul>
 *   <li>{@link io.boltzspark.dataprep.idx.CheckedSources}: start here. The files of a directory,
 *       found by {@link io.boltzspark.dataprep.idx.IdxDirectory} under the names that {@link
 *       io.boltzspark.dataprep.idx.SourceRole} lists, each read once from end to end.
 *   <li>{@link io.boltzspark.dataprep.idx.IdxFile}, one checked file, with its {@link
 *       io.boltzspark.dataprep.idx.IdxHeader}; {@link io.boltzspark.dataprep.idx.IdxPair}, images
 *       with their labels, and the slices in which tasks read them.
 *   <li>{@link io.boltzspark.dataprep.idx.IdxRows} reads rows, {@link
 *       io.boltzspark.dataprep.idx.IdxWriter} writes them; both hold one image at a time.
 *   <li>{@link io.boltzspark.dataprep.idx.JoinedSources} writes several directories as one.
 * </ul>
 *
 * <p>Rows are numbered from 0 in the order of the file. Pixels are grey bytes, row-major.
 */
package io.boltzspark.dataprep.idx;
