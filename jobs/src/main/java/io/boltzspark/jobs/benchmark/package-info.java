/**
 * Performance. {@code boltz benchmark} measures on this machine: training steps ({@link
 * io.boltzspark.jobs.benchmark.BenchmarkAction}), evaluation ({@link
 * io.boltzspark.jobs.benchmark.EvaluationBenchmarkAction}), steps while one quantity at a time
 * grows ({@link io.boltzspark.jobs.benchmark.ScaleBenchmarkAction}), those of a DCGAN ({@link
 * io.boltzspark.jobs.benchmark.DcganBenchmarkAction}), and steps beside those of libraries for
 * Python ({@link io.boltzspark.jobs.benchmark.PeersBenchmarkAction}, with {@link
 * io.boltzspark.jobs.benchmark.peers}). {@code boltz plan} ({@link
 * io.boltzspark.jobs.benchmark.PlanAction}) predicts the speed of a cluster from the last of these,
 * with {@link io.boltzspark.jobs.benchmark.scaling}.
 */
package io.boltzspark.jobs.benchmark;
