/**
 * Files and directories that appear complete or not at all, on any of Hadoop's file systems.
 *
 * <ul>
 *   <li>{@link io.boltzspark.files.StagedDirectory} for an output of several files: written beside
 *       its target and renamed when complete.
 *   <li>{@link io.boltzspark.files.WholeFiles} for a single small file, and for checksums.
 *   <li>{@link io.boltzspark.files.WritePermission} to check before work starts that its output can
 *       be written, {@link io.boltzspark.files.WriteFailure} for the error when it cannot, {@link
 *       io.boltzspark.files.OutputExists} for the error when it is there already.
 *   <li>{@link io.boltzspark.files.Paths} for the path that a text names, in which no character is
 *       special, and {@link io.boltzspark.files.FileSystems} for the file system of a path, on
 *       which a full or broken disk is an {@link java.io.IOException} everywhere.
 *   <li>{@link io.boltzspark.files.ObjectStore} and {@link io.boltzspark.files.Unfinished} for
 *       stores without a rename of directories, {@link io.boltzspark.files.Hosts} to tell processes
 *       of several hosts apart.
 *   <li>{@link io.boltzspark.files.MaybeGzip} for files that may be compressed.
 * </ul>
 *
 * <p>Names of unfinished files begin with a dot, so Spark's readers and a plain {@code ls} skip
 * them. A process that dies leaves such files behind; nothing ever reads them, and they may be
 * deleted.
 *
 * <p>Guarantees: on a local disk and on HDFS a rename is atomic, so a reader sees the old state,
 * the new one or (for the moment between two renames of a directory that is overwritten) neither.
 * On an object store such as S3 a single file appears, and replaces another, at once, and while a
 * directory is filled, object by object, it carries the mark {@code .unfinished}: readers refuse
 * it, and only one process can set it. A process that is killed then leaves the mark, and what it
 * replaced is lost.
 *
 * <p>Everything here runs on the driver.
 */
package io.boltzspark.files;
