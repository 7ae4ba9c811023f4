/**
 * The duration of steps as machines, minibatches and clusters grow: measured on this machine,
 * predicted for clusters. The two are never mixed: a {@link
 * io.boltzspark.jobs.benchmark.scaling.MeasuredStep} was timed, a {@link
 * io.boltzspark.jobs.benchmark.scaling.Prediction} was not.
 *
 * <ul>
 *   <li>{@link io.boltzspark.jobs.benchmark.scaling.ScaleSeries} lists what {@code boltz benchmark
 *       --suite scale} varies; {@link io.boltzspark.jobs.benchmark.scaling.ExecutorProcesses}
 *       starts a Spark cluster on this machine for the series of executors.
 *   <li>{@link io.boltzspark.jobs.benchmark.scaling.StepCosts} are the rates that {@code boltz
 *       plan} fits to measured steps.
 *   <li>{@link io.boltzspark.jobs.benchmark.scaling.ScalingModel} turns them into a prediction for
 *       a {@link io.boltzspark.jobs.benchmark.scaling.StepShape}, a {@link
 *       io.boltzspark.jobs.benchmark.scaling.Cluster} and an {@link
 *       io.boltzspark.jobs.benchmark.scaling.ExchangeDesign}; its page has the formulas and
 *       assumptions.
 * </ul>
 */
package io.boltzspark.jobs.benchmark.scaling;
