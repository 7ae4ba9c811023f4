/**
 * How Boltzmann machines learn: from visible states to the two phases of a step, and from their
 * difference to updated parameters.
 *
 * <p>Start with {@link io.boltzspark.boltzmann.LikelihoodProgram}, which the engine runs, and
 * {@link io.boltzspark.boltzmann.LikelihoodStep}, which forms a minibatch's gradient: a step
 * follows the gradient of the log-likelihood, {@code <s t>_data - <s t>_model} for every pair of
 * connected units, and this class computes one lane's share of both phases, for machines of any
 * depth and any units. {@code LikelihoodLane} supplies its rows ({@link
 * io.boltzspark.boltzmann.VisibleRows} turns bytes into visible states). A softmax classifier is
 * another program over the same units: {@link io.boltzspark.boltzmann.LabelProgram} and {@link
 * io.boltzspark.boltzmann.LabelStep}.
 *
 * <p>Inputs come from {@link io.boltzspark.sampling.LayerInputs}, and the statistics of binary
 * visible states from {@code SparseStatistics}: sums of the rows in which a unit is on. The lanes
 * of a task share one transposed copy of the weights ({@code LikelihoodLanes}). What is still
 * dense: means (mean field, positive phases of deep machines), grey and real-valued states, the
 * replicas of tempering, and the statistics between hidden layers.
 *
 * <p>On the driver, {@link io.boltzspark.boltzmann.LikelihoodLearner} makes the step. A gradient
 * passes through these parts, each in its own file: the sum over lanes ({@link
 * io.boltzspark.learning.MergePlan}), {@code Centring}, {@code Sparsity}, penalties ({@code
 * ZeroSumPenalty} is one of couplings) and clipping ({@code WeightStep}), the {@link
 * io.boltzspark.learning.Optimizer} with its {@link io.boltzspark.learning.Schedule}, {@code
 * MaxNorm}, limits of the units, {@link io.boltzspark.learning.ParameterAverage}. {@code
 * ExchangeRates} tell how tempering goes. Weights are processed in fixed blocks of rows ({@code
 * WeightBlocks}), so sums have the same roundings on any number of threads. Couplings within layers
 * are blocks like any other, made symmetric again after each step.
 *
 * <p>{@link io.boltzspark.boltzmann.Initialisation} creates the first parameters and chains. A deep
 * machine may be pretrained pair by pair: {@link io.boltzspark.boltzmann.Stages} defines the
 * machines and corrections, and assembles the result. Settings are the records that end in {@code
 * Config}, all of them in {@link io.boltzspark.boltzmann.BoltzmannConfig}.
 */
package io.boltzspark.boltzmann;
