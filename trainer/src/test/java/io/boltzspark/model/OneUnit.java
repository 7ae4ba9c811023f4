package io.boltzspark.model;

import io.boltzspark.math.Matrix;
import io.boltzspark.math.RandomStream;
import io.boltzspark.math.RandomStream.Purpose;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/**
 * A single unit in the visible layer of a machine, for tests of one conditional distribution.
 *
 * @param machine whose first layer has one unit
 * @param parameters of the machine
 */
record OneUnit(BoltzmannMachine machine, float[] parameters) {

  static OneUnit of(UnitSpec spec) {
    BoltzmannMachine machine =
        BoltzmannMachine.of(MachineSpec.of(spec, UnitSpec.of(UnitType.BERNOULLI, 1)));
    return new OneUnit(machine, new float[machine.layout().size()]);
  }

  /** A real unit. */
  static OneUnit real(UnitType type, double location, double logSigma) {
    OneUnit unit = of(UnitSpec.of(type, 1));
    unit.set("bias.0", location);
    unit.set("log_sigma.0", logSigma);
    return unit;
  }

  void set(String name, double value) {
    parameters[machine.layout().segment(name).offset()] = (float) value;
  }

  double get(String name) {
    return parameters[machine.layout().segment(name).offset()];
  }

  Units units() {
    return machine.visible().groups().get(0);
  }

  double mean(double input) {
    Matrix mean = new Matrix(new float[] {(float) input}, 0, 1, 1);
    units().meanInPlace(mean, parameters);
    return mean.get(0, 0);
  }

  double logPartition(double input) {
    return machine
        .visible()
        .logPartition(new Matrix(new float[] {(float) input}, 0, 1, 1), 0, parameters);
  }

  float[] samples(double input, int count, long seed) {
    Matrix samples = Matrix.zeros(count, 1);
    Arrays.fill(samples.values(), (float) input);
    units().sampleInPlace(samples, parameters, new RandomStream(seed, Purpose.SAMPLING, 0, 0));
    return samples.values();
  }

  /** How many samples are below the first edge, between each two, and from the last one on. */
  static long[] histogram(float[] samples, double[] edges) {
    long[] counts = new long[edges.length + 1];
    for (float sample : samples) {
      int bin = Arrays.binarySearch(edges, sample);
      counts[bin < 0 ? -bin - 1 : bin + 1]++;
    }
    return counts;
  }

  /**
   * Probabilities of the same bins for a density that need not be normalised.
   *
   * @param from where the density begins, below the first edge
   * @param to where it has become negligible, beyond the last edge
   */
  static double[] probabilities(
      DoubleUnaryOperator density, double from, double[] edges, double to) {
    double[] probabilities = new double[edges.length + 1];
    double sum = 0;
    for (int bin = 0; bin < probabilities.length; bin++) {
      double left = bin == 0 ? from : edges[bin - 1];
      double right = bin == edges.length ? to : edges[bin];
      probabilities[bin] = Quadrature.interval(left, right, 60).integrate(density);
      sum += probabilities[bin];
    }
    for (int bin = 0; bin < probabilities.length; bin++) {
      probabilities[bin] /= sum;
    }
    return probabilities;
  }

  /** Evenly spaced edges. */
  static double[] edges(double from, double to, int bins) {
    double[] edges = new double[bins + 1];
    for (int i = 0; i <= bins; i++) {
      edges[i] = from + (to - from) * i / bins;
    }
    return edges;
  }
}
