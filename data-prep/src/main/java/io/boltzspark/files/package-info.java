/**
 * Files and directories that appear whole or not at all, on any of Hadoop's file systems.
 *
 * <ul>
 *   <li>{@link io.boltzspark.files.StagedDirectory} for an output of several files: written beside
 *       its target and renamed when complete.
 *   <li>{@link io.boltzspark.files.WholeFiles} for a single small file, and for checksums.
 *   <li>{@link io.boltzspark.files.WritePermission} to know before work starts that there is a
 *       place for its output, {@link io.boltzspark.files.WriteFailure} for what to say when it
 *       fails later.
 *   <li>{@link io.boltzspark.files.OutputExists} for what to say of an output that is there
 *       already.
 *   <li>{@link io.boltzspark.files.FileSystems} for the file system of a path.
 * </ul>
 *
 * <p>Names of unfinished things begin with a dot, so Spark's readers and a plain {@code ls} pass
 * over them. A process that dies leaves such a name behind; nothing ever reads it, and it may be
 * deleted.
 *
 * <p>What holds where: on a local disk and on HDFS a rename is atomic, so a reader sees the old
 * state, the new one or (for the moment between two renames of a directory that is overwritten)
 * neither. On an object store such as S3 the rename of a directory copies object by object, so a
 * reader may see part of it. Whoever writes there what others read meanwhile puts a marker last: a
 * file that names or checks the rest.
 *
 * <p>Everything here runs on the driver.
 */
package io.boltzspark.files;
