package io.boltzspark.evaluation;

import io.boltzspark.math.Matrix;
import io.boltzspark.math.RandomStream;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.sampling.ChainStates;
import io.boltzspark.sampling.GibbsSampler;

/**
 * How far one sampled step up and down leads away from the data, as the published energy-model
 * experiments measure it (without hidden units, one draw of each visible unit given the others, in
 * their order): per row the mean over units of {@code (r - x)^2}, divided by the variance of all
 * entries of the batch of 100 rows (with n - 1); then the root of the mean over rows. 0 is perfect;
 * a constant guess of the overall mean gives about 1. A batch whose entries are all equal has no
 * scale to measure errors by, and is left out. Of a deep machine the even hidden layers, which the
 * step up needs, are drawn from their biases alone.
 */
public final class ReconstructionError {
  private static final int BATCH = 100;

  private ReconstructionError() {}

  /** Of rows that count alike. */
  public static double of(
      BoltzmannMachine machine, float[] parameters, Matrix rows, RandomStream random) {
    return of(machine, parameters, rows, null, random);
  }

  /**
   * The error of rows.
   *
   * @param rows visible states, samples x units; at least one row
   * @param weights of the rows in the mean over them; null: every row counts alike
   * @return the error; NaN if the entries of each batch are all equal, or its rows weigh 0
   */
  public static double of(
      BoltzmannMachine machine,
      float[] parameters,
      Matrix rows,
      double[] weights,
      RandomStream random) {
    double[] squares = squares(machine, parameters, rows, random);
    double sum = 0;
    double counted = 0;
    for (int r = 0; r < squares.length; r++) {
      if (!Double.isNaN(squares[r])) {
        double weight = weights == null ? 1 : weights[r];
        sum += weight * squares[r];
        counted += weight;
      }
    }
    return counted == 0 ? Double.NaN : Math.sqrt(sum / counted);
  }

  /**
   * The square of the error of each row; NaN in a batch that is left out.
   *
   * @param rows visible states, samples x units
   */
  static double[] squares(
      BoltzmannMachine machine, float[] parameters, Matrix rows, RandomStream random) {
    double[] squares = new double[rows.rows()];
    for (int from = 0; from < rows.rows(); from += BATCH) {
      int to = Math.min(rows.rows(), from + BATCH);
      Matrix batch = rows.rows(from, to);
      Matrix again = reconstruct(machine, parameters, batch, random);
      double scale = isConstant(batch) ? Double.NaN : variance(batch) * rows.columns();
      for (int r = 0; r < batch.rows(); r++) {
        squares[from + r] = squaredError(batch, again, r) / scale;
      }
    }
    return squares;
  }

  /** Not by the variance, which rounding would leave just above 0. */
  private static boolean isConstant(Matrix batch) {
    float first = batch.get(0, 0);
    for (float value : batch.toArray()) {
      if (value != first) {
        return false;
      }
    }
    return true;
  }

  private static Matrix reconstruct(
      BoltzmannMachine machine, float[] parameters, Matrix batch, RandomStream random) {
    Matrix visible = Matrix.zeros(batch.rows(), batch.columns());
    visible.setFrom(batch);
    ChainStates chains = ChainStates.withVisible(machine, visible);
    for (int l = 2; l < machine.layers().size(); l += 2) {
      machine.layer(l).sampleInPlace(chains.layer(l), parameters, random);
    }
    GibbsSampler sampler = new GibbsSampler(machine);
    sampler.sampleLast(chains, parameters, random);
    sampler.sampleFirst(chains, parameters, random);
    return visible;
  }

  private static double squaredError(Matrix a, Matrix b, int row) {
    double sum = 0;
    for (int i = 0; i < a.columns(); i++) {
      double difference = a.get(row, i) - b.get(row, i);
      sum += difference * difference;
    }
    return sum;
  }

  private static double variance(Matrix m) {
    double n = (double) m.rows() * m.columns();
    double mean = 0;
    for (float v : m.toArray()) {
      mean += v / n;
    }
    double sum = 0;
    for (float v : m.toArray()) {
      sum += (v - mean) * (v - mean);
    }
    return sum / Math.max(1, n - 1);
  }
}
