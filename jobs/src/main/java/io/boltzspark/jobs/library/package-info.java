/**
 * Machines in programs on Spark, in Java, Scala or Python, whose rows are a {@code Dataset<Row>}
 * and not a directory. {@code conf/library/README.md} has complete examples.
 *
 * <ul>
 *   <li>{@link io.boltzspark.jobs.library.Boltzmann}: start here.
 *   <li>{@link io.boltzspark.jobs.library.BoltzmannTrainer} trains as {@code boltz train} does, by
 *       the same {@link io.boltzspark.jobs.train.PlannedTraining}, so that equal rows, settings and
 *       seeds give equal bytes. {@code TemporaryRun} is where checkpoints go, {@code
 *       LoggedTraining} tells the program's log.
 *   <li>{@link io.boltzspark.jobs.library.BoltzmannModel} adds columns to rows, draws samples, and
 *       is saved and loaded. {@code AddedColumn} lists the columns, {@code TransformedRows}
 *       computes them on executors.
 * </ul>
 *
 * <p>All of this works in the session of the program: no configuration of it is needed or changed,
 * no signal is handled, and nothing is printed. Errors are {@link
 * io.boltzspark.errors.BoltzException}s.
 */
package io.boltzspark.jobs.library;
