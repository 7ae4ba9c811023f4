/**
 * Training of Boltzmann machines on Spark: the driver's part that the loop of {@code
 * engine.training} needs.
 *
 * <p>Start with {@link io.boltzspark.engine.boltzmann.BoltzmannTraining}: it checks that the data
 * can train such a machine, creates the stages, and gives each ({@code BoltzmannStage}) its
 * starting parameters. {@code WarmStart} converts those of another model where data has other
 * scales. {@link io.boltzspark.engine.boltzmann.TrainingMemory} estimates what a training needs.
 * {@code FirstRows} are the rows that the driver itself uses, {@code StageRows} their states in a
 * stage; {@code MonitorWatch} evaluates monitors on these, {@code StoppingValue} the one that early
 * stopping follows. {@link io.boltzspark.engine.boltzmann.SoftmaxClassifierJob} trains a classifier
 * of features on the same engine, without a run directory.
 */
package io.boltzspark.engine.boltzmann;
