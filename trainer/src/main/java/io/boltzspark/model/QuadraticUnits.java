package io.boltzspark.model;

import io.boltzspark.math.Matrix;
import io.boltzspark.math.RowKernels;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Real units with a location a and a scale sigma: energy {@code (s - a)^2 / (2 sigma^2)}, {@code
 * phi(s) = s / sigma^2}, so that given an input x they are distributed as a Gaussian with mean
 * {@code a + x} and variance {@code sigma^2} is on the range of s (Cho, Ilin and Raiko 2011). The
 * parameters are a, in place of the biases, and log sigma.
 */
abstract class QuadraticUnits extends RowwiseUnits implements EnergyUnits {

  /**
   * Lower bound of sigma. Standardised data have deviation 1, so a unit at the floor is explained
   * up to 0.25 % of its variance; without a floor the likelihood of data on a grid (grey values
   * have 256 levels, about 0.01 deviations apart) grows without bound as sigma falls below the
   * spacing, and so do the inputs of neighbouring layers, which are divided by sigma^2. A unit at
   * the floor has a density at most {@code log 20 = 3.0} nats above that of one with deviation 1.
   * Units whose state is the same in all rows would all end there; they keep the sigma that they
   * start with (see {@link #heldWhere}).
   */
  static final double SIGMA_FLOOR = 0.05;

  private final int first;
  private final int sigmaOffset;
  private final ThreadLocal<Matrix> interactions = new ThreadLocal<>();

  /**
   * @param first the group's first column in its layer
   * @param sigmaOffset index of the group's first log sigma in the machine's parameters
   */
  QuadraticUnits(UnitSpec spec, int first, int biasOffset, int sigmaOffset) {
    super(spec, biasOffset);
    this.first = first;
    this.sigmaOffset = sigmaOffset;
  }

  final double location(float[] parameters, int unit) {
    return parameters[biasOffset() + unit];
  }

  final double logSigma(float[] parameters, int unit) {
    return parameters[sigmaOffset + unit];
  }

  /** 1 / sigma^2 in double precision. */
  final double precision(float[] parameters, int unit) {
    return StrictMath.exp(-2 * logSigma(parameters, unit));
  }

  @Override
  final Scratch begin(float[] parameters) {
    Scratch s = super.begin(parameters);
    for (int i = 0; i < size(); i++) {
      double sigma = StrictMath.exp(parameters[sigmaOffset + i]);
      s.sigma[i] = (float) sigma;
      s.precision[i] = (float) (1 / (sigma * sigma));
    }
    return s;
  }

  @Override
  public final Matrix interaction(Matrix states, float[] parameters) {
    Scratch s = begin(parameters);
    if (isOne(s.precision)) {
      return states;
    }
    Matrix phi = held(states.rows());
    for (int row = 0; row < states.rows(); row++) {
      s.read(states, row, size());
      RowKernels.multiplyInPlace(s.row, s.precision, size());
      Scratch.write(s.row, phi, row, size());
    }
    return phi;
  }

  private static boolean isOne(float[] precision) {
    for (float p : precision) {
      if (p != 1) {
        return false;
      }
    }
    return true;
  }

  private Matrix held(int rows) {
    Matrix held = interactions.get();
    if (held == null || held.rows() < rows) {
      held = Matrix.zeros(rows, size());
      interactions.set(held);
    }
    return held.rows(0, rows);
  }

  @Override
  public final double energy(Matrix states, int row, float[] parameters) {
    double sum = 0;
    for (int i = 0; i < size(); i++) {
      double distance = states.get(row, i) - location(parameters, i);
      sum += distance * distance * precision(parameters, i);
    }
    return sum / 2;
  }

  // -dE/da = (s - a) / sigma^2, -dE/d log sigma = (s - a)^2 / sigma^2
  @Override
  public final void addStatistics(
      Matrix states, float scale, float[] parameters, float[] gradient) {
    Scratch s = begin(parameters);
    float[] sums = s.noise;
    float[] squares = s.sample;
    Arrays.fill(sums, 0f);
    Arrays.fill(squares, 0f);
    RowKernels.scaleInPlace(s.bias, -1f, 0, size());
    for (int row = 0; row < states.rows(); row++) {
      s.read(states, row, size());
      RowKernels.addInPlace(s.row, s.bias, 0, size());
      RowKernels.addInPlace(sums, s.row, 0, size());
      RowKernels.addProductInPlace(squares, s.row, s.row, size());
    }
    for (int i = 0; i < size(); i++) {
      float factor = scale * s.precision[i];
      if (spec().learnsMean()) {
        gradient[biasOffset() + i] += factor * sums[i];
      }
      if (spec().learnsVariance()) {
        gradient[sigmaOffset + i] += factor * squares[i];
      }
    }
  }

  // d phi / d log sigma = -2 phi, so that the sum over rows of phi_i W_ij phi'_j is -2 W_ij G_ij.
  @Override
  public final void addConnectionStatistics(
      Connection connection, boolean lower, float[] parameters, float[] gradient) {
    if (!spec().learnsVariance()) {
      return;
    }
    Matrix weights = mine(connection.weights(parameters), lower);
    Matrix statistics = mine(connection.weights(gradient), lower);
    int columns = weights.columns();
    float[] w = new float[columns];
    float[] g = new float[columns];
    float[] sums = new float[columns];
    for (int row = 0; row < weights.rows(); row++) {
      System.arraycopy(weights.values(), weights.offset(row), w, 0, columns);
      System.arraycopy(statistics.values(), statistics.offset(row), g, 0, columns);
      RowKernels.addProductInPlace(sums, w, g, columns);
      if (lower) {
        gradient[sigmaOffset + row] -= (float) (2 * RowKernels.sum(sums, columns));
        Arrays.fill(sums, 0f);
      }
    }
    for (int i = 0; !lower && i < size(); i++) {
      gradient[sigmaOffset + i] -= 2 * sums[i];
    }
  }

  private Matrix mine(Matrix all, boolean lower) {
    return lower ? all.rows(first, first + size()) : all.columns(first, first + size());
  }

  final void setLocation(float[] parameters, int unit, double location) {
    parameters[biasOffset() + unit] = (float) location;
  }

  final void setSigma(float[] parameters, int unit, double sigma) {
    parameters[sigmaOffset + unit] = (float) StrictMath.log(Math.max(SIGMA_FLOOR, sigma));
  }

  // E(s) and phi(s) are divided by sigma^2.
  @Override
  public final void temperInPlace(float[] parameters, float beta) {
    float shift = (float) (-StrictMath.log(beta) / 2);
    for (int i = 0; i < size(); i++) {
      parameters[sigmaOffset + i] += shift;
    }
  }

  @Override
  public final float interactionFactor(float beta) {
    return beta;
  }

  /** Sigma, which would fall to its lower bound: the density at the mean is 1 / sigma. */
  @Override
  public IntStream heldWhere(boolean[] constant) {
    return IntStream.range(0, size()).filter(i -> constant[i]).map(i -> sigmaOffset + i);
  }

  @Override
  public final void constrainInPlace(float[] parameters) {
    float floor = (float) StrictMath.log(SIGMA_FLOOR);
    for (int i = 0; i < size(); i++) {
      parameters[sigmaOffset + i] = Math.max(floor, parameters[sigmaOffset + i]);
    }
  }
}
