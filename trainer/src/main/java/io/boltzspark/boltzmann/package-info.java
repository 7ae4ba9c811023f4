/**
 * How Boltzmann machines learn: from visible states to the two phases of a step, and from the
 * difference of these to better parameters.
 *
 * <p>Start with {@link io.boltzspark.boltzmann.LikelihoodProgram}, which is what the engine runs,
 * and {@link io.boltzspark.boltzmann.LikelihoodStep}, where a minibatch's gradient is formed: a
 * step follows the gradient of the log-likelihood, {@code <s t>_data - <s t>_model} for every pair
 * of connected units, and this class computes one lane's share of both phases, for machines of any
 * depth and any units. {@code LikelihoodLane} brings it the rows ({@link
 * io.boltzspark.boltzmann.VisibleRows} makes visible states of bytes). A softmax classifier is
 * another program over the same units: {@link io.boltzspark.boltzmann.LabelProgram} and {@link
 * io.boltzspark.boltzmann.LabelStep}.
 *
 * <p>On the driver, {@link io.boltzspark.boltzmann.LikelihoodLearner} makes the step. What happens
 * to a gradient on its way, in this order, each in a file of its own: the sum over lanes ({@link
 * io.boltzspark.learning.MergePlan}), {@code Centring}, {@code Sparsity}, penalties and clipping
 * ({@code WeightStep}), the {@link io.boltzspark.learning.Optimizer} with its {@link
 * io.boltzspark.learning.Schedule}, {@code MaxNorm}, limits of the units, {@link
 * io.boltzspark.learning.ParameterAverage}. Weights are worked on in fixed blocks of rows ({@code
 * WeightBlocks}), so that sums have the same roundings on any number of threads.
 *
 * <p>{@link io.boltzspark.boltzmann.Initialisation} makes the first parameters and chains. A deep
 * machine may be trained pair by pair first: {@link io.boltzspark.boltzmann.Stages} says which
 * machines, with which corrections, and puts them together. Settings are the records that end in
 * {@code Config}, all of them in {@link io.boltzspark.boltzmann.TrainingConfig}.
 */
package io.boltzspark.boltzmann;
