package io.boltzspark.model;

import io.boltzspark.math.Matrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A machine of a few units, by brute force: all its joint states, one by one, in double precision
 * and from the formula of the energy alone. The oracle for everything that the real one computes
 * otherwise. Integrals over real units are sums over the points of a quadrature, whose weights are
 * part of the probabilities here.
 *
 * <p>Layer 0's state changes fastest from joint state to joint state, so that with binary units the
 * units' values are the bits of the number, unit 0 of layer 0 in the lowest one.
 */
public final class EnumeratedMachine {
  private final EnergyFormula formula;
  private final List<List<EnumeratedLayer.State>> layers = new ArrayList<>();
  private final int[] strides;
  private final double[] probabilities;
  private final double logPartition;

  /**
   * @param parameters as {@link EnergyFormula} has them
   */
  public EnumeratedMachine(MachineSpec spec, double[] parameters) {
    this.formula = new EnergyFormula(spec, parameters);
    this.strides = new int[spec.layers().size()];
    int states = 1;
    for (List<UnitSpec> groups : spec.layers()) {
      strides[layers.size()] = states;
      layers.add(EnumeratedLayer.states(groups));
      states *= layers.get(layers.size() - 1).size();
    }
    this.probabilities = new double[states];
    double sum = 0;
    for (int n = 0; n < states; n++) {
      probabilities[n] = Math.exp(-energy(n));
      for (int l = 0; l < layers.size(); l++) {
        probabilities[n] *= quadratureWeight(n, l);
      }
      sum += probabilities[n];
    }
    for (int n = 0; n < states; n++) {
      probabilities[n] /= sum;
    }
    this.logPartition = Math.log(sum);
    for (int l = 0; l < layers.size(); l++) {
      assertNothingAtTheEnds(l, marginal(l));
    }
  }

  private void assertNothingAtTheEnds(int layer, double[] marginal) {
    for (int state = 0; state < marginal.length; state++) {
      for (int i = 0; i < size(layer); i++) {
        double value = layers.get(layer).get(state).values()[i];
        if (formula.isReal(layer, i) && Math.abs(value) > 12 && marginal[state] > 1e-12) {
          throw new AssertionError("the quadrature is too narrow for unit " + i + " of " + layer);
        }
      }
    }
  }

  public EnumeratedMachine(MachineSpec spec, float[] parameters) {
    this(spec, toDoubles(parameters));
  }

  /** A machine of Bernoulli units. */
  public EnumeratedMachine(List<Integer> sizes, double[] parameters) {
    this(MachineSpec.bernoulli(sizes), parameters);
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
    return layers.get(layer).size();
  }

  public int layers() {
    return layers.size();
  }

  public int size(int layer) {
    return formula.size(layer);
  }

  /** The place of the weight between unit i of a layer and unit j of the next. */
  public int weight(int lower, int i, int j) {
    return formula.weight(lower, i, j);
  }

  /** The place of a bias. */
  public int bias(int layer, int unit) {
    return formula.bias(layer, unit);
  }

  /** A layer's state number within a joint state. */
  public int layerState(int n, int layer) {
    return n / strides[layer] % states(layer);
  }

  /** The joint state that differs from n in that a layer is in another state. */
  private int withLayerState(int n, int layer, int state) {
    return n + (state - layerState(n, layer)) * strides[layer];
  }

  private EnumeratedLayer.State state(int n, int layer) {
    return layers.get(layer).get(layerState(n, layer));
  }

  /** The value of a unit in a joint state. */
  public double value(int n, int layer, int unit) {
    return state(n, layer).values()[unit];
  }

  /** The same of a unit whose values are whole numbers. */
  public int unit(int n, int layer, int unit) {
    return (int) value(n, layer, unit);
  }

  /** The logarithm of the number of ways in which a joint state comes about. */
  public double logWays(int n) {
    double sum = 0;
    for (int l = 0; l < layers.size(); l++) {
      sum += Math.log(state(n, l).ways());
    }
    return sum;
  }

  /** What a sum over a layer's states multiplies a density by. */
  public double quadratureWeight(int n, int layer) {
    return state(n, layer).weight();
  }

  /** The energy as it is defined, less the logarithm of the number of ways. */
  public double energy(int n) {
    return formula.energy(values(n)) - logWays(n);
  }

  /** For each parameter, minus the derivative of a state's energy. */
  public double[] statistics(int n) {
    return formula.statistics(values(n));
  }

  /** The same for the state in one row of each layer's matrix. */
  public double[] statistics(List<Matrix> matrices, int row) {
    double[][] values = new double[layers.size()][];
    for (int l = 0; l < values.length; l++) {
      values[l] = toDoubles(matrices.get(l).rows(row, row + 1).toArray());
    }
    return formula.statistics(values);
  }

