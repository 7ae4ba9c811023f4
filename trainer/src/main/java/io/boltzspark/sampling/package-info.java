/**
 * Markov chains over the states of a machine, and mean field.
 *
 * <p>{@link io.boltzspark.sampling.ChainStates} are the states of some chains, a matrix a layer;
 * {@link io.boltzspark.sampling.GibbsSampler} moves them by block Gibbs sweeps, in the order of
 * {@link io.boltzspark.model.UpdateOrder}: in a stack of layers all even ones given the odd ones,
 * then all odd ones given the even ones, which for two layers is the alternation of visible and
 * hidden. Between sweeps the block that is drawn last alone carries a chain, so its layers are what
 * checkpoints and messages hold ({@link io.boltzspark.sampling.ChainCodec}). {@link
 * io.boltzspark.sampling.ParallelTempering} adds replicas at higher temperatures, which exchange
 * states with the chains. With a {@link io.boltzspark.sampling.Clamp} some visible units, such as a
 * label, stay at given states. {@link io.boltzspark.sampling.BeliefNet} samples the same layers as
 * a deep belief net instead.
 *
 * <p>{@link io.boltzspark.sampling.MeanField} is the deterministic counterpart: the factorial
 * distribution nearest to the hidden layers' posterior given the visible states. {@link
 * io.boltzspark.sampling.UpDownPass} reconstructs visible states by one way up and back, and {@link
 * io.boltzspark.sampling.Ascent} carries data up through pairs of layers that are trained already.
 */
package io.boltzspark.sampling;
