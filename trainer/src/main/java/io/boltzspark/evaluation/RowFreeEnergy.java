package io.boltzspark.evaluation;

import io.boltzspark.evaluation.partition.LogLikelihood;
import io.boltzspark.evaluation.partition.LogSum;
import io.boltzspark.math.Matrix;
import io.boltzspark.math.RandomStream;
import io.boltzspark.model.BoltzmannMachine;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * The free energy of a row, {@code F(x) = -log P(x) - log Z}, which ranks rows as the likelihood
 * does, without the partition function. With more than one hidden layer it is the upper bound that
 * follows from the lower bound of {@link LogLikelihood}.
 *
 * <p>For a machine with labels it is the free energy of the values alone, regardless of the row's
 * label:
 *
 * <pre>F(x) = -log sum over y of exp(-F(x, y))</pre>
 */
public final class RowFreeEnergy implements RowScore {
  private static final long serialVersionUID = 1;

  @Override
  public double[] of(
      BoltzmannMachine machine, float[] parameters, Matrix rows, RandomStream random) {
    LogLikelihood likelihood = new LogLikelihood(machine, parameters);
    int classes = machine.spec().labels();
    return classes == 0
        ? negated(likelihood.unnormalised(rows))
        : overLabels(likelihood, rows, classes);
  }

  /**
   * The free energy of each row without a label, by the row's index; empty for a machine without
   * labels. A label group of zeros is no state, so the machine's energy says nothing of such a row.
   */
  static Map<Integer, Double> ofUnlabelled(
      BoltzmannMachine machine, float[] parameters, Matrix rows) {
    int classes = machine.spec().labels();
    int[] unlabelled =
        classes == 0
            ? new int[0]
            : IntStream.range(0, rows.rows())
                .filter(r -> LabelAgreement.label(rows, r, rows.columns() - classes) < 0)
                .toArray();
    if (unlabelled.length == 0) {
      return Map.of();
    }
    Matrix chosen = Matrix.zeros(unlabelled.length, rows.columns());
    for (int i = 0; i < unlabelled.length; i++) {
      chosen.rows(i, i + 1).setFrom(rows.rows(unlabelled[i], unlabelled[i] + 1));
    }
    double[] energies = overLabels(new LogLikelihood(machine, parameters), chosen, classes);
    Map<Integer, Double> found = new TreeMap<>();
    for (int i = 0; i < unlabelled.length; i++) {
      found.put(unlabelled[i], energies[i]);
    }
    return found;
  }

  private static double[] negated(double[] logs) {
    double[] energies = new double[logs.length];
    Arrays.setAll(energies, r -> -logs[r]);
    return energies;
  }

  private static double[] overLabels(LogLikelihood likelihood, Matrix rows, int classes) {
    int values = rows.columns() - classes;
    Matrix states = Matrix.zeros(rows.rows(), rows.columns());
    states.columns(0, values).setFrom(rows.columns(0, values));
    LogSum[] sums = new LogSum[rows.rows()];
    Arrays.setAll(sums, r -> new LogSum());
    for (int y = 0; y < classes; y++) {
      for (int r = 0; r < sums.length; r++) {
        states.set(r, values + y, 1f);
      }
      double[] logs = likelihood.unnormalised(states);
      for (int r = 0; r < sums.length; r++) {
        sums[r].add(logs[r]);
        states.set(r, values + y, 0f);
      }
    }
    double[] energies = new double[sums.length];
    Arrays.setAll(energies, r -> -sums[r].value());
    return energies;
  }
}
