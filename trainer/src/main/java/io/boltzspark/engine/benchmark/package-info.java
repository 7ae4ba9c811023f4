/**
 * Times of the engine as multiples of its indispensable matrix products, measured in the same run.
 *
 * <p>{@link io.boltzspark.engine.benchmark.StepBenchmark} times the steps of the engine used for
 * training, on generated rows, and {@code StepProducts} a step's products alone; {@link
 * io.boltzspark.engine.benchmark.AnnealingBenchmark} does the same for evaluation.
 */
package io.boltzspark.engine.benchmark;
