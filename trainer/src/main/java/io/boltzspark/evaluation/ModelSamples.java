package io.boltzspark.evaluation;

import io.boltzspark.math.RandomStream;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.sampling.ChainStates;
import io.boltzspark.sampling.GibbsSampler;

/**
 * Samples of a model that are independent of data: Gibbs chains started from noise. The published
 * energy-model experiments monitor the states after few sweeps (10); samples of the machine's
 * distribution take 1000 and more.
 */
public final class ModelSamples {
  private ModelSamples() {}

  /**
   * Visible units start at draws without any bias (fair coin tosses for units of two states,
   * standard normal numbers for Gaussian ones), and the hidden layers are drawn upwards, each given
   * the layer below.
   *
   * @param chains number of chains
   * @param sweeps Gibbs sweeps of each chain, at least 1
   * @param random source of all randomness: callers give each batch its own key
   * @return joint states of all layers
   */
  public static ChainStates draw(
      BoltzmannMachine machine, float[] parameters, int chains, int sweeps, RandomStream random) {
    ChainStates states = ChainStates.zeros(machine, chains);
    GibbsSampler sampler = new GibbsSampler(machine);
    machine.visible().sampleInPlace(states.visible(), new float[parameters.length], random);
    sampler.sampleUpwards(states, parameters, random);
    sampler.sweep(states, sweeps, parameters, random);
    return states;
  }
}
