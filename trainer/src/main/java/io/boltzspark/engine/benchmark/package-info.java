/**
 * Times of the engine as multiples of the dense matrix products that it amounts to, measured in the
 * same run.
 *
 * <p>{@link io.boltzspark.engine.benchmark.StepBenchmark} times the steps of the engine used for
 * training, after 1,200 steps on {@link io.boltzspark.engine.benchmark.BenchmarkRows}, and {@code
 * StepProducts} a step's products alone; {@link io.boltzspark.engine.benchmark.AnnealingBenchmark}
 * does the same for evaluation.
 */
package io.boltzspark.engine.benchmark;
