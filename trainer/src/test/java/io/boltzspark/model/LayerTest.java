package io.boltzspark.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.boltzspark.math.Matrix;
import io.boltzspark.math.RandomStream;
import io.boltzspark.math.RandomStream.Purpose;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** A layer of several groups is its groups side by side. */
class LayerTest {
  private static final int ROWS = 7;

  private final List<UnitSpec> groups =
      List.of(
          UnitSpec.of(UnitType.GAUSSIAN, 3),
          UnitSpec.of(UnitType.POTTS, 4, 2),
          UnitSpec.of(UnitType.RECTIFIED, 2));
  private final BoltzmannMachine machine =
      BoltzmannMachine.of(
          new MachineSpec(List.of(groups, List.of(UnitSpec.of(UnitType.BERNOULLI, 2)))));
  private final Layer layer = machine.visible();
  private final float[] parameters = random(machine.layout().size());
  private final Matrix inputs = new Matrix(random(ROWS * layer.size()), 0, ROWS, layer.size());

  private static float[] random(int count) {
    SplittableRandom random = new SplittableRandom(101);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private Matrix copy() {
    return new Matrix(inputs.toArray(), 0, ROWS, layer.size());
  }

  private Matrix columns(Matrix all, int group) {
    int first = layer.firstColumn(group);
    return all.columns(first, first + layer.groups().get(group).size());
  }

  @Test
  void groupsHaveTheirOwnColumnsAndParameters() {
    assertEquals(9, layer.size());
    assertArrayEquals(
        new int[] {0, 3, 7},
        new int[] {layer.firstColumn(0), layer.firstColumn(1), layer.firstColumn(2)});
    assertEquals(List.of(9), machine.layout().segment("bias.0").shape());
    // Only two of the three groups have variances; theirs lie one after the other.
    assertEquals(List.of(5), machine.layout().segment("log_sigma.0").shape());
    assertEquals(machine.layout().segment("bias.0").offset(), layer.biasOffset());
  }

  @Test
  void drawsAreThoseOfTheGroupsInTheirOrder() {
    Matrix means = copy();
    Matrix samples = Matrix.zeros(ROWS, layer.size());
    layer.meanAndSampleInPlace(
        means, samples, parameters, new RandomStream(1, Purpose.SAMPLING, 0, 0));
    Matrix separateMeans = copy();
    Matrix separateSamples = Matrix.zeros(ROWS, layer.size());
    RandomStream random = new RandomStream(1, Purpose.SAMPLING, 0, 0);
    for (int g = 0; g < 3; g++) {
      Matrix input = columns(separateMeans, g);
      Matrix sample = columns(separateSamples, g);
      layer.groups().get(g).meanAndSampleInPlace(input, sample, parameters, random);
    }
    assertArrayEquals(separateMeans.toArray(), means.toArray());
    assertArrayEquals(separateSamples.toArray(), samples.toArray());
  }

  @Test
  void energiesAndLogPartitionsAddUp() {
    Matrix states = copy();
    layer.sampleInPlace(states, parameters, new RandomStream(1, Purpose.SAMPLING, 0, 0));
    double[] kernels = new double[ROWS];
    layer.addLogPartitions(inputs, parameters, kernels);
    for (int r = 0; r < ROWS; r++) {
      double energy = 0;
      double logPartition = 0;
      for (int g = 0; g < 3; g++) {
        EnergyUnits units = layer.energyGroups().get(g);
        energy += units.energy(columns(states, g), r, parameters);
        logPartition += units.logPartition(columns(inputs, g), r, parameters);
      }
      assertEquals(energy, layer.energy(states, r, parameters));
      assertEquals(logPartition, layer.logPartition(inputs, r, parameters));
      // Three Gaussian terms in single precision, of a few units each.
      assertEquals(logPartition, kernels[r], 1e-4);
    }
  }

  @Test
  void statisticsGoToEachGroupsPlaces() {
    float[] together = new float[parameters.length];
    layer.addStatistics(inputs, 0.5f, parameters, together);
    float[] separate = new float[parameters.length];
    for (int g = 0; g < 3; g++) {
      layer.groups().get(g).addStatistics(columns(inputs, g), 0.5f, parameters, separate);
    }
    assertArrayEquals(separate, together);
  }

  @Test
  void interactionsAreThoseOfTheGroupsAndLeaveStatesAlone() {
    float[] before = inputs.toArray();
    Matrix phi = layer.interaction(inputs, parameters);
    int sigma = machine.layout().segment("log_sigma.0").offset();
    for (int r = 0; r < ROWS; r++) {
      for (int i = 0; i < 9; i++) {
        boolean isSoftmax = i >= 3 && i < 7;
        double logSigma = isSoftmax ? 0 : parameters[sigma + (i < 3 ? i : i - 4)];
        double expected = inputs.get(r, i) * Math.exp(-2 * logSigma);
        assertEquals(expected, phi.get(r, i), 2 * 0x1p-24 * Math.abs(expected));
      }
    }
    assertArrayEquals(before, inputs.toArray());
  }

  @Test
  void fitHandsEachGroupItsMoments() {
    double[] mean = {1, 2, 3, 0.3, 0.7, 0.9, 0.1, 4, 5};
    double[] variance = {4, 4, 4, 0.2, 0.2, 0.2, 0.2, 0.25, 0.25};
    layer.fit(mean, variance, parameters);
    Matrix means = Matrix.zeros(1, 9);
    layer.meanInPlace(means, parameters);
    for (int i = 0; i < 9; i++) {
      assertEquals(mean[i], means.get(0, i), 1e-5, "unit " + i);
    }
    int sigma = machine.layout().segment("log_sigma.0").offset();
    assertEquals(Math.log(2), parameters[sigma], 1e-6);
  }
}
