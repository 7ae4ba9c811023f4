package io.boltzspark.sampling;

import io.boltzspark.math.Matrix;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.Layer;
import java.util.Arrays;

/**
 * Visible units that Gibbs sweeps keep at given states. The groups of visible units are independent
 * given layer 1, and so are single columns of all types but Potts and multinomial, so drawing the
 * other units as usual leaves the machine's distribution given these states invariant.
 *
 * @param columns the columns of these units: single independent units or whole groups of dependent
 *     ones
 * @param states chains x units
 */
public record Clamp(int[] columns, Matrix states) {
  private static final Clamp NONE = new Clamp(new int[0], Matrix.zeros(0, 0));

  public Clamp {
    if (columns.length != states.columns()) {
      throw new IllegalArgumentException(columns.length + " columns do not match states " + states);
    }
  }

  /** No clamped units, for any number of chains. */
  public static Clamp none() {
    return NONE;
  }

  /**
   * Clamps the label of each chain.
   *
   * @param machine one with a label group, see {@link io.boltzspark.model.MachineSpec#labels}
   * @param labels a class for each chain
   */
  public static Clamp labels(BoltzmannMachine machine, int[] labels) {
    int classes = machine.spec().labels();
    Matrix states = Matrix.zeros(labels.length, classes);
    for (int chain = 0; chain < labels.length; chain++) {
      if (labels[chain] < 0 || labels[chain] >= classes) {
        throw new IllegalArgumentException("class " + labels[chain] + " is not below " + classes);
      }
      states.set(chain, labels[chain], 1f);
    }
    int[] columns = new int[classes];
    Arrays.setAll(columns, y -> machine.spec().values() + y);
    return new Clamp(columns, states);
  }

  /**
   * Clamps units at their values in given states.
   *
   * @param visible states of the whole visible layer, chains x visible units; only read
   * @param columns the columns of the units to clamp
   */
  public static Clamp of(Matrix visible, int[] columns) {
    Matrix states = Matrix.zeros(visible.rows(), columns.length);
    for (int chain = 0; chain < visible.rows(); chain++) {
      for (int k = 0; k < columns.length; k++) {
        states.set(chain, k, visible.get(chain, columns[k]));
      }
    }
    return new Clamp(columns, states);
  }

  /**
   * Which sites of the visible layer are clamped, for units that are drawn one after another; null
   * if none is.
   */
  boolean[] heldSites(Layer visible) {
    if (columns.length == 0) {
      return null;
    }
    boolean[] isHeld = new boolean[visible.sites()];
    for (int site = 0; site < isHeld.length; site++) {
      int first = visible.siteColumn(site);
      isHeld[site] = Arrays.stream(columns).anyMatch(c -> c == first);
    }
    return isHeld;
  }

  /** Sets the clamped units in states of the whole visible layer. */
  public void applyTo(Matrix visible) {
    for (int chain = 0; chain < states.rows(); chain++) {
      for (int k = 0; k < columns.length; k++) {
        visible.set(chain, columns[k], states.get(chain, k));
      }
    }
  }
}
