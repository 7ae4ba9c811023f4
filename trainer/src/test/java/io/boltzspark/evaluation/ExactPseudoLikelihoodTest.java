package io.boltzspark.evaluation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.math.Matrix;
import io.boltzspark.math.RandomStream;
import io.boltzspark.math.RandomStream.Purpose;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.EnumeratedMachine;
import io.boltzspark.model.MachineSpec;
import io.boltzspark.model.SmallMachine;
import io.boltzspark.model.UnitSpec;
import io.boltzspark.model.UnitType;
import io.boltzspark.testing.TestSeed;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** All terms of the pseudo-log-likelihood. */
class ExactPseudoLikelihoodTest {

  static Stream<SmallMachine> machinesThatHaveOne() {
    return Stream.of(SmallMachine.values())
        .filter(small -> PseudoLikelihood.reasonNot(small.machine()).isEmpty());
  }

  /** From the enumerated probabilities of a row and of its neighbours. */
  @ParameterizedTest
  @MethodSource("machinesThatHaveOne")
  void isTheSumOverUnitsOfEnumeratedConditionals(SmallMachine small) {
    float[] parameters = small.parameters(5);
    EnumeratedMachine exact = small.enumerated(parameters);
    double[] marginal = exact.marginal(0);
    // More rows than are worked on at once: every state, again and again.
    int units = exact.size(0);
    Matrix rows = Matrix.zeros(150, units);
    double[] expected = new double[rows.rows()];
    for (int r = 0; r < rows.rows(); r++) {
      int state = r % marginal.length;
      for (int i = 0; i < units; i++) {
        rows.set(r, i, (float) exact.value(state, 0, i)); // layer 0 changes fastest
        int neighbour = withUnitFlipped(exact, state, i);
        expected[r] += Math.log(marginal[state] / (marginal[state] + marginal[neighbour]));
      }
    }
    float[] before = rows.toArray();
    double[] found = PseudoLikelihood.exact(small.machine(), parameters, rows);
    assertArrayEquals(before, rows.toArray(), "the rows are only read");
    // At most four terms, each from sums below 20 with a relative error of 1e-6.
    assertArrayEquals(expected, found, 4 * 20e-6);
  }

  private static int withUnitFlipped(EnumeratedMachine exact, int state, int unit) {
    for (int other = 0; other < exact.states(0); other++) {
      boolean neighbour = true;
      for (int i = 0; i < exact.size(0); i++) {
        neighbour &= exact.value(other, 0, i) == exact.value(state, 0, i) ^ i == unit;
      }
      if (neighbour) {
        return other;
      }
    }
    throw new AssertionError("no neighbour of state " + state);
  }

  /** Unit by unit, from free energies in double precision. */
  @ParameterizedTest
  @EnumSource(
      value = UnitType.class,
      names = {"BERNOULLI", "SPIN"})
  void isWhatTwoFreeEnergiesAUnitGive(UnitType visible) {
    long seed = TestSeed.next();
    SplittableRandom random = new SplittableRandom(seed);
    BoltzmannMachine machine =
        BoltzmannMachine.of(
            MachineSpec.of(UnitSpec.of(visible, 40), UnitSpec.of(UnitType.BERNOULLI, 30)));
    float[] parameters = new float[machine.layout().size()];
    for (int p = 0; p < parameters.length; p++) {
      parameters[p] = (float) (0.5 * random.nextGaussian());
    }
    Matrix rows = randomRows(machine, 100, random);
    double[] states = machine.visible().states();
    double[] expected = new double[rows.rows()];
    double[] here = machine.freeEnergy(rows, parameters);
    for (int i = 0; i < 40; i++) {
      Matrix flipped = Matrix.zeros(rows.rows(), 40);
      flipped.setFrom(rows);
      for (int r = 0; r < rows.rows(); r++) {
        flipped.set(r, i, (float) (rows.get(r, i) == states[0] ? states[1] : states[0]));
      }
      double[] there = machine.freeEnergy(flipped, parameters);
      for (int r = 0; r < rows.rows(); r++) {
        expected[r] -= Math.log1p(Math.exp(here[r] - there[r]));
      }
    }
    // 40 terms; inputs are sums of 40 products below 3 in single precision, for 30 hidden units,
    // twice, and the units' sums, which are below 30 x 40, are right to 1e-6.
    double tolerance = 40 * (2 * 30 * 40 * 3 * 0x1p-24 * 4 + 2 * 30 * 40 * 1e-6 / 4);
    assertArrayEquals(
        expected, PseudoLikelihood.exact(machine, parameters, rows), tolerance, "seed " + seed);
  }

