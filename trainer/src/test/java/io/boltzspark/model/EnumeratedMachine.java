package io.boltzspark.model;

import io.boltzspark.math.Matrix;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A machine of a few binary units, by brute force: all its joint states, one by one, in double
 * precision and from the formula of the energy alone. The oracle for everything that the real one
 * computes otherwise.
 *
 * <p>State number n has as its units' values the bits of n, unit 0 of layer 0 in the lowest one, so
 * that a layer's own number is a run of bits of n.
 */
public final class EnumeratedMachine {
  private final int[] sizes;
  private final double[] parameters;
  private final double[] probabilities;
  private final double logPartition;

  /**
   * @param parameters weights of each connection, row-major with the lower layer as rows, then the
   *     biases of each layer
   */
  public EnumeratedMachine(List<Integer> sizes, double[] parameters) {
    this.sizes = sizes.stream().mapToInt(s -> s).toArray();
    this.parameters = parameters.clone();
    this.probabilities = new double[1 << sizes.stream().mapToInt(s -> s).sum()];
    double sum = 0;
    for (int n = 0; n < probabilities.length; n++) {
      probabilities[n] = Math.exp(-energy(n));
      sum += probabilities[n];
    }
    for (int n = 0; n < probabilities.length; n++) {
      probabilities[n] /= sum;
    }
    this.logPartition = Math.log(sum);
  }

  public EnumeratedMachine(List<Integer> sizes, float[] parameters) {
    this(sizes, toDoubles(parameters));
  }

  /** Normal parameters, in single precision so that both kinds of machine hold the same ones. */
  public static float[] randomParameters(List<Integer> sizes, double deviation, long seed) {
    int count = sizes.stream().mapToInt(s -> s).sum();
    for (int l = 0; l + 1 < sizes.size(); l++) {
      count += sizes.get(l) * sizes.get(l + 1);
    }
    SplittableRandom random = new SplittableRandom(seed);
    float[] parameters = new float[count];
    for (int i = 0; i < count; i++) {
      parameters[i] = (float) (deviation * random.nextGaussian());
    }
    return parameters;
  }

