package io.boltzspark.evaluation;

import io.boltzspark.math.Matrix;
import io.boltzspark.math.RandomStream;
import io.boltzspark.math.RowKernels;
import io.boltzspark.model.BoltzmannMachine;

/**
 * The pseudo-log-likelihood (Besag 1975), {@code sum over i of log P(v_i | all other v)}, estimated
 * from one unit a row (Marlin et al. 2010, section 3.5): n times {@code log P(v_i | rest)} for a
 * unit i drawn uniformly. For binary visible units {@code log P(v_i | rest) = log sigmoid(F(v with
 * unit i flipped) - F(v))}, F the free energy.
 */
public final class PseudoLikelihood {
  private PseudoLikelihood() {}

  /**
   * The one-unit estimate, in nats a row.
   *
   * @param rows binary visible states of a restricted machine, samples x units; at least one row
   */
  public static double stochastic(
      BoltzmannMachine machine, float[] parameters, Matrix rows, RandomStream random) {
    Matrix flipped = Matrix.zeros(rows.rows(), rows.columns());
    flipped.setFrom(rows);
    for (int r = 0; r < rows.rows(); r++) {
      int unit = random.nextInt(rows.columns());
      flipped.set(r, unit, 1 - rows.get(r, unit));
    }
    double[] here = machine.freeEnergy(rows, parameters);
    double[] there = machine.freeEnergy(flipped, parameters);
    double sum = 0;
    for (int r = 0; r < rows.rows(); r++) {
      sum -= RowKernels.softplus(here[r] - there[r]);
    }
    return rows.columns() * sum / rows.rows();
  }
}