  private static Matrix randomRows(BoltzmannMachine machine, int count, SplittableRandom random) {
    double[] states = machine.visible().states();
    Matrix rows = Matrix.zeros(count, machine.visible().size());
    for (int r = 0; r < count; r++) {
      for (int i = 0; i < rows.columns(); i++) {
        rows.set(r, i, (float) states[random.nextInt(2)]);
      }
    }
    return rows;
  }

  /** Of spins as of binary units: one unit a row estimates the mean over rows of all units. */
  @ParameterizedTest
  @EnumSource(
      value = SmallMachine.class,
      names = {"BERNOULLI_BERNOULLI", "SPIN_SPIN", "SPIN_BERNOULLI"})
  void oneUnitARowEstimatesIt(SmallMachine small) {
    int count = 40_000;
    BoltzmannMachine machine = small.machine();
    float[] parameters = small.parameters(8);
    int units = machine.visible().size();
    Matrix rows = randomRows(machine, count, new SplittableRandom(9));
    double mean = 0;
    double square = 0;
    double[] exact = PseudoLikelihood.exact(machine, parameters, rows);
    for (double value : exact) {
      mean += value / count;
      // A term is between 0 and the sum: n times it has a square of n^2 sum^2 at most.
      square += value * value / count;
    }
    RandomStream random = new RandomStream(2, Purpose.EVALUATION, 0, 0);
    double estimate = PseudoLikelihood.stochastic(machine, parameters, rows, random);
    // E[(n t)^2] = n sum t^2 <= n (sum t)^2
    double deviation = Math.sqrt(units * square);
    assertEquals(mean, estimate, 5 * deviation / Math.sqrt(count) + 1e-4);
  }

  @Test
  void coinsGiveLogTwoAUnit() {
    BoltzmannMachine machine = BoltzmannMachine.bernoulli(List.of(7, 2));
    Matrix rows = randomRows(machine, 3, new SplittableRandom(1));
    double[] found = PseudoLikelihood.exact(machine, new float[machine.layout().size()], rows);
    for (double value : found) {
      assertEquals(-7 * Math.log(2), value, 7e-6);
    }
  }

  @Test
  void saysWhichMachinesAndRowsHaveNone() {
    List<SmallMachine> without =
        Arrays.stream(SmallMachine.values())
            .filter(small -> !PseudoLikelihood.reasonNot(small.machine()).isEmpty())
            .toList();
    assertTrue(without.containsAll(List.of(SmallMachine.LABELLED, SmallMachine.DEEP_BERNOULLI)));
    assertTrue(
        without.containsAll(List.of(SmallMachine.GAUSSIAN_BERNOULLI, SmallMachine.MIXED_VISIBLE)));
    assertFalse(without.contains(SmallMachine.HOPFIELD));
    BoltzmannMachine noisy =
        BoltzmannMachine.of(
            MachineSpec.of(
                UnitSpec.of(UnitType.BERNOULLI, 3), UnitSpec.of(UnitType.NOISY_RECTIFIED, 2)));
    assertTrue(PseudoLikelihood.reasonNot(noisy).contains("energy"));
    BoltzmannMachine spins = SmallMachine.SPIN_SPIN.machine();
    assertEquals(
        "it requires values of only -1 and 1",
        PseudoLikelihood.reasonNot(spins, Matrix.zeros(1, 3)));
    Matrix up = new Matrix(new float[] {1, -1, 1}, 0, 1, 3);
    assertEquals("", PseudoLikelihood.reasonNot(spins, up));
  }
}
