/**
 * From rows to better parameters: the two phases of a training step, the optimiser, and who
 * computes which part.
 *
 * <p>A step follows the gradient of the log-likelihood, {@code <s t>_data - <s t>_model} for every
 * pair of connected units. {@link io.boltzspark.learning.LaneStep} computes one lane's share of
 * both phases, anywhere; {@link io.boltzspark.learning.SubtreeMerger} adds shares in an order that
 * does not depend on where they were computed; {@link io.boltzspark.learning.Learner} turns the
 * total into a step, on the driver.
 *
 * <p>A <em>lane</em> is a fixed logical slice of every step. {@link io.boltzspark.learning.Lanes}
 * says which chains and rows belong to it, {@link io.boltzspark.learning.EpochPlan} which rows it
 * takes at which step. Both are arithmetic on positions: no lane knows about machines or threads.
 */
package io.boltzspark.learning;
