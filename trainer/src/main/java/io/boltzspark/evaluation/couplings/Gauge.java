package io.boltzspark.evaluation.couplings;

import io.boltzspark.math.Matrix;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.Connection;
import io.boltzspark.model.Layer;
import io.boltzspark.model.UnitSpec;
import io.boltzspark.model.UnitType;
import java.util.Locale;

/**
 * How the parameters of Potts units are chosen among those of one distribution. Exactly one of the
 * columns of a site is 1, so that a number can be added to the columns of a site in one place and
 * subtracted in another (Weigt et al. 2009; Ekeberg et al. 2013, section II.B). With a weighted
 * mean {@code <.>} over the states of a site, a gauge makes all {@code <h_i>}, {@code <J_ij>} over
 * the states of either site and {@code <W_i>} zero:
 *
 * <pre>J_ij(a, b) := J_ij(a, b) - J_ij(a, .) - J_ij(., b) + J_ij(., .)
 * h_i(a) := h_i(a) - h_i(.) + sum over j of (J_ij(a, .) - J_ij(., .))
 * W_im(a) := W_im(a) - W_im(.),    b_m := b_m + sum over i of W_im(.)</pre>
 *
 * <p>J are the couplings within the visible layer, h its biases, W its weights to the units of the
 * layer above, whose biases b are. All energies change by one constant. Other parameters, such as
 * those of hidden Potts units among each other, stay as they are.
 */
public enum Gauge {
  /** Parameters as they are. */
  NONE,
  /** The mean over all states alike: the gauge in which the squares of couplings are smallest. */
  ZERO_SUM,
  /** The first state of each site alone: all its parameters are 0, as in a lattice gas. */
  LATTICE_GAS;

  /** Its name in options, such as {@code zero-sum}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The same as {@link #word}. */
  @Override
  public String toString() {
    return word();
  }

  /** Whether a machine's visible units are all Potts units: only these have gauges. */
  public static boolean isOf(BoltzmannMachine machine) {
    return machine.spec().layers().get(0).stream()
        .map(UnitSpec::type)
        .allMatch(type -> type == UnitType.POTTS);
  }

  /**
   * Parameters of the same distribution in this gauge, computed in double precision.
   *
   * @param parameters stay as they are
   * @throws IllegalArgumentException unless {@link #isOf}
   */
  public float[] of(BoltzmannMachine machine, float[] parameters) {
    if (!isOf(machine)) {
      throw new IllegalArgumentException("no gauges of " + machine.spec());
    }
    float[] fixed = parameters.clone();
    if (this == NONE) {
      return fixed;
    }
    Layer visible = machine.visible();
    double[] biases = doubles(fixed, visible.biasOffset(), visible.size());
    if (machine.couplings(0) != null) {
      fixCouplings(visible, machine.couplings(0).weights(fixed), biases);
    }
    for (int site = 0; site < visible.sites(); site++) {
      int first = visible.siteColumn(site);
      int end = visible.siteColumn(site + 1);
      double mean = mean(biases, first, end);
      for (int i = first; i < end; i++) {
        fixed[visible.biasOffset() + i] = (float) (biases[i] - mean);
      }
    }
    for (Connection c : machine.connectionsAbove(0)) {
      fixWeights(visible, c.weights(fixed), machine.layer(c.to()).biasOffset(), fixed);
    }
    return fixed;
  }

  private void fixCouplings(Layer visible, Matrix couplings, double[] biases) {
    for (int i = 0; i < visible.sites(); i++) {
      for (int j = i + 1; j < visible.sites(); j++) {
        int row = visible.siteColumn(i);
        int column = visible.siteColumn(j);
        double[][] block = new double[visible.siteColumn(i + 1) - row][];
        for (int a = 0; a < block.length; a++) {
          block[a] =
              doubles(
                  couplings.values(),
                  couplings.offset(row + a) + column,
                  visible.siteColumn(j + 1) - column);
        }
        fixBlock(block, row, column, couplings, biases);
      }
    }
  }

  /** Fixes the couplings of two sites, in both halves of the symmetric matrix. */
  private void fixBlock(double[][] block, int row, int column, Matrix couplings, double[] biases) {
    double[] overColumns = new double[block.length];
    double[] overRows = new double[block[0].length];
    for (int a = 0; a < block.length; a++) {
      overColumns[a] = mean(block[a], 0, block[a].length);
    }
    double[] states = new double[block.length];
    for (int b = 0; b < overRows.length; b++) {
      for (int a = 0; a < states.length; a++) {
        states[a] = block[a][b];
      }
      overRows[b] = mean(states, 0, states.length);
    }
    double all = mean(overColumns, 0, overColumns.length);
    for (int a = 0; a < block.length; a++) {
      biases[row + a] += overColumns[a] - all;
      for (int b = 0; b < overRows.length; b++) {
        float fixed = (float) (block[a][b] - overColumns[a] - overRows[b] + all);
        couplings.set(row + a, column + b, fixed);
        couplings.set(column + b, row + a, fixed);
      }
    }
    for (int b = 0; b < overRows.length; b++) {
      biases[column + b] += overRows[b] - all;
    }
  }

  private void fixWeights(Layer visible, Matrix weights, int biasOffset, float[] parameters) {
    double[] moved = new double[weights.columns()];
    for (int site = 0; site < visible.sites(); site++) {
      int first = visible.siteColumn(site);
      double[] states = new double[visible.siteColumn(site + 1) - first];
      for (int m = 0; m < moved.length; m++) {
        for (int a = 0; a < states.length; a++) {
          states[a] = weights.get(first + a, m);
        }
        double mean = mean(states, 0, states.length);
        moved[m] += mean;
        for (int a = 0; a < states.length; a++) {
          weights.set(first + a, m, (float) (states[a] - mean));
        }
      }
    }
    for (int m = 0; m < moved.length; m++) {
      parameters[biasOffset + m] = (float) (parameters[biasOffset + m] + moved[m]);
    }
  }

  /** The mean that this gauge makes 0. */
  private double mean(double[] values, int from, int to) {
    if (this == LATTICE_GAS) {
      return values[from];
    }
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += values[i];
    }
    return sum / (to - from);
  }

  private static double[] doubles(float[] values, int offset, int count) {
    double[] copy = new double[count];
    for (int i = 0; i < count; i++) {
      copy[i] = values[offset + i];
    }
    return copy;
  }
}
