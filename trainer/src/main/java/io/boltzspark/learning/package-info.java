/**
 * The parts of any synchronous data-parallel training: which lane computes which part of a step,
 * how the parts are added, and how the sums update the parameters.
 *
 * <p>Start with {@link io.boltzspark.learning.Program}, which the engine runs. It has two halves.
 * On executors, a {@link io.boltzspark.learning.LaneStep} computes one lane's share of a step from
 * its rows ({@link io.boltzspark.learning.LaneBatch}) and the parameters; what the lanes of a task
 * derive from these together belongs to {@link io.boltzspark.learning.Program.TaskSteps}. On the
 * driver, a {@link io.boltzspark.learning.Learner} makes the step from the sums over all lanes;
 * {@link io.boltzspark.learning.GradientLearner} is the one for plain gradients.
 *
 * <p>A <em>lane</em> is a fixed logical slice of every step. {@link io.boltzspark.learning.Lanes}
 * defines which rows and chains belong to it, {@link io.boltzspark.learning.EpochPlan} which rows
 * it takes at which step. Both are arithmetic on positions: no lane knows about machines or
 * threads. {@link io.boltzspark.learning.SubtreeMerger} and {@link
 * io.boltzspark.learning.MergePlan} add the lanes' {@link io.boltzspark.learning.StepStatistics}
 * along a fixed binary tree, so a sum has the same roundings wherever its parts were computed.
 *
 * <p>An {@link io.boltzspark.learning.Optimizer} (Adam in {@code Adam.java}, and others) moves a
 * range of parameters at a rate that follows a {@link io.boltzspark.learning.Schedule}, and keeps
 * its state in {@link io.boltzspark.learning.Moments}. {@link
 * io.boltzspark.learning.ParameterAverage} averages the last parameters. The next step depends only
 * on {@link io.boltzspark.learning.LearnerState}, arrays by name, which a checkpoint holds without
 * knowing their meaning.
 *
 * <p>Lanes may also make several steps by themselves: the package {@code learning.local} wraps any
 * program for that.
 *
 * <p>Nothing here knows of Boltzmann machines, which are the programs of the package {@code
 * boltzmann}; a test checks this.
 */
package io.boltzspark.learning;
