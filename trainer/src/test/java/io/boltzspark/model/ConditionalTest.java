package io.boltzspark.model;

import static io.boltzspark.model.UnitType.BERNOULLI;
import static io.boltzspark.model.UnitType.BINOMIAL;
import static io.boltzspark.model.UnitType.GAUSSIAN;
import static io.boltzspark.model.UnitType.MULTINOMIAL;
import static io.boltzspark.model.UnitType.NOISY_RECTIFIED;
import static io.boltzspark.model.UnitType.POTTS;
import static io.boltzspark.model.UnitType.RECTIFIED;
import static io.boltzspark.model.UnitType.SPIN;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.boltzspark.math.Matrix;
import io.boltzspark.math.RandomStream;
import io.boltzspark.math.RandomStream.Purpose;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Means and samples of a layer against one another and against the derivatives of its log
 * partition, for inputs far larger than those that {@link SmallMachine} can enumerate.
 */
class ConditionalTest {
  private static final long SEED = 61;
  private static final float GUARD = 55f;

  static Stream<List<UnitSpec>> layers() {
    return Stream.of(
        List.of(UnitSpec.of(BERNOULLI, 6)),
        List.of(UnitSpec.of(SPIN, 6)),
        List.of(UnitSpec.of(GAUSSIAN, 6)),
        List.of(UnitSpec.standardNormal(6)),
        List.of(UnitSpec.of(POTTS, 6, 3)),
        List.of(UnitSpec.of(POTTS, 6, 6)),
        List.of(UnitSpec.of(MULTINOMIAL, 6, 20)),
        List.of(UnitSpec.of(BINOMIAL, 6, 5)),
        List.of(UnitSpec.of(RECTIFIED, 6)),
        List.of(UnitSpec.of(NOISY_RECTIFIED, 6)),
        List.of(UnitSpec.of(BERNOULLI, 1), UnitSpec.of(POTTS, 3, 3), UnitSpec.of(RECTIFIED, 2)));
  }

  /** A layer under test, its parameters, and inputs for each of its units. */
  private record Subject(BoltzmannMachine machine, float[] parameters, float[] inputs) {

    static Subject of(List<UnitSpec> groups) {
      BoltzmannMachine machine =
          BoltzmannMachine.of(new MachineSpec(List.of(groups, List.of(UnitSpec.of(BERNOULLI, 2)))));
      SplittableRandom random = new SplittableRandom(SEED);
      float[] parameters = new float[machine.layout().size()];
      for (int i = 0; i < parameters.length; i++) {
        parameters[i] = (float) (0.5 * random.nextGaussian());
      }
      float[] inputs = new float[machine.visible().size()];
      for (int i = 0; i < inputs.length; i++) {
        inputs[i] = -5 + 2 * i;
      }
      return new Subject(machine, parameters, inputs);
    }

    Layer layer() {
      return machine.visible();
    }

    /** The inputs in every row, in the middle of a larger array. */
    Matrix rows(int count) {
      Matrix whole = Matrix.zeros(count + 2, inputs.length + 3);
      Arrays.fill(whole.values(), GUARD);
      Matrix rows = whole.rows(1, count + 1).columns(2, 2 + inputs.length);
      for (int r = 0; r < count; r++) {
        System.arraycopy(inputs, 0, rows.values(), rows.offset(r), inputs.length);
      }
      return rows;
    }

    RandomStream stream() {
      return new RandomStream(SEED, Purpose.SAMPLING, 0, 0);
    }
  }

  @ParameterizedTest
  @MethodSource("layers")
  void samplesHaveTheMeansAndRowsAreIndependent(List<UnitSpec> groups) {
    Subject subject = Subject.of(groups);
    int rows = 50_000;
    Matrix samples = subject.rows(rows);
    subject.layer().sampleInPlace(samples, subject.parameters(), subject.stream());
    Matrix means = subject.rows(1);
    subject.layer().meanInPlace(means, subject.parameters());
    for (int i = 0; i < samples.columns(); i++) {
      double mean = 0;
      for (int r = 0; r < rows; r++) {
        mean += samples.get(r, i) / (double) rows;
      }
      double variance = 0;
      double neighbours = 0;
      for (int r = 0; r < rows; r++) {
        double distance = samples.get(r, i) - mean;
        variance += distance * distance / rows;
        neighbours += distance * (samples.get((r + 1) % rows, i) - mean) / rows;
      }
      // The variance is itself estimated; where hardly any sample differs, the 5 / n rule out
      // what fewer than five of them could tell.
      double tolerance = 5 * Math.sqrt(variance / rows) + 5.0 / rows;
      assertEquals(means.get(0, i), mean, tolerance, "mean of unit " + i + ", seed " + SEED);
      assertEquals(0, neighbours, 5 * variance / Math.sqrt(rows) + 5.0 / rows, "rows, unit " + i);
    }
  }

