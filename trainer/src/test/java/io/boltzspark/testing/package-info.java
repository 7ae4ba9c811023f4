/**
 * Spark for tests, published in the trainer's test jar.
 *
 * <p>{@link io.boltzspark.testing.TestSpark} gives sessions within the test's process; {@link
 * io.boltzspark.testing.LocalCluster} gives one whose executors are processes of their own, which
 * can be killed.
 */
package io.boltzspark.testing;
