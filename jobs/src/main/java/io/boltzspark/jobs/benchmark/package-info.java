/**
 * How fast it is. {@code boltz benchmark} measures here: training steps ({@link
 * io.boltzspark.jobs.benchmark.BenchmarkAction}), evaluation ({@link
 * io.boltzspark.jobs.benchmark.EvaluationBenchmarkAction}), and steps as one thing after another
 * grows ({@link io.boltzspark.jobs.benchmark.ScaleBenchmarkAction}). {@code boltz plan} ({@link
 * io.boltzspark.jobs.benchmark.PlanAction}) computes from the last of these how fast a cluster
 * would be, by {@link io.boltzspark.jobs.benchmark.scaling}.
 */
package io.boltzspark.jobs.benchmark;
