package io.boltzspark.evaluation;

import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.sampling.ChainStates;

/**
 * The variance of the joint energy over samples of a model (the heat capacity at temperature 1, in
 * units of Boltzmann's constant), with n - 1, over the root of the number of parameters, as the
 * published energy-model experiments scale it. Large where the machine is near a transition between
 * phases.
 */
public final class HeatCapacity {
  private HeatCapacity() {}

  /**
   * @param samples joint states of all layers, at least two chains
   * @return the heat capacity; not finite if energies are not
   * @throws IllegalArgumentException for fewer than two chains
   */
  public static double of(BoltzmannMachine machine, float[] parameters, ChainStates samples) {
    if (samples.chains() < 2) {
      throw new IllegalArgumentException(
          samples.chains() + " chains have no variance; at least 2 are needed");
    }
    double[] energies = machine.energy(samples.layers(), parameters);
    double mean = 0;
    for (double energy : energies) {
      mean += energy / energies.length;
    }
    double squares = 0;
    for (double energy : energies) {
      squares += (energy - mean) * (energy - mean);
    }
    return squares / (energies.length - 1) / Math.sqrt(parameters.length);
  }
}
