package io.boltzspark.evaluation.couplings;

import io.boltzspark.math.Matrix;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.Connection;
import io.boltzspark.model.Layer;

/**
 * The free energies of all sequences that differ at one site from a given one, minus that of the
 * given one: below 0 for a mutation that the machine finds likelier. Without hidden units the free
 * energy is the energy.
 *
 * <p>The part of biases and couplings is the difference of two fields of a site; that of hidden
 * units is computed anew for each mutation, from inputs to which the difference of two rows of
 * weights is added.
 */
public final class SingleMutations {
  private final BoltzmannMachine machine;
  private final float[] parameters;
  private final Layer visible;

  /**
   * @param machine with Potts visible units, no label and a closed free energy
   * @throws IllegalArgumentException if it is another one
   */
  public SingleMutations(BoltzmannMachine machine, float[] parameters) {
    if (!Gauge.isOf(machine) || machine.spec().labels() > 0 || !machine.hasClosedFreeEnergy()) {
      throw new IllegalArgumentException("no free energies of sequences: " + machine.spec());
    }
    this.machine = machine;
    this.parameters = parameters;
    this.visible = machine.visible();
  }

  /**
   * @param sequence the state of each site
   * @return [site][state], 0 where the state is that of the sequence
   */
  public double[][] of(int[] sequence) {
    double[][] differences = new double[visible.sites()][];
    for (int site = 0; site < differences.length; site++) {
      differences[site] = fromFields(sequence, site);
    }
    for (Connection c : machine.connections()) {
      addHidden(sequence, c, differences);
    }
    return differences;
  }

  /** The field of the present state minus that of each. */
  private double[] fromFields(int[] sequence, int site) {
    int first = visible.siteColumn(site);
    double[] fields = new double[visible.siteColumn(site + 1) - first];
    for (int a = 0; a < fields.length; a++) {
      fields[a] = parameters[visible.biasOffset() + first + a];
      if (machine.couplings(0) != null) {
        Matrix couplings = machine.couplings(0).weights(parameters);
        for (int j = 0; j < sequence.length; j++) {
          fields[a] += couplings.get(first + a, visible.siteColumn(j) + sequence[j]);
        }
      }
    }
    double[] differences = new double[fields.length];
    for (int a = 0; a < fields.length; a++) {
      differences[a] = fields[sequence[site]] - fields[a];
    }
    return differences;
  }

  private void addHidden(int[] sequence, Connection c, double[][] differences) {
    Layer hidden = machine.layer(c.to());
    Matrix weights = c.weights(parameters);
    double[] input = new double[hidden.size()];
    for (int j = 0; j < sequence.length; j++) {
      for (int m = 0; m < input.length; m++) {
        input[m] += weights.get(visible.siteColumn(j) + sequence[j], m);
      }
    }
    for (int site = 0; site < sequence.length; site++) {
      int first = visible.siteColumn(site);
      int present = first + sequence[site];
      Matrix inputs = Matrix.zeros(differences[site].length, input.length);
      for (int a = 0; a < inputs.rows(); a++) {
        for (int m = 0; m < input.length; m++) {
          double change = (double) weights.get(first + a, m) - weights.get(present, m);
          inputs.set(a, m, (float) (input[m] + change));
        }
      }
      double unchanged = hidden.logPartition(inputs, sequence[site], parameters);
      for (int a = 0; a < inputs.rows(); a++) {
        differences[site][a] += unchanged - hidden.logPartition(inputs, a, parameters);
      }
    }
  }
}