  public static double[] toDoubles(float[] values) {
    double[] doubles = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      doubles[i] = values[i];
    }
    return doubles;
  }

  /** Number of joint states. */
  public int states() {
    return probabilities.length;
  }

  /** Number of states of one layer. */
  public int states(int layer) {
    return 1 << sizes[layer];
  }

  /** A layer's state number within a joint state. */
  public int layerState(int n, int layer) {
    int shift = 0;
    for (int l = 0; l < layer; l++) {
      shift += sizes[l];
    }
    return n >> shift & (states(layer) - 1);
  }

  /** 0 or 1: the value of a unit in a joint state. */
  public int unit(int n, int layer, int unit) {
    return layerState(n, layer) >> unit & 1;
  }

  public double energy(int n) {
    double energy = 0;
    for (int l = 0; l < sizes.length; l++) {
      for (int i = 0; i < sizes[l]; i++) {
        energy -= parameters[bias(l, i)] * unit(n, l, i);
        if (l + 1 < sizes.length) {
          for (int j = 0; j < sizes[l + 1]; j++) {
            energy -= parameters[weight(l, i, j)] * unit(n, l, i) * unit(n, l + 1, j);
          }
        }
      }
    }
    return energy;
  }

  /** The place of the weight between unit i of a layer and unit j of the next. */
  public int weight(int lower, int i, int j) {
    return firstWeight(lower) + i * sizes[lower + 1] + j;
  }

  private int firstWeight(int lower) {
    int offset = 0;
    for (int l = 0; l < lower; l++) {
      offset += sizes[l] * sizes[l + 1];
    }
    return offset;
  }

  /** The place of a bias. */
  public int bias(int layer, int unit) {
    int offset = firstWeight(sizes.length - 1);
    for (int l = 0; l < layer; l++) {
      offset += sizes[l];
    }
    return offset + unit;
  }

  /** Probabilities of all joint states. */
  public double[] joint() {
    return probabilities.clone();
  }

  public double logPartition() {
    return logPartition;
  }

  /** Probabilities of one layer's states. */
  public double[] marginal(int layer) {
    double[] marginal = new double[states(layer)];
    for (int n = 0; n < states(); n++) {
      marginal[layerState(n, layer)] += probabilities[n];
    }
    return marginal;
  }

  /** {@code P(unit = 1 | the layers next to it, and all others, as in state n)}. */
  public double conditional(int n, int layer, int unit) {
    double sum = 0;
    double ones = 0;
    for (int m = 0; m < states(); m++) {
      if (sameInOtherLayers(m, n, layer)) {
        sum += probabilities[m];
        ones += probabilities[m] * unit(m, layer, unit);
      }
    }
    return ones / sum;
  }

  private boolean sameInOtherLayers(int m, int n, int layer) {
    for (int l = 0; l < sizes.length; l++) {
      if (l != layer && layerState(m, l) != layerState(n, l)) {
        return false;
      }
    }
    return true;
  }

  /** For each parameter, minus the derivative of a state's energy. */
  public double[] statistics(int n) {
    double[] statistics = new double[parameters.length];
    for (int l = 0; l < sizes.length; l++) {
      for (int i = 0; i < sizes[l]; i++) {
        statistics[bias(l, i)] = unit(n, l, i);
        for (int j = 0; l + 1 < sizes.length && j < sizes[l + 1]; j++) {
          statistics[weight(l, i, j)] = unit(n, l, i) * unit(n, l + 1, j);
        }
      }
    }
    return statistics;
  }

  /** The expectation of {@link #statistics} under weights of joint states. */
  public double[] expectedStatistics(double[] weights) {
    double[] expected = new double[parameters.length];
    for (int n = 0; n < states(); n++) {
      double[] one = statistics(n);
      for (int p = 0; p < expected.length; p++) {
        expected[p] += weights[n] * one[p];
      }
    }
    return expected;
  }

  /** Joint probabilities when the visible layer has the given ones and the rest follows it. */
  public double[] clamped(double[] visible) {
    double[] marginal = marginal(0);
    double[] joint = joint();
    for (int n = 0; n < joint.length; n++) {
      int v = layerState(n, 0);
      joint[n] *= visible[v] / marginal[v];
    }
    return joint;
  }

  /** {@code sum over v of visible(v) log P(v)}. */
  public double logLikelihood(double[] visible) {
    double[] marginal = marginal(0);
    double sum = 0;
    for (int v = 0; v < marginal.length; v++) {
      sum += visible[v] * Math.log(marginal[v]);
    }
    return sum;
  }

  /** A draw from cell probabilities, by the inverse of their sum. */
  public static int draw(double[] probabilities, SplittableRandom random) {
    double u = random.nextDouble();
    int n = 0;
    while (n < probabilities.length - 1 && u >= probabilities[n]) {
      u -= probabilities[n++];
    }
    return n;
  }

  /** All joint states as matrices, one a layer, row n for state n. */
  public List<Matrix> allStates() {
    List<Matrix> layers = new ArrayList<>();
    for (int l = 0; l < sizes.length; l++) {
      layers.add(Matrix.zeros(states(), sizes[l]));
    }
    for (int n = 0; n < states(); n++) {
      putState(n, layers, n);
    }
    return layers;
  }

  /** Writes state n into one row of each layer's matrix. */
  public void putState(int n, List<Matrix> layers, int row) {
    for (int l = 0; l < sizes.length; l++) {
      for (int i = 0; i < sizes[l]; i++) {
        layers.get(l).set(row, i, unit(n, l, i));
      }
    }
  }

  /** The number of the state in one row of each layer's matrix, whose elements are 0 or 1. */
  public int stateOf(List<Matrix> layers, int row) {
    int n = 0;
    int shift = 0;
    for (int l = 0; l < sizes.length; l++) {
      for (int i = 0; i < sizes[l]; i++) {
        float value = layers.get(l).get(row, i);
        if (value != 0 && value != 1) {
          throw new AssertionError("unit " + i + " of layer " + l + " is " + value);
        }
        n |= (int) value << shift++;
      }
    }
    return n;
  }
}
