package io.boltzspark.evaluation;

import io.boltzspark.math.RandomStream;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.sampling.ChainStates;
import io.boltzspark.sampling.GibbsSampler;

/**
 * Samples of a model that owe nothing to data: Gibbs chains that start at noise. Few sweeps show
 * what the machine makes of noise in a short time, which is what the published energy-model
 * experiments watch (10 sweeps); samples of its distribution take many, 1000 and more.
 */
public final class ModelSamples {
  private ModelSamples() {}

  /**
   * Visible units start at draws without any bias (fair coin tosses for units of two states,
   * standard normal numbers for Gaussian ones), and the hidden layers are drawn upwards, each given
   * the one below it.
   *
   * @param chains how many
   * @param sweeps Gibbs sweeps of each, at least 1
   * @param random decides everything: callers give each batch a key of its own
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
