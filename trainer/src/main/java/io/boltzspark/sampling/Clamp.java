package io.boltzspark.sampling;

import io.boltzspark.math.Matrix;
import io.boltzspark.model.BoltzmannMachine;

/**
 * Visible units that Gibbs sweeps leave at given states. Since the visible units' groups are
 * independent given layer 1, drawing the others as before then leaves the machine's distribution
 * given these states as it is.
 *
 * @param firstColumn of the units, which are one or more whole groups of the visible layer
 * @param states chains x units
 */
public record Clamp(int firstColumn, Matrix states) {
  private static final Clamp NONE = new Clamp(0, Matrix.zeros(0, 0));

  /** Holds nothing, for any number of chains. */
  public static Clamp none() {
    return NONE;
  }

  /**
   * Holds the label of each chain.
   *
   * @param machine one with a label group, see {@link io.boltzspark.model.MachineSpec#labels}
   * @param labels a class for each chain
   */
  public static Clamp labels(BoltzmannMachine machine, int[] labels) {
    int classes = machine.spec().labels();
    Matrix states = Matrix.zeros(labels.length, classes);
    for (int chain = 0; chain < labels.length; chain++) {
      if (labels[chain] < 0 || labels[chain] >= classes) {
        throw new IllegalArgumentException("class " + labels[chain] + " of " + classes);
      }
      states.set(chain, labels[chain], 1f);
    }
    return new Clamp(machine.visible().size() - classes, states);
  }

  /** Sets the units that are held in states of the whole visible layer. */
  public void applyTo(Matrix visible) {
    int units = states.columns();
    if (units > 0) {
      visible.columns(firstColumn, firstColumn + units).setFrom(states);
    }
  }
}
