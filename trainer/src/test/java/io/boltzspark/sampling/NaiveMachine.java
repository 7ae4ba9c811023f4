package io.boltzspark.sampling;

import io.boltzspark.math.Matrix;
import io.boltzspark.math.RandomStream;
import java.util.List;

/**
 * A machine of Bernoulli units of any depth in double precision, by loops over units: what the
 * products and kernels of the real one are compared with. States are indexed [layer][row][unit].
 * Draws take their random numbers from a stream in the order that the real machine documents: row
 * by row, one number a unit.
 */
public final class NaiveMachine {
  private final int[] sizes;
  private final double[][][] weights; // connection, lower unit, upper unit
  private final double[][] biases; // layer, unit

  /**
   * @param parameters weights of each connection, row-major with the lower layer as rows, then the
   *     biases of each layer
   */
  public NaiveMachine(List<Integer> shape, float[] parameters) {
    sizes = shape.stream().mapToInt(s -> s).toArray();
    weights = new double[sizes.length - 1][][];
    biases = new double[sizes.length][];
    int at = 0;
    for (int c = 0; c < weights.length; c++) {
      weights[c] = new double[sizes[c]][sizes[c + 1]];
      for (double[] row : weights[c]) {
        for (int j = 0; j < row.length; j++) {
          row[j] = parameters[at++];
        }
      }
    }
    for (int l = 0; l < sizes.length; l++) {
      biases[l] = new double[sizes[l]];
      for (int i = 0; i < sizes[l]; i++) {
        biases[l][i] = parameters[at++];
      }
    }
  }

  /** States zero. */
  public double[][][] zeros(int rows) {
    double[][][] states = new double[sizes.length][rows][];
    for (int l = 0; l < sizes.length; l++) {
      for (int r = 0; r < rows; r++) {
        states[l][r] = new double[sizes[l]];
      }
    }
    return states;
  }

  /** The elements of a matrix, row by row. */
  public static double[][] copy(Matrix matrix) {
    double[][] rows = new double[matrix.rows()][matrix.columns()];
    for (int r = 0; r < rows.length; r++) {
      for (int i = 0; i < matrix.columns(); i++) {
        rows[r][i] = matrix.get(r, i);
      }
    }
    return rows;
  }

  /** What a unit receives from both sides, bias included; that from below counts so many times. */
  private double input(double[][][] states, int row, int l, int i, double timesBelow) {
    double input = biases[l][i];
    for (int j = 0; l > 0 && j < sizes[l - 1]; j++) {
      input += timesBelow * weights[l - 1][j][i] * states[l - 1][row][j];
    }
    for (int j = 0; timesBelow == 1 && l + 1 < sizes.length && j < sizes[l + 1]; j++) {
      input += weights[l][i][j] * states[l + 1][row][j];
    }
    return input;
  }

  /** {@code P(unit = 1 | the layers next to it)}, [row][unit]. */
  public double[][] means(int l, double[][][] states) {
    return means(l, states, 1);
  }

  private double[][] means(int l, double[][][] states, double timesBelow) {
    double[][] means = new double[states[l].length][sizes[l]];
    for (int r = 0; r < means.length; r++) {
      for (int i = 0; i < sizes[l]; i++) {
        means[r][i] = sigmoid(input(states, r, l, i, timesBelow));
      }
    }
    return means;
  }

  public static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  /**
   * Draws with given probabilities.
   *
   * @throws AssertionError when a random number is so near to its probability that a rounding of
   *     the real machine could decide the draw: then the test needs another seed
   */
  public double[][] draw(double[][] means, RandomStream random) {
    double[][] drawn = new double[means.length][];
    double margin = meanError();
    for (int r = 0; r < means.length; r++) {
      float[] uniform = new float[means[r].length];
      random.nextUniforms(uniform, uniform.length);
      drawn[r] = new double[uniform.length];
      for (int i = 0; i < uniform.length; i++) {
        if (Math.abs(uniform[i] - means[r][i]) < margin) {
          throw new AssertionError("a draw within rounding: take another seed");
        }
        drawn[r][i] = uniform[i] < means[r][i] ? 1 : 0;
      }
    }
    return drawn;
  }

