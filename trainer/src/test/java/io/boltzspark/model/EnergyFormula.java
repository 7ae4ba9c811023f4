package io.boltzspark.model;

import java.util.ArrayList;
import java.util.List;

/**
 * The energy of a machine as its definition has it, and minus its derivatives, for one state at a
 * time in double precision; and where each parameter is, told independently of {@link
 * ParameterLayout}.
 */
final class EnergyFormula {
  private final double[] parameters;
  private final List<List<UnitType>> types = new ArrayList<>();
  private final int[] firstWeight;
  private final int[] firstCoupling; // layer; -1 without couplings within
  private final int[][] unitOf; // layer, column: number of the unit that it belongs to
  private final int[] firstBias;
  private final double[][] variance;

  /**
   * @param parameters weights of each connection, row-major with the lower layer as rows, then the
   *     symmetric couplings of each layer that has some, then for each layer its biases and the log
   *     sigma of its real units
   */
  EnergyFormula(MachineSpec spec, double[] parameters) {
    this.parameters = parameters.clone();
    unitOf = new int[spec.layers().size()][];
    for (List<UnitSpec> groups : spec.layers()) {
      List<UnitType> units = new ArrayList<>();
      List<Integer> numbers = new ArrayList<>();
      for (UnitSpec group : groups) {
        int first = numbers.isEmpty() ? 0 : numbers.get(numbers.size() - 1) + 1;
        for (int i = 0; i < group.size(); i++) {
          units.add(group.type());
          numbers.add(first + (group.type() == UnitType.POTTS ? i / group.count() : i));
        }
      }
      unitOf[types.size()] = numbers.stream().mapToInt(n -> n).toArray();
      types.add(units);
    }
    int layers = types.size();
    firstWeight = new int[layers];
    for (int l = 0; l + 1 < layers; l++) {
      firstWeight[l + 1] = firstWeight[l] + size(l) * size(l + 1);
    }
    firstBias = new int[layers + 1];
    int place = firstWeight[layers - 1];
    firstCoupling = new int[layers];
    for (int l = 0; l < layers; l++) {
      firstCoupling[l] = spec.coupled().contains(l) ? place : -1;
      place += spec.coupled().contains(l) ? size(l) * size(l) : 0;
    }
    firstBias[0] = place;
    variance = new double[layers][];
    for (int l = 0; l < layers; l++) {
      firstBias[l + 1] = firstBias[l] + size(l) + realUnits(l, size(l));
      variance[l] = new double[size(l)];
      for (int i = 0; i < size(l); i++) {
        variance[l][i] = isReal(l, i) ? Math.exp(2 * parameters[logSigma(l, i)]) : Double.NaN;
      }
    }
  }

  int layers() {
    return types.size();
  }

  int size(int layer) {
    return types.get(layer).size();
  }

  int parameters() {
    return firstBias[layers()];
  }

  /** The place of the weight between unit i of a layer and unit j of the next. */
  int weight(int lower, int i, int j) {
    return firstWeight[lower] + i * size(lower + 1) + j;
  }

  /** The place of the coupling of columns i and j of a layer that has some. */
  int coupling(int layer, int i, int j) {
    return firstCoupling[layer] + i * size(layer) + j;
  }

  /** Whether columns of a layer are coupled: those of different units are, if the layer's are. */
  boolean isCoupled(int layer, int i, int j) {
    return firstCoupling[layer] >= 0 && unitOf[layer][i] != unitOf[layer][j];
  }

  /** The place of a bias. */
  int bias(int layer, int unit) {
    return firstBias[layer] + unit;
  }

  /** The place of a real unit's log sigma. */
  int logSigma(int layer, int unit) {
    return bias(layer, size(layer)) + realUnits(layer, unit);
  }

  boolean isReal(int layer, int unit) {
    return types.get(layer).get(unit).hasVariance();
  }

  private int realUnits(int layer, int before) {
    int count = 0;
    for (int i = 0; i < before; i++) {
      count += isReal(layer, i) ? 1 : 0;
    }
    return count;
  }

  /** What states of units count as in the energy of connections. */
  private double phi(int layer, int unit, double s) {
    return isReal(layer, unit) ? s / variance[layer][unit] : s;
  }

