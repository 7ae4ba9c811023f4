package io.boltzspark.evaluation;

import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.Layer;
import io.boltzspark.sampling.ChainStates;

/**
 * The variance of the joint energy over samples of a model (the heat capacity at temperature 1, in
 * units of Boltzmann's constant), with n - 1, over the root of the number of parameters, as the
 * published energy-model experiments scale it; the coupling of two units counts once. Large where
 * the machine is near a transition between phases.
 */
public final class HeatCapacity {
  private HeatCapacity() {}

  /**
   * @param samples joint states of all layers, at least two chains
   * @return the heat capacity; not finite if energies are not
   * @throws IllegalArgumentException for fewer than two chains
   */
  public static double of(BoltzmannMachine machine, float[] parameters, ChainStates samples) {
    requireTwo(samples);
    return scaledVariance(machine, machine.energy(samples.layers(), parameters));
  }

  /**
   * The same of what the package paysage takes for the energy, in whose term of a layer of gaussian
   * units (here of any with a variance) their mean stands where the energy has their sum. It is no
   * heat capacity, and equal to it without such layers; it is what those experiments published.
   */
  public static double ofLayerMeans(
      BoltzmannMachine machine, float[] parameters, ChainStates samples) {
    requireTwo(samples);
    double[] energies = machine.energy(samples.layers(), parameters);
    for (int l = 0; l < machine.layers().size(); l++) {
      Layer layer = machine.layer(l);
      if (machine.spec().layers().get(l).stream().anyMatch(units -> units.type().hasVariance())) {
        for (int c = 0; c < energies.length; c++) {
          energies[c] -= (1 - 1.0 / layer.size()) * layer.energy(samples.layer(l), c, parameters);
        }
      }
    }
    return scaledVariance(machine, energies);
  }

  private static void requireTwo(ChainStates samples) {
    if (samples.chains() < 2) {
      throw new IllegalArgumentException(
          samples.chains() + " chains have no variance; at least 2 are needed");
    }
  }

  private static double scaledVariance(BoltzmannMachine machine, double[] energies) {
    double mean = 0;
    for (double energy : energies) {
      mean += energy / energies.length;
    }
    double squares = 0;
    for (double energy : energies) {
      squares += (energy - mean) * (energy - mean);
    }
    return squares / (energies.length - 1) / Math.sqrt(parameters(machine));
  }

  /** Of the symmetric couplings one half counts, without those within a unit, which are 0. */
  private static double parameters(BoltzmannMachine machine) {
    double count = machine.layout().size();
    for (int l : machine.spec().coupled()) {
      Layer layer = machine.layer(l);
      double all = (double) layer.size() * layer.size();
      double within = 0;
      for (int site = 0; site < layer.sites(); site++) {
        double columns = layer.siteColumn(site + 1) - layer.siteColumn(site);
        within += columns * columns;
      }
      count -= all - (all - within) / 2;
    }
    return count;
  }
}
