/**
 * Trainings of Boltzmann machines on Spark, on the driver: what the loop of {@code engine.training}
 * must know of them.
 *
 * <p>Start with {@link io.boltzspark.engine.boltzmann.BoltzmannTraining}: it checks that the data
 * can train such a machine, makes the stages, and gives each ({@code BoltzmannStage}) what it
 * starts from. {@code FirstRows} are the rows that the driver itself looks at, {@code StageRows}
 * what a stage sees of them; {@code MonitorWatch} evaluates monitors on these, {@code
 * StoppingValue} the one that early stopping follows. {@link
 * io.boltzspark.engine.boltzmann.SoftmaxClassifierJob} trains a classifier of features on the same
 * engine, without a run directory.
 */
package io.boltzspark.engine.boltzmann;
