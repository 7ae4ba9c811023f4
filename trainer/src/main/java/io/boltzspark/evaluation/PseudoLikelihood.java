package io.boltzspark.evaluation;

import io.boltzspark.math.Blas;
import io.boltzspark.math.Matrix;
import io.boltzspark.math.RandomStream;
import io.boltzspark.math.RowKernels;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.Connection;
import io.boltzspark.model.Layer;
import io.boltzspark.model.Units;
import java.util.Arrays;
import java.util.List;

/**
 * The pseudo-log-likelihood (Besag 1975), {@code sum over i of log P(v_i | all other v)}.
 *
 * <p>With hidden units, it is that of visible units that have two states each. With F the free
 * energy, which couplings between visible units are part of,
 *
 * <pre>log P(v_i | rest) = log sigmoid(F(v with unit i in its other state) - F(v))</pre>
 *
 * <p>Without hidden units, it is that of units of every kind that can be coupled, a Potts unit with
 * its q columns as one; that of Gaussian units is a density. With x the input from couplings,
 *
 * <pre>log P(v_i | rest) = -E_i(v_i) + phi(v_i) . x_i - log Z_i(x_i)</pre>
 *
 * <p>{@link #exact} computes all terms. {@link #stochastic} computes one term per row (Marlin et
 * al. 2010, section 3.5), n times {@code log P(v_i | rest)} for a unit i drawn uniformly: the
 * <em>one-unit</em> pseudo-log-likelihood. Both have the same expectation over rows and units, but
 * the standard error of the second is that of n times a term, for which most rows give nearly 0 and
 * a few give much: for n = 784 and 1,000 rows of digits about seven nats, where that of the first
 * is less than one. Without hidden units one product gives all terms, and both are the exact value.
 */
public final class PseudoLikelihood {
  /**
   * Number of rows whose inputs stay in the second-level cache while units are flipped one by one.
   */
  private static final int BLOCK = 64;

  private PseudoLikelihood() {}

  /** Why it cannot be computed for a machine; empty if it can. */
  public static String reasonNot(BoltzmannMachine machine) {
    if (isVisible(machine)) {
      return "";
    }
    if (!machine.hiddenUnitsAreIndependent()) {
      return "it requires a single hidden layer, without couplings within, whose units can be"
          + " summed out";
    }
    if (!hasTheSameTwoStates(machine)) {
      return "it requires visible units with two states (bernoulli or spin) and no labels";
    }
    return machine.hasEnergy() ? "" : "it requires units that have an energy";
  }

  /** Whether there are no hidden units. */
  private static boolean isVisible(BoltzmannMachine machine) {
    return machine.layers().size() == 1;
  }

  /** Whether {@link #stochastic} is exact, because all terms cost no more than one. */
  public static boolean hasAllTermsAtOnce(BoltzmannMachine machine) {
    return isVisible(machine);
  }

  private static boolean hasTheSameTwoStates(BoltzmannMachine machine) {
    return machine.visible().states().length == 2
        && machine.spec().layers().get(0).stream().allMatch(units -> units.type().hasTwoStates());
  }

  /**
   * Why rows are not states of a machine that {@link #reasonNot} accepts; empty if they are.
   *
   * @param rows values of the visible units, samples x units
   */
  public static String reasonNot(BoltzmannMachine machine, Matrix rows) {
    Layer visible = machine.visible();
    for (int g = 0; g < visible.groups().size(); g++) {
      Units units = visible.groups().get(g);
      int from = visible.firstColumn(g);
      if (!units.spec().type().takesAnyValue()
          && !areStates(units, rows.columns(from, from + units.size()))) {
        return reasonNotStates(units);
      }
    }
    return "";
  }

  private static boolean areStates(Units units, Matrix values) {
    int columns = units.spec().type().countsColumns() ? units.spec().count() : 1;
    for (int r = 0; r < values.rows(); r++) {
      double sum = 0;
      for (int i = 0; i < values.columns(); i++) {
        float value = values.get(r, i);
        if (Arrays.stream(units.states()).noneMatch(state -> state == value)) {
          return false;
        }
        sum += value;
        if (columns > 1 && (i + 1) % columns == 0) {
          if (sum != 1) {
            return false;
          }
          sum = 0;
        }
      }
    }
    return true;
  }

  private static String reasonNotStates(Units units) {
    double[] states = units.states();
    if (units.spec().type().countsColumns()) {
      return "it requires one of %d states in each site".formatted(units.spec().count());
    }
    return states.length == 2
        ? "it requires values of only %d and %d".formatted((int) states[0], (int) states[1])
        : "it requires whole numbers from 0 to %d".formatted(states.length - 1);
  }

  /** The one-unit estimate of rows that count alike. */
  public static double stochastic(
      BoltzmannMachine machine, float[] parameters, Matrix rows, RandomStream random) {
    return stochastic(machine, parameters, rows, null, random);
  }

  /**
   * The one-unit estimate, in nats per row: the mean of {@link #stochasticTerms}.
   *
   * @param rows visible states, samples x units; at least one row
   * @param weights of the rows; null: every row counts alike
   */
  public static double stochastic(
      BoltzmannMachine machine,
      float[] parameters,
      Matrix rows,
      double[] weights,
      RandomStream random) {
    if (weights != null) {
      return WeightedMean.of(stochasticTerms(machine, parameters, rows, random), weights).mean();
    }
    boolean all = hasAllTermsAtOnce(machine);
    double sum = 0;
    for (double log :
        all ? exact(machine, parameters, rows) : logsOfOneUnit(machine, parameters, rows, random)) {
      sum += log;
    }
    return (all ? 1 : rows.columns()) * sum / rows.rows();
  }