  /** See {@link EnergyFormula#statisticMagnitudes}. */
  public double[] statisticMagnitudes(int n) {
    return formula.statisticMagnitudes(values(n));
  }

  /** See {@link EnergyFormula#magnitude}. */
  public double energyMagnitude(int n) {
    return formula.magnitude(values(n));
  }

  /** See {@link EnergyFormula#inputMagnitude}. */
  public double inputMagnitude(int n, int layer, int unit) {
    return formula.inputMagnitude(values(n), layer, unit);
  }

  private double[][] values(int n) {
    double[][] values = new double[layers.size()][];
    for (int l = 0; l < values.length; l++) {
      values[l] = state(n, l).values();
    }
    return values;
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

  /** {@code E[unit | the layers next to it, and all others, as in state n]}. */
  public double conditional(int n, int layer, int unit) {
    double sum = 0;
    double mean = 0;
    for (int state = 0; state < states(layer); state++) {
      int m = withLayerState(n, layer, state);
      sum += probabilities[m];
      mean += probabilities[m] * value(m, layer, unit);
    }
    return mean / sum;
  }

  /**
   * {@code E[column | all units but its own, as in state n]}.
   *
   * @param first the first column of its own unit
   * @param end the column after its last one
   */
  public double conditionalOfSite(int n, int layer, int column, int first, int end) {
    double sum = 0;
    double mean = 0;
    for (int state = 0; state < states(layer); state++) {
      int m = withLayerState(n, layer, state);
      boolean others = true;
      for (int i = 0; i < size(layer); i++) {
        others &= (i >= first && i < end) || value(m, layer, i) == value(n, layer, i);
      }
      if (others) {
        sum += probabilities[m];
        mean += probabilities[m] * value(m, layer, column);
      }
    }
    return mean / sum;
  }

  /** The expectation of {@link #statistics} under weights of joint states. */
  public double[] expectedStatistics(double[] weights) {
    double[] expected = new double[formula.parameters()];
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

  /** {@code sum over v of visible(v) log P(v)}, or of the density where visible units are real. */
  public double logLikelihood(double[] visible) {
    double[] marginal = marginal(0);
    double sum = 0;
    for (int v = 0; v < marginal.length; v++) {
      if (visible[v] > 0) {
        sum += visible[v] * Math.log(marginal[v] / layers.get(0).get(v).weight());
      }
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

  /** Exact draws, one a row of each layer's matrix; real units are on points of the quadrature. */
  public List<Matrix> draws(int rows, SplittableRandom random) {
    List<Matrix> matrices = matrices(rows);
    double[] upTo = probabilities.clone();
    for (int n = 1; n < upTo.length; n++) {
      upTo[n] += upTo[n - 1];
    }
    for (int r = 0; r < rows; r++) {
      int found = Arrays.binarySearch(upTo, random.nextDouble());
      putState(Math.min(upTo.length - 1, found < 0 ? -found - 1 : found + 1), matrices, r);
    }
    return matrices;
  }

  private List<Matrix> matrices(int rows) {
    List<Matrix> matrices = new ArrayList<>();
    for (int l = 0; l < layers.size(); l++) {
      matrices.add(Matrix.zeros(rows, size(l)));
    }
    return matrices;
  }

  /** All joint states as matrices, one a layer, row n for state n. */
  public List<Matrix> allStates() {
    List<Matrix> matrices = matrices(states());
    for (int n = 0; n < states(); n++) {
      putState(n, matrices, n);
    }
    return matrices;
  }

  /** Writes state n into one row of each layer's matrix. */
  public void putState(int n, List<Matrix> matrices, int row) {
    for (int l = 0; l < layers.size(); l++) {
      for (int i = 0; i < size(l); i++) {
        matrices.get(l).set(row, i, (float) value(n, l, i));
      }
    }
  }

  /** The number of the state in one row of each layer's matrix; all layers are discrete. */
  public int stateOf(List<Matrix> matrices, int row) {
    int n = 0;
    for (int l = 0; l < layers.size(); l++) {
      n += layerStateOf(matrices.get(l), row, l) * strides[l];
    }
    return n;
  }

  /** The number of a discrete layer's state in one row of its matrix. */
  private int layerStateOf(Matrix matrix, int row, int layer) {
    for (int state = 0; state < states(layer); state++) {
      double[] values = layers.get(layer).get(state).values();
      boolean same = true;
      for (int i = 0; i < values.length; i++) {
        same &= matrix.get(row, i) == values[i];
      }
      if (same) {
        return state;
      }
    }
    throw new AssertionError("row " + row + " is no state of layer " + layer);
  }
}
