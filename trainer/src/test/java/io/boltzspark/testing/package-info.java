/**
 * Spark and faults for tests, published in the trainer's test jar.
 *
 * <p>Start with {@link io.boltzspark.testing.SparkTesting}, a JUnit extension that gives test
 * methods what they ask for by a parameter:
 *
 * <ul>
 *   <li>a session within the test's process ({@link io.boltzspark.testing.TestSpark}), shared by
 *       all test classes;
 *   <li>a session whose executors are processes ({@link io.boltzspark.testing.LocalCluster}), while
 *       the driver is the test;
 *   <li>a master and workers as processes ({@link io.boltzspark.testing.StandaloneCluster}), to
 *       which drivers are submitted, as processes as well.
 * </ul>
 *
 * <p>Processes come from a {@link io.boltzspark.testing.SparkDistribution} made of Maven's jars:
 * nothing has to be installed. {@link io.boltzspark.testing.Processes} is what may befall them. All
 * of them end with the test class, or with the test's JVM if that comes first. Random tests take
 * their seed from {@link io.boltzspark.testing.TestSeed}. {@link
 * io.boltzspark.testing.FaultyFileSystem} is a disk that can be full, broken or read-only, and
 * {@link io.boltzspark.testing.FullDisk} lets a writer meet it; {@link io.boltzspark.testing.Fuzz}
 * damages what a reader reads. {@link io.boltzspark.testing.PathRules} keep paths from being
 * patterns.
 */
package io.boltzspark.testing;
