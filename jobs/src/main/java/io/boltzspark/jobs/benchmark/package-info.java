/**
 * Performance. {@code boltz benchmark} measures on this machine: training steps ({@link
 * io.boltzspark.jobs.benchmark.BenchmarkAction}), evaluation ({@link
 * io.boltzspark.jobs.benchmark.EvaluationBenchmarkAction}), and steps while one quantity at a time
 * grows ({@link io.boltzspark.jobs.benchmark.ScaleBenchmarkAction}). {@code boltz plan} ({@link
 * io.boltzspark.jobs.benchmark.PlanAction}) predicts the speed of a cluster from the last of these,
 * with {@link io.boltzspark.jobs.benchmark.scaling}.
 */
package io.boltzspark.jobs.benchmark;
