/**
 * How long the engine takes, as a multiple of the matrix products that it cannot do without,
 * measured in the same run.
 *
 * <p>{@link io.boltzspark.engine.benchmark.StepBenchmark} times the steps of the very engine that
 * trains, on rows that it makes itself, and {@code StepProducts} a step's products alone; {@link
 * io.boltzspark.engine.benchmark.AnnealingBenchmark} does so for evaluation.
 */
package io.boltzspark.engine.benchmark;
