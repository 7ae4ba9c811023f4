package io.boltzspark.model;

import java.util.Arrays;

/**
 * The parameters of a machine for data that is standardised in another way. With offsets and scales
 * o, c before and o', c' after, a state s of a visible unit becomes the state t with
 *
 * <pre>s = r t + d,    r = c' / c,    d = (o' - o) / c</pre>
 *
 * and the density of t is that of the same kind of unit with
 *
 * <pre>a' = (a - d) / r,    sigma' = sigma / r,    W' = W / r,
 * b' = b + W&#7488; (d / sigma^2) for the units above,</pre>
 *
 * since {@code (s - a)^2 / sigma^2 = (t - a')^2 / sigma'^2} and {@code s / sigma^2 W = t / sigma'^2
 * W' + d / sigma^2 W}, whose last part is a constant input. Couplings J between visible units have
 * such an input at both ends (r is 1 and d is 0 for units that are not real):
 *
 * <pre>J'_ij = J_ij / (r_i r_j),    a'_i also gains 1 / r_i sum over j of J_ij d_j / sigma_j^2
 * </pre>
 *
 * <p>So the machine remains the same distribution of the data's values, to single precision.
 */
public final class Restandardisation {
  private Restandardisation() {}

  /** Whether parameters of visible units of this type can be converted. */
  public static boolean isPossible(UnitType type) {
    return type.hasVariance();
  }

  /**
   * Converts parameters. Means and variances that are not learnt are converted too, since what they
   * mean is a distribution of data; a sigma below its lower bound becomes that bound.
   *
   * @param parameters in the machine's layout; only read
   * @param before how values became the visible states of these parameters
   * @param after how values become visible states from now on; the same as before for units whose
   *     type {@link #isPossible} excludes
   * @return parameters, new ones
   */
  public static float[] parameters(
      BoltzmannMachine machine, float[] parameters, Standardisation before, Standardisation after) {
    float[] converted = parameters.clone();
    if (before.isSame(after)) {
      return converted;
    }
    double[] shift = new double[machine.visible().size()]; // d / sigma^2
    double[] factor = new double[shift.length]; // 1 / r
    Arrays.fill(factor, 1);
    for (int g = 0; g < machine.visible().groups().size(); g++) {
      if (machine.visible().groups().get(g) instanceof QuadraticUnits units) {
        int first = machine.visible().firstColumn(g);
        convertInPlace(machine, units, first, before, after, shift, factor, converted);
      }
    }
    if (machine.couplings(0) != null) {
      int bias = machine.visible().biasOffset();
      convertCouplingsInPlace(machine.couplings(0), shift, factor, bias, converted);
    }
    return converted;
  }

  private static void convertInPlace(
      BoltzmannMachine machine,
      QuadraticUnits units,
      int first,
      Standardisation before,
      Standardisation after,
      double[] shift,
      double[] factor,
      float[] parameters) {
    for (int i = 0; i < units.size(); i++) {
      int column = first + i;
      double scale = before.scale()[column];
      double d = ((double) after.offset()[column] - before.offset()[column]) / scale;
      factor[column] = scale / after.scale()[column];
      shift[column] = d * units.precision(parameters, i);
      if (d != 0 || factor[column] != 1) {
        double sigma = StrictMath.exp(units.logSigma(parameters, i));
        units.setLocation(parameters, i, factor[column] * (units.location(parameters, i) - d));
        units.setSigma(parameters, i, factor[column] * sigma);
      }
    }
    for (Connection above : machine.connectionsAbove(0)) {
      int bias = machine.layer(above.to()).biasOffset();
      convertInPlace(above, first, first + units.size(), shift, factor, bias, parameters);
    }
  }

  /** The couplings of visible units, and their locations or biases, converted already. */
  private static void convertCouplingsInPlace(
      Connection couplings, double[] shift, double[] factor, int bias, float[] parameters) {
    for (int i = 0; i < couplings.rows(); i++) {
      double input = 0;
      for (int j = 0; j < couplings.columns(); j++) {
        int coupling = couplings.offset() + i * couplings.columns() + j;
        input += shift[j] * parameters[coupling];
        parameters[coupling] = (float) (factor[i] * factor[j] * parameters[coupling]);
      }
      parameters[bias + i] = (float) (parameters[bias + i] + factor[i] * input);
    }
  }

  /** The weights of some visible units, and the biases at the other end of them. */
  private static void convertInPlace(
      Connection connection,
      int from,
      int to,
      double[] shift,
      double[] factor,
      int bias,
      float[] parameters) {
    for (int j = 0; j < connection.columns(); j++) {
      double input = 0;
      for (int i = from; i < to; i++) {
        int weight = connection.offset() + i * connection.columns() + j;
        input += shift[i] * parameters[weight];
        parameters[weight] = (float) (factor[i] * parameters[weight]);
      }
      parameters[bias + j] = (float) (parameters[bias + j] + input);
    }
  }
}