  /** The energy of one state, given as the units' values of each layer; ways are not counted. */
  double energy(double[][] s) {
    double energy = 0;
    for (int l = 0; l < layers(); l++) {
      for (int i = 0; i < size(l); i++) {
        double b = parameters[bias(l, i)];
        double distance = s[l][i] - b;
        energy += isReal(l, i) ? distance * distance / (2 * variance[l][i]) : -b * s[l][i];
        for (int j = 0; l + 1 < layers() && j < size(l + 1); j++) {
          double product = phi(l, i, s[l][i]) * phi(l + 1, j, s[l + 1][j]);
          energy -= parameters[weight(l, i, j)] * product;
        }
        for (int j = 0; j < i; j++) {
          if (isCoupled(l, i, j)) {
            energy -= parameters[coupling(l, i, j)] * phi(l, i, s[l][i]) * phi(l, j, s[l][j]);
          }
        }
      }
    }
    return energy;
  }

  /** The sum of the magnitudes of the energy's terms, by which its rounding is measured. */
  double magnitude(double[][] s) {
    double sum = 0;
    for (int l = 0; l < layers(); l++) {
      for (int i = 0; i < size(l); i++) {
        double b = parameters[bias(l, i)];
        double distance = s[l][i] - b;
        double own = isReal(l, i) ? distance * distance / (2 * variance[l][i]) : b * s[l][i];
        sum += Math.abs(own);
        for (int j = 0; l + 1 < layers() && j < size(l + 1); j++) {
          double product = phi(l, i, s[l][i]) * phi(l + 1, j, s[l + 1][j]);
          sum += Math.abs(parameters[weight(l, i, j)] * product);
        }
        for (int j = 0; j < i; j++) {
          if (isCoupled(l, i, j)) {
            double product = phi(l, i, s[l][i]) * phi(l, j, s[l][j]);
            sum += Math.abs(parameters[coupling(l, i, j)] * product);
          }
        }
      }
    }
    return sum;
  }

  /** The same for what a unit receives: its bias and its neighbours' states times weights. */
  double inputMagnitude(double[][] s, int layer, int unit) {
    double sum = Math.abs(parameters[bias(layer, unit)]);
    for (int i = 0; layer > 0 && i < size(layer - 1); i++) {
      double phi = phi(layer - 1, i, s[layer - 1][i]);
      sum += Math.abs(parameters[weight(layer - 1, i, unit)] * phi);
    }
    for (int j = 0; layer + 1 < layers() && j < size(layer + 1); j++) {
      double phi = phi(layer + 1, j, s[layer + 1][j]);
      sum += Math.abs(parameters[weight(layer, unit, j)] * phi);
    }
    for (int j = 0; j < size(layer); j++) {
      if (isCoupled(layer, unit, j)) {
        double phi = phi(layer, j, s[layer][j]);
        sum += Math.abs(parameters[coupling(layer, unit, j)] * phi);
      }
    }
    return sum;
  }

  /**
   * For each parameter, minus the derivative of {@link #energy}. The two places of a coupling are
   * one parameter, and have the same derivative.
   */
  double[] statistics(double[][] s) {
    return statistics(s, false);
  }

  /** For each parameter, the sum of the magnitudes of that derivative's terms. */
  double[] statisticMagnitudes(double[][] s) {
    return statistics(s, true);
  }

  private double[] statistics(double[][] s, boolean magnitudes) {
    double[] sums = new double[parameters()];
    for (int l = 0; l < layers(); l++) {
      for (int i = 0; i < size(l); i++) {
        if (isReal(l, i)) {
          double distance = s[l][i] - parameters[bias(l, i)];
          add(sums, bias(l, i), distance / variance[l][i], magnitudes);
          add(sums, logSigma(l, i), distance * distance / variance[l][i], magnitudes);
        } else {
          add(sums, bias(l, i), s[l][i], magnitudes);
        }
      }
      for (int i = 0; i < size(l); i++) {
        for (int j = 0; j < size(l); j++) {
          if (isCoupled(l, i, j)) {
            double product = phi(l, i, s[l][i]) * phi(l, j, s[l][j]);
            add(sums, coupling(l, i, j), product, magnitudes);
            if (isReal(l, i)) {
              double change = -2 * parameters[coupling(l, i, j)] * product;
              add(sums, logSigma(l, i), change, magnitudes);
            }
          }
        }
      }
      for (int i = 0; l + 1 < layers() && i < size(l); i++) {
        for (int j = 0; j < size(l + 1); j++) {
          double product = phi(l, i, s[l][i]) * phi(l + 1, j, s[l + 1][j]);
          add(sums, weight(l, i, j), product, magnitudes);
          double change = -2 * parameters[weight(l, i, j)] * product;
          if (isReal(l, i)) {
            add(sums, logSigma(l, i), change, magnitudes);
          }
          if (isReal(l + 1, j)) {
            add(sums, logSigma(l + 1, j), change, magnitudes);
          }
        }
      }
    }
    return sums;
  }

  private static void add(double[] sums, int place, double term, boolean magnitude) {
    sums[place] += magnitude ? Math.abs(term) : term;
  }
}
