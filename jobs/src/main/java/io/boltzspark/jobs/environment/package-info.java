/**
 * What Spark, Hadoop and native libraries take for granted and containers often lack: a temporary
 * directory from which libraries can be loaded ({@link
 * io.boltzspark.jobs.environment.TemporaryDirectory}), a place for Spark's own files ({@link
 * io.boltzspark.spark.LocalDirectories}), a host name with an address ({@link
 * io.boltzspark.jobs.environment.HostName}) and a user with a name ({@link
 * io.boltzspark.jobs.environment.Account}). The last two are replaced where they are missing; for
 * the others there is an error before work starts. The launcher {@code boltz} does the rest: it
 * avoids a temporary directory without execution, and a locale that cannot write file names.
 */
package io.boltzspark.jobs.environment;
