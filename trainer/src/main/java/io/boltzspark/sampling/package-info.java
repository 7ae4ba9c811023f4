/**
 * Markov chains over the states of a machine.
 *
 * <p>{@link io.boltzspark.sampling.ChainStates} are the states of some chains, a matrix a layer;
 * {@link io.boltzspark.sampling.GibbsSampler} moves them by block Gibbs sweeps: all even layers
 * given the odd ones, then all odd ones given the even ones, which for two layers is the
 * alternation of visible and hidden. Between sweeps the odd layers alone carry a chain, so these
 * are what checkpoints and messages hold ({@link io.boltzspark.sampling.ChainCodec}).
 */
package io.boltzspark.sampling;