  @ParameterizedTest
  @MethodSource("layers")
  void nothingButTheWindowIsWritten(List<UnitSpec> groups) {
    Subject subject = Subject.of(groups);
    Matrix window = subject.rows(9);
    subject
        .layer()
        .meanAndSampleInPlace(window, subject.rows(9), subject.parameters(), subject.stream());
    int inside = 0;
    for (float value : window.values()) {
      inside += value == GUARD ? 0 : 1;
    }
    assertEquals(9 * window.columns(), inside);
  }

  @ParameterizedTest
  @MethodSource("layers")
  void meansAndSamplesTogetherAreThoseOfEachAlone(List<UnitSpec> groups) {
    Subject subject = Subject.of(groups);
    Matrix means = subject.rows(40);
    subject.layer().meanInPlace(means, subject.parameters());
    Matrix samples = subject.rows(40);
    subject.layer().sampleInPlace(samples, subject.parameters(), subject.stream());
    Matrix both = subject.rows(40);
    Matrix sampled = Matrix.zeros(40, both.columns());
    subject.layer().meanAndSampleInPlace(both, sampled, subject.parameters(), subject.stream());
    assertArrayEquals(means.toArray(), both.toArray());
    assertArrayEquals(samples.toArray(), sampled.toArray());
  }

  static Stream<List<UnitSpec>> layersWithEnergy() {
    return layers().filter(groups -> groups.stream().allMatch(g -> g.type().hasEnergy()));
  }

  /** The derivative of log sum exp(-E(s) + phi(s) x) by x is the mean of phi(s). */
  @ParameterizedTest
  @MethodSource("layersWithEnergy")
  void meansAreDerivativesOfTheLogPartition(List<UnitSpec> groups) {
    Subject subject = Subject.of(groups);
    Layer layer = subject.layer();
    Matrix means = subject.rows(1);
    layer.meanInPlace(means, subject.parameters());
    Matrix phi = layer.interaction(means, subject.parameters());
    float step = 0x1p-6f;
    for (int i = 0; i < means.columns(); i++) {
      double[] at = new double[5];
      for (int k = -2; k <= 2; k++) {
        Matrix moved = subject.rows(1);
        moved.set(0, i, moved.get(0, i) + k * step);
        at[k + 2] = layer.logPartition(moved, 0, subject.parameters());
      }
      double derivative = (8 * (at[3] - at[1]) - (at[4] - at[0])) / (12 * step);
      // step^4 / 30 = 2e-9 times a fifth derivative: a cumulant, below 100 for 20 draws. Cancelled
      // digits: 2^-52 times a log partition below 1000, over the step: 1e-11. And the mean's own
      // error in single precision.
      double tolerance = 2e-7 + 1e-6 * Math.max(1, Math.abs(phi.get(0, i)));
      assertEquals(derivative, phi.get(0, i), tolerance, "unit " + i);
    }
  }

  @ParameterizedTest
  @MethodSource("layersWithEnergy")
  void logPartitionsByKernelsAreThoseInDoublePrecision(List<UnitSpec> groups) {
    Subject subject = Subject.of(groups);
    SplittableRandom random = new SplittableRandom(SEED);
    Matrix input = subject.rows(200);
    for (int r = 0; r < input.rows(); r++) {
      for (int i = 0; i < input.columns(); i++) {
        input.set(r, i, (float) (4 * random.nextGaussian()));
      }
    }
    double[] sums = new double[input.rows()];
    Arrays.fill(sums, 7);
    subject.layer().addLogPartitions(input, subject.parameters(), sums);
    for (int r = 0; r < sums.length; r++) {
      double exact = subject.layer().logPartition(input, r, subject.parameters());
      double magnitude = 0;
      for (int i = 0; i < input.columns(); i++) {
        double x = Math.abs(input.get(r, i)) + 2; // biases are below 2 here
        magnitude += 20 * Math.max(x, x * x); // up to 20 draws; 1 / sigma^2 below 20
      }
      // 2e-7 a softplus, of at most 5 copies each; a few roundings of each term.
      double tolerance = 6 * 5 * 2e-7 + 8 * 0x1p-24 * magnitude;
      assertEquals(exact, sums[r] - 7, tolerance, "row " + r + ", seed " + SEED);
    }
  }
}
