/**
 * Markov chains over the states of a machine, and mean field.
 *
 * <p>{@link io.boltzspark.sampling.ChainStates} are the states of several chains, one matrix per
 * layer; {@link io.boltzspark.sampling.GibbsSampler} moves them by block Gibbs sweeps, in the order
 * of {@link io.boltzspark.model.UpdateOrder}: in a stack of layers first all even ones given the
 * odd ones, then all odd ones given the even ones; with two layers, visible and hidden in turn.
 * Between sweeps only the block that is drawn last carries a chain, and layers with couplings
 * within, so checkpoints and messages hold only these ({@link io.boltzspark.sampling.ChainCodec}).
 * The units of such a layer are drawn one after another, in a {@link
 * io.boltzspark.sampling.SiteOrder}, by {@link io.boltzspark.sampling.SiteSampler}, which keeps
 * their inputs and changes them where a unit changes; of large layers in blocks of units, each for
 * many chains before {@code SiteChanges} tells the rest of the layer (202 sites of 21 letters,
 * 2,000 chains, 10 sweeps on one core of Zen 5: 3.9 s where 10.0 s were taken by telling all at
 * once, in turns). {@link io.boltzspark.sampling.ParallelTempering} adds replicas at higher
 * temperatures, which exchange states with the chains. With a {@link io.boltzspark.sampling.Clamp}
 * some visible units, such as a label, stay fixed. {@link io.boltzspark.sampling.BeliefNet} samples
 * the same layers as a deep belief net instead.
 *
 * <p>{@link io.boltzspark.sampling.LayerInputs} computes the inputs of layers for the same chains
 * again and again: from the units that are on or from those that have flipped since the last sweep,
 * or by dense products, as {@code SparseRule} decides from counts alone, so that the bytes are the
 * same on every machine. {@link io.boltzspark.sampling.GibbsSampler#fix} says that parameters stay
 * as they are; longer sweeps do so themselves. A kept input is made afresh after 64 updates.
 *
 * <p>{@link io.boltzspark.sampling.MeanField} is the deterministic counterpart: the factorial
 * distribution nearest to the hidden layers' posterior given the visible states. {@link
 * io.boltzspark.sampling.UpDownPass} reconstructs visible states by one pass up and back, and
 * {@link io.boltzspark.sampling.Ascent} carries data up through trained pairs of layers.
 */
package io.boltzspark.sampling;
