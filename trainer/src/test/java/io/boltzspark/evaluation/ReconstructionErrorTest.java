package io.boltzspark.evaluation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.boltzspark.math.Matrix;
import io.boltzspark.math.RandomStream;
import io.boltzspark.math.RandomStream.Purpose;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.MachineSpec;
import io.boltzspark.model.UnitSpec;
import io.boltzspark.model.UnitType;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** On machines whose reconstruction is certain, so that the definition alone is left. */
class ReconstructionErrorTest {
  private static final int UNITS = 6;
  private static final List<Integer> SHAPE = List.of(UNITS, UNITS);
  private static final BoltzmannMachine MACHINE = BoltzmannMachine.bernoulli(SHAPE);

  /**
   * Hidden unit i repeats visible unit i, rounded, and is repeated by it; but visible unit 0 is
   * always reconstructed as 1 and unit 1 as 0. Inputs of 20 or more leave no doubt but 1e-7.
   */
  private static float[] copyingParameters() {
    float[] parameters = new float[MACHINE.layout().size()];
    Arrays.fill(parameters, MACHINE.layout().firstUnitParameter(), parameters.length, -30f);
    for (int i = 0; i < UNITS; i++) {
      parameters[i * UNITS + i] = 60; // weights come first, row-major
    }
    int bias = MACHINE.layout().segment("bias.0").offset();
    parameters[bias] = 90;
    parameters[bias + 1] = -90;
    return parameters;
  }

  private static float reconstructed(int unit, float value) {
    return unit == 0 ? 1 : unit == 1 ? 0 : Math.round(value);
  }

  /** Grey values near black and white, and different from batch to batch. */
  private static Matrix rows(int count) {
    SplittableRandom random = new SplittableRandom(count);
    Matrix rows = new Matrix(new float[count * UNITS + 4], 4, count, UNITS);
    for (int r = 0; r < count; r++) {
      for (int i = 0; i < UNITS; i++) {
        float noise = (float) random.nextDouble(0, 0.15);
        rows.set(r, i, random.nextInt(200) < 20 + r / 2 ? 1 - noise : noise);
      }
    }
    return rows;
  }

  private static double byDefinition(Matrix rows) {
    double sumOverRows = 0;
    for (int r = 0; r < rows.rows(); r++) {
      int first = r / 100 * 100;
      int last = Math.min(rows.rows(), first + 100);
      double n = (last - first) * UNITS;
      double sum = 0;
      double squares = 0;
      for (int s = first; s < last; s++) {
        for (int i = 0; i < UNITS; i++) {
          sum += rows.get(s, i);
          squares += (double) rows.get(s, i) * rows.get(s, i);
        }
      }
      double variance = (squares - sum * sum / n) / (n - 1);
      double error = 0;
      for (int i = 0; i < UNITS; i++) {
        error += Math.pow(reconstructed(i, rows.get(r, i)) - rows.get(r, i), 2) / UNITS;
      }
      sumOverRows += error / variance;
    }
    return Math.sqrt(sumOverRows / rows.rows());
  }

