/**
 * How long steps take as machines, minibatches and clusters grow: measured here, computed for
 * clusters that are not at hand. The two never mix: a {@link
 * io.boltzspark.jobs.benchmark.scaling.MeasuredStep} was timed, a {@link
 * io.boltzspark.jobs.benchmark.scaling.Prediction} was not.
 *
 * <ul>
 *   <li>{@link io.boltzspark.jobs.benchmark.scaling.ScaleSeries} says what {@code boltz benchmark
 *       --suite scale} varies; {@link io.boltzspark.jobs.benchmark.scaling.ExecutorProcesses}
 *       starts a Spark cluster on this machine for the series of executors.
 *   <li>{@link io.boltzspark.jobs.benchmark.scaling.StepCosts} are the few rates that {@code boltz
 *       plan} fits to measured steps.
 *   <li>{@link io.boltzspark.jobs.benchmark.scaling.ScalingModel} makes a prediction of them for a
 *       {@link io.boltzspark.jobs.benchmark.scaling.StepShape}, a {@link
 *       io.boltzspark.jobs.benchmark.scaling.Cluster} and an {@link
 *       io.boltzspark.jobs.benchmark.scaling.ExchangeDesign}; its page has the formulas and what
 *       they assume.
 * </ul>
 */
package io.boltzspark.jobs.benchmark.scaling;
