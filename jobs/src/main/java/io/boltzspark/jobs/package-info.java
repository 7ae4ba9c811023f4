/**
 * The program. {@link io.boltzspark.jobs.Main} is what the launcher and {@code spark-submit} start,
 * {@link io.boltzspark.jobs.BoltzCommandLine} the table of all commands: a new command gets a line
 * there.
 *
 * <ul>
 *   <li>A feature is a package with its commands, their actions and the results: {@link
 *       io.boltzspark.jobs.prepare}, {@link io.boltzspark.jobs.train}, {@link
 *       io.boltzspark.jobs.sweep}, {@link io.boltzspark.jobs.reproduce}, {@link
 *       io.boltzspark.jobs.retrain}, {@link io.boltzspark.jobs.sample}, {@link
 *       io.boltzspark.jobs.latent}, {@link io.boltzspark.jobs.evaluate}, {@link
 *       io.boltzspark.jobs.report}, {@link io.boltzspark.jobs.pictures}, {@link
 *       io.boltzspark.jobs.features}, {@link io.boltzspark.jobs.couplings}, {@link
 *       io.boltzspark.jobs.export}, {@link io.boltzspark.jobs.imports}, {@link
 *       io.boltzspark.jobs.benchmark}, {@link io.boltzspark.jobs.submit}, {@link
 *       io.boltzspark.jobs.doctor}.
 *   <li>Below them is what they share: {@link io.boltzspark.jobs.cli} frames commands, {@link
 *       io.boltzspark.jobs.actions} helps actions, {@link io.boltzspark.jobs.settings} is
 *       configuration, {@link io.boltzspark.jobs.data} opens the data of a trained model, {@link
 *       io.boltzspark.jobs.spark} opens the session, {@link io.boltzspark.jobs.telemetry} lets
 *       others watch a training, {@link io.boltzspark.jobs.console} shows progress, {@link
 *       io.boltzspark.jobs.images} draws.
 *   <li>{@link io.boltzspark.jobs.notebook} is what notebooks call.
 * </ul>
 *
 * <p>All of this runs on the driver, but for the executors' half of {@code MetricsPlugin}. {@code
 * ArchitectureTest} says who may know whom.
 */
package io.boltzspark.jobs;
