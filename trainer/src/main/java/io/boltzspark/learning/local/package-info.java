/**
 * Local steps: lanes that make several steps by themselves between two exchanges, as in local SGD
 * (Stich 2019) and federated averaging (McMahan et al. 2017).
 *
 * <p>{@link io.boltzspark.learning.local.LocalSteps} wraps a {@link
 * io.boltzspark.learning.Program}, and the engines see a program whose step is a group of steps
 * ({@link io.boltzspark.learning.local.StepGroups}): what they send to lanes is the common state of
 * the program's learner, parameters, moments and all ({@code StateLayout}). {@code LocalLane} gives
 * each lane a learner of its own, the one that the driver has, and runs it on the lane's own
 * statistics; the state that it reaches is what the lane returns. {@code LocalLearner}, on the
 * driver, takes the mean of these along the fixed tree. So lanes keep no optimiser's state between
 * groups, checkpoints are those of other trainings, and with a single lane local steps are the
 * steps of a training without them, to the bit.
 */
package io.boltzspark.learning.local;