  /** Draws layers first, first + 2, ... given the others. */
  public void sampleEverySecond(int first, double[][][] states, RandomStream random) {
    for (int l = first; l < sizes.length; l += 2) {
      states[l] = draw(means(l, states), random);
    }
  }

  /** Even layers, then odd ones, so many times. */
  public void sweep(double[][][] states, int sweeps, RandomStream random) {
    for (int i = 0; i < sweeps; i++) {
      sampleEverySecond(0, states, random);
      sampleEverySecond(1, states, random);
    }
  }

  /**
   * The mean field of Salakhutdinov and Hinton (2009): a pass upwards with the input from below
   * doubled but for the top layer, then so many updates of odd and even hidden layers.
   */
  public void meanField(double[][][] states, int updates) {
    int top = sizes.length - 1;
    for (int l = 1; l <= top; l++) {
      states[l] = means(l, states, l < top ? 2 : 1);
    }
    for (int u = 0; u < updates; u++) {
      for (int l = 1; l <= top; l += 2) {
        states[l] = means(l, states);
      }
      for (int l = 2; l <= top; l += 2) {
        states[l] = means(l, states);
      }
    }
  }

  /** The sum over rows of minus the energy's derivative by each parameter. */
  public double[] statistics(double[][][] states) {
    int size = 0;
    for (int l = 0; l < sizes.length; l++) {
      size += sizes[l] * (1 + (l + 1 < sizes.length ? sizes[l + 1] : 0));
    }
    double[] sums = new double[size];
    int at = 0;
    for (int c = 0; c + 1 < sizes.length; c++) {
      for (int i = 0; i < sizes[c]; i++) {
        for (int j = 0; j < sizes[c + 1]; j++, at++) {
          for (int r = 0; r < states[c].length; r++) {
            sums[at] += states[c][r][i] * states[c + 1][r][j];
          }
        }
      }
    }
    for (int l = 0; l < sizes.length; l++) {
      for (int i = 0; i < sizes[l]; i++, at++) {
        for (int r = 0; r < states[l].length; r++) {
          sums[at] += states[l][r][i];
        }
      }
    }
    return sums;
  }

  /** The largest sum of absolute weights and bias that a unit can receive. */
  public double largestInput() {
    double largest = 0;
    for (int l = 0; l < sizes.length; l++) {
      for (int i = 0; i < sizes[l]; i++) {
        largest = Math.max(largest, absoluteWeights(l, i) + Math.abs(biases[l][i]));
      }
    }
    return largest;
  }

  private double absoluteWeights(int l, int i) {
    double sum = 0;
    for (int j = 0; l > 0 && j < sizes[l - 1]; j++) {
      sum += Math.abs(weights[l - 1][j][i]);
    }
    for (int j = 0; l + 1 < sizes.length && j < sizes[l + 1]; j++) {
      sum += Math.abs(weights[l][i][j]);
    }
    return sum;
  }

  /**
   * By how much a mean of the real machine may differ. From exact states: the sigmoid's 2e-7, and a
   * quarter (its steepest slope) of the roundings of an input that is a sum of up to n terms. In a
   * deep machine the inputs themselves are means: an update multiplies their errors by at most the
   * contraction, a quarter of the largest sum of a unit's absolute weights, so all updates together
   * by a geometric series.
   */
  public double meanError() {
    int terms = 1;
    double contraction = 0;
    for (int l = 0; l < sizes.length; l++) {
      int below = l > 0 ? sizes[l - 1] : 0;
      int above = l + 1 < sizes.length ? sizes[l + 1] : 0;
      terms = Math.max(terms, below + above + 1);
      for (int i = 0; l > 0 && i < sizes[l]; i++) {
        contraction = Math.max(contraction, absoluteWeights(l, i) / 4);
      }
    }
    double once = 2e-7 + terms * 0x1p-24 * 2 * largestInput() / 4; // twice: the first pass doubles
    if (sizes.length == 2) {
      return once;
    }
    if (contraction > 0.9) {
      throw new AssertionError("weights too large for a bound on errors: " + contraction);
    }
    return once / (1 - contraction);
  }
}