  /** Ones (whose variance would be of rounding) and zeros (0 / 0). */
  @ParameterizedTest
  @ValueSource(floats = {0, 1, 0.1f})
  void batchesWithoutVarianceAreLeftOut(float value) {
    Matrix rows = rows(200);
    Matrix others = Matrix.zeros(100, UNITS);
    others.setFrom(rows.rows(100, 200));
    for (int r = 0; r < 100; r++) {
      for (int i = 0; i < UNITS; i++) {
        rows.set(r, i, value);
      }
    }
    double error =
        ReconstructionError.of(
            MACHINE, copyingParameters(), rows, new RandomStream(1, Purpose.MONITOR, 0, 0));
    assertEquals(byDefinition(others), error, 1e-6);
    double none =
        ReconstructionError.of(
            MACHINE,
            copyingParameters(),
            rows.rows(0, 100),
            new RandomStream(1, Purpose.MONITOR, 0, 0));
    assertEquals(Double.NaN, none);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 99, 100, 101, 250})
  void itIsTheDefinitionBatchByBatch(int count) {
    Matrix rows = rows(count);
    float[] before = rows.values().clone();
    RandomStream random = new RandomStream(1, Purpose.MONITOR, 0, 0);
    double error = ReconstructionError.of(MACHINE, copyingParameters(), rows, random);
    // Differences are of single-precision numbers below 1, each rounded once.
    assertEquals(byDefinition(rows), error, 1e-6 * error);
    assertArrayEquals(before, rows.values(), "the rows are only read");
  }

  @Test
  void aPerfectCopyHasNoError() {
    float[] parameters = copyingParameters();
    int bias = MACHINE.layout().segment("bias.0").offset();
    Arrays.fill(parameters, bias, bias + UNITS, -30f);
    Matrix rows = Matrix.zeros(150, UNITS);
    SplittableRandom random = new SplittableRandom(4);
    for (int i = 0; i < rows.values().length; i++) {
      rows.values()[i] = random.nextInt(2);
    }
    RandomStream stream = new RandomStream(1, Purpose.MONITOR, 0, 0);
    assertEquals(0, ReconstructionError.of(MACHINE, parameters, rows, stream));
  }

  /** Spins that force each other to be equal: draws given the others change nothing. */
  @Test
  void withoutHiddenUnitsEachIsDrawnGivenTheOthers() {
    MachineSpec spec =
        new MachineSpec(List.of(List.of(UnitSpec.of(UnitType.SPIN, UNITS))), List.of(0));
    BoltzmannMachine machine = BoltzmannMachine.of(spec);
    float[] parameters = new float[machine.layout().size()];
    for (int i = 0; i < UNITS; i++) {
      for (int j = 0; j < UNITS; j++) {
        parameters[machine.couplings(0).offset() + i * UNITS + j] = i == j ? 0 : 10;
      }
    }
    Matrix rows = Matrix.zeros(10, UNITS);
    for (int r = 0; r < 10; r++) {
      for (int i = 0; i < UNITS; i++) {
        rows.set(r, i, r % 2 == 0 ? 1 : -1);
      }
    }
    RandomStream stream = new RandomStream(1, Purpose.MONITOR, 0, 0);
    assertEquals(0, ReconstructionError.of(machine, parameters, rows, stream));
    // One spin of each row turned, which the others turn back: (r - x)^2 is 4 for one of six, and
    // the entries' variance, with their mean 0, is 60 / 59.
    for (int r = 0; r < 10; r++) {
      rows.set(r, r % UNITS, -rows.get(r, r % UNITS));
    }
    double error = ReconstructionError.of(machine, parameters, rows, stream);
    assertEquals(4.0 / UNITS * 59 / 60, error * error, 1e-6);
  }

  /**
   * A top unit that is on by its bias switches the one below it on, which is off without, and that
   * one the pixels: all rows become ones, of which a quarter are zeros. The variance of the entries
   * is 3/16 n / (n - 1).
   */
  @Test
  void theTopOfADeepMachineIsDrawnFromItsBiases() {
    BoltzmannMachine machine = BoltzmannMachine.bernoulli(List.of(2, 1, 1));
    float[] parameters = new float[machine.layout().size()];
    parameters[machine.layout().segment("weights.0").offset()] = 100;
    parameters[machine.layout().segment("weights.0").offset() + 1] = 100;
    parameters[machine.layout().segment("weights.1").offset()] = 500;
    Arrays.fill(parameters, machine.layout().segment("bias.0").offset(), parameters.length, -50f);
    parameters[machine.layout().segment("bias.1").offset()] = -250;
    parameters[machine.layout().segment("bias.2").offset()] = 50;
    Matrix rows = Matrix.zeros(40, 2);
    for (int r = 10; r < 40; r++) {
      rows.set(r, 0, 1);
      rows.set(r, 1, 1);
    }
    RandomStream stream = new RandomStream(3, Purpose.MONITOR, 0, 0);
    double error = ReconstructionError.of(machine, parameters, rows, stream);
    assertEquals(0.25 / (3.0 / 16 * 80 / 79), error * error, 1e-6);
  }

  /** A draw that knows nothing of x but has its mean p errs by 2 p (1 - p): the root of 2. */
  @Test
  void aMachineThatLearntTheMeansAloneErrsByTheRootOfTwo() {
    int count = 20_000;
    Matrix rows = Matrix.zeros(count, UNITS);
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < rows.values().length; i++) {
      rows.values()[i] = random.nextInt(2);
    }
    RandomStream stream = new RandomStream(2, Purpose.MONITOR, 0, 0);
    double error =
        ReconstructionError.of(MACHINE, new float[MACHINE.layout().size()], rows, stream);
    // (r - x)^2 is a fair coin, n of them; divided by the variance 1/4 of a batch, itself known to
    // about 1 / 600 of its value (a bias of n - 1 and second order): square 2 with deviation
    // 2 / sqrt(n).
    double n = (double) count * UNITS;
    assertEquals(2, error * error, 5 * 2 / Math.sqrt(n) + 2 * 2.0 / 600);
  }
}
