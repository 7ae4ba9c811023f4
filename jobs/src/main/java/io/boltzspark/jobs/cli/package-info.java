/**
 * What commands share. A command turns its options into a request, opens Spark, runs an action and
 * prints its result; {@link io.boltzspark.jobs.cli.JobCommand} is that frame.
 *
 * <ul>
 *   <li>{@link io.boltzspark.jobs.cli.CommonOptions} are the options that every command has, {@link
 *       io.boltzspark.jobs.cli.SettingsOptions} those of commands that train.
 *   <li>{@link io.boltzspark.jobs.cli.ErrorReport} turns any error into one line and an exit code.
 * </ul>
 *
 * <p>Standard output carries results only: text for people, or with {@code --json} exactly one
 * object on the last line. This package knows no feature, and only the commands of a feature use
 * it.
 */
package io.boltzspark.jobs.cli;
