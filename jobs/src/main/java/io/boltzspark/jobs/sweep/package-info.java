/**
 * {@code boltz sweep}: many trainings that differ in a few settings.
 *
 * <ul>
 *   <li>{@link io.boltzspark.jobs.sweep.Variation} is one {@code --vary}, {@link
 *       io.boltzspark.jobs.sweep.Grid} all their combinations, each with a readable name.
 *   <li>{@link io.boltzspark.jobs.sweep.SweepAction} trains them; {@link
 *       io.boltzspark.jobs.sweep.SweepRun} is a planned run, {@link
 *       io.boltzspark.jobs.sweep.SweepOutcome} its outcome.
 *   <li>{@link io.boltzspark.jobs.sweep.SweepDirectory} checks the directory of an earlier sweep,
 *       {@link io.boltzspark.jobs.sweep.TaskShare} divides the task slots among runs that train at
 *       once.
 *   <li>{@link io.boltzspark.jobs.sweep.SweepLedger} keeps the outcomes in {@code sweep.json},
 *       {@link io.boltzspark.jobs.sweep.SweepTable} shows them.
 * </ul>
 *
 * <p>The runs do not depend on the sweep: each can be resumed or sampled from like any other run.
 */
package io.boltzspark.jobs.sweep;