  /**
   * For each row {@code n log P(v_i | rest)}, in nats, of one unit i; without hidden units the sum
   * over all units.
   *
   * @param rows visible states, samples x units; only read
   */
  public static double[] stochasticTerms(
      BoltzmannMachine machine, float[] parameters, Matrix rows, RandomStream random) {
    if (hasAllTermsAtOnce(machine)) {
      return exact(machine, parameters, rows);
    }
    double[] terms = logsOfOneUnit(machine, parameters, rows, random);
    Arrays.setAll(terms, r -> rows.columns() * terms[r]);
    return terms;
  }

  private static double[] logsOfOneUnit(
      BoltzmannMachine machine, float[] parameters, Matrix rows, RandomStream random) {
    float bothStates = sumOfStates(machine);
    Matrix flipped = Matrix.zeros(rows.rows(), rows.columns());
    flipped.setFrom(rows);
    for (int r = 0; r < rows.rows(); r++) {
      int unit = random.nextInt(rows.columns());
      flipped.set(r, unit, bothStates - rows.get(r, unit));
    }
    double[] here = machine.freeEnergy(rows, parameters);
    double[] there = machine.freeEnergy(flipped, parameters);
    double[] logs = new double[rows.rows()];
    Arrays.setAll(logs, r -> -RowKernels.softplus(here[r] - there[r]));
    return logs;
  }

  private static float sumOfStates(BoltzmannMachine machine) {
    return (float) Arrays.stream(machine.visible().states()).sum();
  }

  /**
   * The sum over all units, in nats, of each row.
   *
   * <p>A flipped unit changes the hidden units' input by its row of the weights, so a term costs
   * the hidden units' log partition functions but no full product. These are computed by
   * single-precision kernels ({@link Layer#addLogPartitions}): the error of a term is at most about
   * 1e-6 of the sum of their magnitudes.
   *
   * @param rows visible states of a machine that {@link #reasonNot} accepts, samples x units; only
   *     read
   */
  public static double[] exact(BoltzmannMachine machine, float[] parameters, Matrix rows) {
    double[] sums = new double[rows.rows()];
    if (isVisible(machine)) {
      addConditionals(machine, parameters, rows, sums);
      return sums;
    }
    Matrix inputs = Matrix.zeros(BLOCK, machine.layer(1).size());
    Matrix flipped = Matrix.zeros(BLOCK, machine.layer(1).size());
    for (int from = 0; from < rows.rows(); from += BLOCK) {
      int count = Math.min(BLOCK, rows.rows() - from);
      addTerms(
          machine,
          parameters,
          rows.rows(from, from + count),
          List.of(inputs.rows(0, count), flipped.rows(0, count)),
          sums,
          from);
    }
    return sums;
  }

  /** The layer's energy and log partition functions are sums over its units, given their inputs. */
  private static void addConditionals(
      BoltzmannMachine machine, float[] parameters, Matrix rows, double[] sums) {
    Layer visible = machine.visible();
    Matrix input = inputFromCouplings(machine, parameters, rows);
    Matrix phi = visible.interaction(rows, parameters);
    for (int r = 0; r < sums.length; r++) {
      sums[r] -= visible.energy(rows, r, parameters) + visible.logPartition(input, r, parameters);
      for (int i = 0; i < rows.columns(); i++) {
        sums[r] += (double) phi.get(r, i) * input.get(r, i);
      }
    }
  }

  /** The input of each visible unit from those that it is coupled with; 0 without couplings. */
  private static Matrix inputFromCouplings(
      BoltzmannMachine machine, float[] parameters, Matrix rows) {
    Matrix input = Matrix.zeros(rows.rows(), rows.columns());
    if (machine.couplings(0) != null) {
      Matrix phi = machine.visible().interaction(rows, parameters);
      machine.couplings(0).up(phi, parameters, 0f, input);
    }
    return input;
  }

  /**
   * @param scratch two matrices, rows x hidden units
   * @param first index of the first row's sum
   */
  private static void addTerms(
      BoltzmannMachine machine,
      float[] parameters,
      Matrix rows,
      List<Matrix> scratch,
      double[] sums,
      int first) {
    Connection connection = machine.connections().get(0);
    Layer hidden = machine.layer(1);
    Matrix weights = connection.weights(parameters);
    Matrix inputs = scratch.get(0);
    Matrix flipped = scratch.get(1);
    Matrix change = Matrix.zeros(rows.rows(), 1);
    float bothStates = sumOfStates(machine);
    Matrix fromVisible = inputFromCouplings(machine, parameters, rows);
    connection.up(rows, parameters, 0f, inputs);
    double[] here = new double[rows.rows()];
    hidden.addLogPartitions(inputs, parameters, here);
    double[] there = new double[rows.rows()];
    for (int i = 0; i < rows.columns(); i++) {
      for (int r = 0; r < rows.rows(); r++) {
        change.set(r, 0, bothStates - 2 * rows.get(r, i));
      }
      flipped.setFrom(inputs);
      Blas.multiply(change, weights.rows(i, i + 1), 1f, flipped);
      Arrays.fill(there, 0);
      hidden.addLogPartitions(flipped, parameters, there);
      double bias = parameters[machine.visible().biasOffset() + i];
      for (int r = 0; r < rows.rows(); r++) {
        // F(v) - F(flipped v), where F(v) = -b . v - vᵀ J v / 2 - log Z of the hidden units given v
        double own = bias + fromVisible.get(r, i);
        double difference = own * change.get(r, 0) + there[r] - here[r];
        sums[first + r] -= RowKernels.softplus(difference);
      }
    }
  }
}
