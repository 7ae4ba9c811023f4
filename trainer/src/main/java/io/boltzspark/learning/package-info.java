/**
 * What any synchronous data-parallel training needs, whatever it trains: who computes which part of
 * a step, how the parts are added, and how sums become better parameters.
 *
 * <p>Start with {@link io.boltzspark.learning.Program}, which is what the engine runs. It supplies
 * two things. On executors, a {@link io.boltzspark.learning.LaneStep} computes one lane's share of
 * a step from its rows ({@link io.boltzspark.learning.LaneBatch}) and the parameters. On the
 * driver, a {@link io.boltzspark.learning.Learner} makes the step from the sums over all lanes;
 * {@link io.boltzspark.learning.GradientLearner} is the one for whoever has a gradient.
 *
 * <p>A <em>lane</em> is a fixed logical slice of every step. {@link io.boltzspark.learning.Lanes}
 * says which rows and chains belong to it, {@link io.boltzspark.learning.EpochPlan} which rows it
 * takes at which step. Both are arithmetic on positions: no lane knows about machines or threads.
 * {@link io.boltzspark.learning.SubtreeMerger} and {@link io.boltzspark.learning.MergePlan} add the
 * lanes' {@link io.boltzspark.learning.StepStatistics} along a fixed binary tree, so that a sum has
 * the same roundings wherever its parts were computed.
 *
 * <p>An {@link io.boltzspark.learning.Optimizer} (Adam in {@code Adam.java}, and others) moves a
 * range of parameters at a rate that follows a {@link io.boltzspark.learning.Schedule}, and
 * remembers in {@link io.boltzspark.learning.Moments}. {@link
 * io.boltzspark.learning.ParameterAverage} averages the last parameters. What the next step depends
 * on is {@link io.boltzspark.learning.LearnerState}, arrays by name: a checkpoint holds these and
 * need not know what they are.
 *
 * <p>Nothing here knows of Boltzmann machines: they are the programs of the package {@code
 * boltzmann}. A test holds that.
 */
package io.boltzspark.learning;
