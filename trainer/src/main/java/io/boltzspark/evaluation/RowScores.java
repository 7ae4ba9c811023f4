package io.boltzspark.evaluation;

import io.boltzspark.evaluation.partition.LogLikelihood;
import io.boltzspark.math.Matrix;
import io.boltzspark.math.RandomStream;
import io.boltzspark.model.BoltzmannMachine;
import java.util.Arrays;

/** The row scores that need only the machine. */
public enum RowScores implements RowScore {
  /** {@link LogLikelihood#unnormalised}; of the values alone for rows without a label. */
  UNNORMALISED_LOG_LIKELIHOOD {
    @Override
    public double[] of(
        BoltzmannMachine machine, float[] parameters, Matrix rows, RandomStream random) {
      double[] logs = new LogLikelihood(machine, parameters).unnormalised(rows);
      RowFreeEnergy.ofUnlabelled(machine, parameters, rows).forEach((r, f) -> logs[r] = -f);
      return logs;
    }
  },
  /**
   * {@link BoltzmannMachine#freeEnergy}, of machines with one hidden layer; of the values alone for
   * rows without a label.
   */
  FREE_ENERGY {
    @Override
    public double[] of(
        BoltzmannMachine machine, float[] parameters, Matrix rows, RandomStream random) {
      double[] energies = machine.freeEnergy(rows, parameters);
      RowFreeEnergy.ofUnlabelled(machine, parameters, rows).forEach((r, f) -> energies[r] = f);
      return energies;
    }
  },
  /** {@link PseudoLikelihood#stochasticTerms}. */
  PSEUDO_LOG_LIKELIHOOD {
    @Override
    public double[] of(
        BoltzmannMachine machine, float[] parameters, Matrix rows, RandomStream random) {
      return PseudoLikelihood.stochasticTerms(machine, parameters, rows, random);
    }
  },
  /** {@link PseudoLikelihood#exact}. */
  EXACT_PSEUDO_LOG_LIKELIHOOD {
    @Override
    public double[] of(
        BoltzmannMachine machine, float[] parameters, Matrix rows, RandomStream random) {
      return PseudoLikelihood.exact(machine, parameters, rows);
    }
  },
  /**
   * The square of the {@link ReconstructionError} of each row; where one has none, the block's
   * mean.
   */
  SQUARED_RECONSTRUCTION_ERROR {
    @Override
    public double[] of(
        BoltzmannMachine machine, float[] parameters, Matrix rows, RandomStream random) {
      double[] scores = ReconstructionError.squares(machine, parameters, rows, random);
      double mean =
          Arrays.stream(scores).filter(x -> !Double.isNaN(x)).average().orElse(Double.NaN);
      Arrays.setAll(scores, r -> Double.isNaN(scores[r]) ? mean : scores[r]);
      return scores;
    }
  }
}
