/**
 * From rows to better parameters: the two phases of a training step, what becomes of their
 * difference, and who computes which part.
 *
 * <p>A step follows the gradient of the log-likelihood, {@code <s t>_data - <s t>_model} for every
 * pair of connected units. {@link io.boltzspark.boltzmann.LikelihoodStep} computes one lane's share
 * of both phases, anywhere, for machines of any depth and any units ({@link
 * io.boltzspark.boltzmann.LabelStep} does so for a softmax classifier, the other {@link
 * io.boltzspark.boltzmann.Objective} there is); {@link io.boltzspark.learning.SubtreeMerger} adds
 * shares in an order that does not depend on where they were computed; {@link
 * io.boltzspark.boltzmann.LikelihoodLearner} turns the total into a step, on the driver.
 *
 * <p>A <em>lane</em> is a fixed logical slice of every step. {@link io.boltzspark.learning.Lanes}
 * says which chains and rows belong to it, {@link io.boltzspark.learning.EpochPlan} which rows it
 * takes at which step. Both are arithmetic on positions: no lane knows about machines or threads.
 *
 * <p>What happens to a gradient on its way, in this order, each in a file of its own: {@code
 * MergePlan} (the sum over lanes), {@code Centring}, {@code Sparsity}, penalties and clipping
 * ({@code WeightStep}), the {@link io.boltzspark.learning.Optimizer} with its {@link
 * io.boltzspark.learning.Schedule}, {@code MaxNorm}, limits of the units, {@code WeightAverage}.
 * Weights are worked on in fixed blocks of rows ({@code WeightBlocks}), so that sums have the same
 * roundings on any number of threads. What the next step depends on is {@link
 * io.boltzspark.learning.LearnerState}, arrays by name: a checkpoint holds these and need not know
 * what they are.
 *
 * <p>A deep machine may be trained pair by pair first: {@link io.boltzspark.boltzmann.Stages} says
 * which machines, with which corrections, and puts them together. Settings are the records that end
 * in {@code Config}, all of them in {@link io.boltzspark.boltzmann.TrainingConfig}.
 */
package io.boltzspark.learning;
