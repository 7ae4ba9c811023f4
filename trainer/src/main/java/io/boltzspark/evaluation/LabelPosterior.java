package io.boltzspark.evaluation;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.evaluation.partition.LogLikelihood;
import io.boltzspark.evaluation.partition.LogSum;
import io.boltzspark.math.Blas;
import io.boltzspark.math.Matrix;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.Connection;
import io.boltzspark.model.EnergyUnits;
import io.boltzspark.model.Layer;
import io.boltzspark.model.UnitSpec;
import java.util.Arrays;
import java.util.List;

/**
 * The posterior of the label of given pixels under a machine with a label group: {@code log P(y |
 * pixels)} for each class y; no partition function is needed,
 *
 * <pre>P(y | x) = exp(L(x, y)) / sum over y' of exp(L(x, y'))</pre>
 *
 * with L the log-likelihood, up to log Z, of pixels and label together. For at most one hidden
 * layer, without couplings within, L is minus the free energy and P is exact (Larochelle and Bengio
 * 2008, section 4); the pixels' input to the hidden units is computed once, and each class adds its
 * own weights.
 *
 * <p>Otherwise L is the bound of {@link LogLikelihood}, with a separate mean-field run for each
 * class. The alternative, one mean field over hidden units and label together, is cheaper by the
 * number of classes, but its label and hidden means reinforce each other: it finds the class
 * nearest to its start, while separate runs compare all classes on equal terms. Both are
 * approximations; this one becomes exact with one hidden layer.
 */
public final class LabelPosterior {
  private static final int NO_LABEL = -1;

  private final BoltzmannMachine machine;
  private final float[] parameters;
  private final int classes;
  private final int firstLabel;

  /**
   * @throws BoltzException BAD_INPUT if the machine has no label group, units without an energy, or
   *     parameters that are not finite
   */
  public LabelPosterior(BoltzmannMachine machine, float[] parameters) {
    this.machine = machine;
    this.parameters = parameters;
    this.classes = machine.spec().labels();
    this.firstLabel = machine.spec().values();
    requireClassifier();
  }

  private void requireClassifier() {
    if (classes == 0) {
      throw new BoltzException(
          ExitCode.BAD_INPUT,
          "the model has no labels, so it cannot classify; train a model with --labels CLASSES");
    }
    for (List<UnitSpec> layer : machine.spec().layers()) {
      for (UnitSpec units : layer) {
        if (!units.type().hasEnergy()) {
          throw new BoltzException(
              ExitCode.BAD_INPUT,
              "the model has "
                  + units.type().title()
                  + " units, which have no energy, so it defines no label probabilities");
        }
      }
    }
    for (float parameter : parameters) {
      if (!Float.isFinite(parameter)) {
        throw new BoltzException(
            ExitCode.BAD_INPUT, "the model has the parameter " + parameter + ": training diverged");
      }
    }
  }

  /** Number of classes. */
  public int classes() {
    return classes;
  }

  /**
   * {@code log P(y | pixels)}, a row of classes for each row of pixels.
   *
   * @param visible whole visible states, samples x units; the label units are not read
   */
  public double[][] logProbabilities(Matrix visible) {
    Matrix states = Matrix.zeros(visible.rows(), visible.columns());
    states.setFrom(visible);
    double[][] logs =
        machine.hiddenUnitsAreIndependent() ? fromFreeEnergies(states) : fromBounds(states);
    for (double[] row : logs) {
      LogSum total = new LogSum();
      for (double log : row) {
        total.add(log);
      }
      for (int y = 0; y < classes; y++) {
        row[y] -= total.value();
      }
    }
    return logs;
  }

  /**
   * The most probable class of a row, among equals the lowest.
   *
   * @param logs of each class, up to a constant
   */
  public static int mostProbable(double[] logs) {
    int best = 0;
    for (int y = 1; y < logs.length; y++) {
      if (logs[y] > logs[best]) {
        best = y;
      }
    }
    return best;
  }

  /** Omits the terms of the pixels alone, which are the same for all classes. */
  private double[][] fromFreeEnergies(Matrix states) {
    double[][] logs = fromLabels(states);
    if (machine.hasOneHiddenLayer()) {
      addHidden(states, logs);
    }
    return logs;
  }

  /** Of each row and class, minus the label's energy and plus its product with coupled pixels. */
  private double[][] fromLabels(Matrix states) {
    double[] each = new double[classes];
    Arrays.setAll(each, y -> -labelEnergy(y));
    double[][] logs = new double[states.rows()][];
    Arrays.setAll(logs, r -> each.clone());
    if (machine.couplings(0) != null) {
      setLabels(states, NO_LABEL);
      Matrix phi = machine.visible().interaction(states, parameters);
      Matrix fromPixels = Matrix.zeros(states.rows(), states.columns());
      machine.couplings(0).up(phi, parameters, 0f, fromPixels);
      for (int r = 0; r < logs.length; r++) {
        for (int y = 0; y < classes; y++) {
          logs[r][y] += fromPixels.get(r, firstLabel + y);
        }
      }
    }
    return logs;
  }

  /** Adds the hidden units' log partition functions given each row and class. */
  private void addHidden(Matrix states, double[][] logs) {
    int rows = states.rows();
    Layer hidden = machine.layer(1);
    Connection connection = machine.connections().get(0);
    Matrix fromPixels = Matrix.zeros(rows, hidden.size());
    setLabels(states, NO_LABEL);
    connection.up(machine.visible().interaction(states, parameters), parameters, 0f, fromPixels);
    int end = firstLabel + classes;
    Matrix labels = states.columns(firstLabel, end);
    Matrix labelWeights = connection.weights(parameters).rows(firstLabel, end);
    Matrix input = Matrix.zeros(rows, hidden.size());
    double[] sums = new double[rows];
    for (int y = 0; y < classes; y++) {
      setLabels(states, y);
      input.setFrom(fromPixels);
      Blas.multiply(labels, labelWeights, 1f, input);
      for (int r = 0; r < rows; r++) {
        sums[r] = logs[r][y];
      }
      hidden.addLogPartitions(input, parameters, sums);
      for (int r = 0; r < rows; r++) {
        logs[r][y] = sums[r];
      }
    }
  }

  private double labelEnergy(int y) {
    Matrix label = Matrix.zeros(1, classes);
    label.set(0, y, 1f);
    List<EnergyUnits> groups = machine.visible().energyGroups();
    return groups.get(groups.size() - 1).energy(label, 0, parameters);
  }

  private double[][] fromBounds(Matrix states) {
    LogLikelihood likelihood = new LogLikelihood(machine, parameters);
    double[][] logs = new double[states.rows()][classes];
    for (int y = 0; y < classes; y++) {
      setLabels(states, y);
      double[] bounds = likelihood.unnormalised(states);
      for (int r = 0; r < bounds.length; r++) {
        logs[r][y] = bounds[r];
      }
    }
    return logs;
  }

  /** Sets the label units of all rows to a class, or to 0. */
  private void setLabels(Matrix states, int label) {
    for (int r = 0; r < states.rows(); r++) {
      for (int y = 0; y < classes; y++) {
        states.set(r, firstLabel + y, y == label ? 1f : 0f);
      }
    }
  }
}
