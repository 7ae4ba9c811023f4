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
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** All terms of the pseudo-log-likelihood. */
class ExactPseudoLikelihoodTest {

  static Stream<SmallMachine> machinesThatHaveOne() {
    return Stream.of(SmallMachine.values())
        .filter(SmallMachine::isDiscrete)
        .filter(small -> PseudoLikelihood.reasonNot(small.machine()).isEmpty());
  }

  /** From the enumerated probabilities of a row and of its neighbours, in one unit's state. */
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
      }
      UnitSpec visible = small.spec().layers().get(0).get(0);
      int columns = visible.type() == UnitType.POTTS ? visible.count() : 1;
      for (int i = 0; i < units; i += columns) {
        double sum = 0;
        for (int other : withUnitInAnyState(exact, state, i, columns)) {
          sum += marginal[other];
        }
        expected[r] += Math.log(marginal[state] / sum);
      }
    }
    float[] before = rows.toArray();
    double[] found = PseudoLikelihood.exact(small.machine(), parameters, rows);
    assertEquals("", PseudoLikelihood.reasonNot(small.machine(), rows));
    assertArrayEquals(before, rows.toArray(), "the rows are only read");
    // At most five terms, each from sums below 20 with a relative error of 1e-6.
    assertArrayEquals(expected, found, 5 * 20e-6);
  }

  /** The states of layer 0 that have all units but one in common with one of them. */
  private static int[] withUnitInAnyState(
      EnumeratedMachine exact, int state, int first, int columns) {
    return IntStream.range(0, exact.states(0))
        .filter(
            other ->
                IntStream.range(0, exact.size(0))
                    .filter(i -> i < first || i >= first + columns)
                    .allMatch(i -> exact.value(other, 0, i) == exact.value(state, 0, i)))
        .toArray();
  }

  /** Each is normal: around its location and the other's state times their coupling. */
  @Test
  void ofCoupledGaussianUnitsItIsADensity() {
    SmallMachine small = SmallMachine.COUPLED_GAUSSIAN;
    float[] p = small.parameters(6);
    double j = p[small.machine().couplings(0).offset() + 1];
    int bias = small.machine().visible().biasOffset();
    int logSigma = small.machine().layout().segment("log_sigma.0").offset();
    Matrix rows = Matrix.zeros(20, 2);
    double[] expected = new double[20];
    SplittableRandom random = new SplittableRandom(7);
    for (int r = 0; r < 20; r++) {
      for (int i = 0; i < 2; i++) {
        rows.set(r, i, (float) (2 * random.nextGaussian()));
      }
      for (int i = 0; i < 2; i++) {
        double precision = Math.exp(-2 * p[logSigma + 1 - i]);
        double mean = p[bias + i] + j * rows.get(r, 1 - i) * precision;
        double distance = (rows.get(r, i) - mean) * Math.exp(-p[logSigma + i]);
        expected[r] -= distance * distance / 2 + p[logSigma + i] + 0.5 * Math.log(2 * Math.PI);
      }
    }
    // Squares below 100, from single-precision inputs.
    assertArrayEquals(expected, PseudoLikelihood.exact(small.machine(), p, rows), 1e-4);
  }

  /** All its terms come from one product, so that there is nothing to estimate. */
  @Test
  void withoutHiddenUnitsTheEstimateIsExact() {
    SmallMachine small = SmallMachine.COUPLED_POTTS;
    float[] parameters = small.parameters(8);
    EnumeratedMachine enumerated = small.enumerated(parameters);
    Matrix rows = enumerated.allStates().get(0);
    RandomStream random = new RandomStream(2, Purpose.EVALUATION, 0, 0);
    double[] exact = PseudoLikelihood.exact(small.machine(), parameters, rows);
    assertArrayEquals(
        exact, PseudoLikelihood.stochasticTerms(small.machine(), parameters, rows, random));
    assertEquals(
        Arrays.stream(exact).average().orElseThrow(),
        PseudoLikelihood.stochastic(small.machine(), parameters, rows, random),
        1e-12);
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
      names = {"BERNOULLI_BERNOULLI", "SPIN_SPIN", "SPIN_BERNOULLI", "SEMI_RESTRICTED_BERNOULLI"})
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
    assertTrue(
        without.containsAll(
            List.of(
                SmallMachine.COUPLED_HIDDEN,
                SmallMachine.GENERAL_BERNOULLI,
                SmallMachine.SEMI_RESTRICTED_POTTS)));
    assertTrue(
        PseudoLikelihood.reasonNot(SmallMachine.COUPLED_HIDDEN.machine())
            .contains("without couplings within"));
    assertFalse(without.contains(SmallMachine.COUPLED_GAUSSIAN));
    assertFalse(without.contains(SmallMachine.SEMI_RESTRICTED_BERNOULLI));
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
    BoltzmannMachine potts = SmallMachine.COUPLED_POTTS.machine();
    Matrix sites = Matrix.zeros(2, 9);
    for (int site = 0; site < 3; site++) {
      sites.set(0, 3 * site + 1, 1);
      sites.set(1, 3 * site + 1, 1);
    }
    assertEquals("", PseudoLikelihood.reasonNot(potts, sites));
    sites.set(1, 3, 1);
    assertEquals(
        "it requires one of 3 states in each site", PseudoLikelihood.reasonNot(potts, sites));
    BoltzmannMachine counts = SmallMachine.COUPLED_BINOMIAL.machine();
    Matrix numbers = new Matrix(new float[] {0, 1, 2}, 0, 1, 3);
    assertEquals("", PseudoLikelihood.reasonNot(counts, numbers));
    numbers.set(0, 2, 1.5f);
    assertEquals(
        "it requires whole numbers from 0 to 2", PseudoLikelihood.reasonNot(counts, numbers));
  }
}
