package io.boltzspark.evaluation.partition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.evaluation.partition.AnnealingSchedule.Spacing;
import io.boltzspark.evaluation.partition.ReverseAnnealing.Start;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.MachineSpec;
import io.boltzspark.model.ParameterLayout.Segment;
import io.boltzspark.model.SmallMachine;
import io.boltzspark.model.UnitSpec;
import io.boltzspark.model.UnitType;
import io.boltzspark.testing.Slow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** log Z of every pairing of units against sums and quadratures written out here. */
class PairingsTest {
  private static final int SIZE = 4;

  /** Mean states where annealing begins: of the machine's own choice, and others. */
  private static final List<double[]> BASES =
      List.of(new double[0], new double[] {0.4, 0.4, 0.4, 0.4});

  private static UnitSpec units(UnitType type) {
    return switch (type) {
      case POTTS -> UnitSpec.of(type, SIZE, 2);
      case MULTINOMIAL, BINOMIAL -> UnitSpec.of(type, SIZE, 3);
      default -> UnitSpec.of(type, SIZE);
    };
  }

  /** Every pairing of which one side can be enumerated. */
  static Stream<Arguments> pairings() {
    return Arrays.stream(UnitType.values())
        .filter(UnitType::hasEnergy)
        .flatMap(
            visible ->
                Arrays.stream(UnitType.values())
                    .filter(UnitType::hasEnergy)
                    .filter(hidden -> !visible.hasVariance() || !hidden.hasVariance())
                    .map(hidden -> Arguments.of(visible, hidden)));
  }

  @ParameterizedTest
  @MethodSource("pairings")
  void allMethodsFindTheSum(UnitType visible, UnitType hidden) {
    BoltzmannMachine machine = BoltzmannMachine.of(MachineSpec.of(units(visible), units(hidden)));
    float[] parameters = parameters(machine, 0.5, 3);
    double exact =
        visible.hasVariance()
            ? logPartition(machine, parameters, 1)
            : logPartition(machine, parameters, 0);
    assertEquals("", Normalisable.reasonNot(machine, parameters));
    // Some fifty terms below 20 of single precision, and single-precision kernels.
    double tolerance = 50 * 20 * 0x1p-24 + SIZE * 1e-6;
    assertEquals(exact, new ExactLogPartition(machine, parameters).logPartition(), tolerance);
    // Each type meets both bases.
    double[] one = BASES.get((visible.ordinal() + hidden.ordinal()) % 2);
    assertCovered(exact, machine, parameters, Slow.or(BASES, List.of(one)));
  }

  private static void assertCovered(
      double exact, BoltzmannMachine machine, float[] parameters, List<double[]> bases) {
    AnnealingSchedule schedule = new AnnealingSchedule(300, Spacing.DENSE);
    for (double[] mean : bases) {
      AnnealingPlan plan = new AnnealingPlan(ChainSlice.CHAINS, schedule, mean, 6);
      AnnealedImportance up = new AnnealedImportance(machine, parameters, plan);
      assertCovers(exact, run(up, up.start(0, plan.chains())));
      ReverseAnnealing down = new ReverseAnnealing(machine, parameters, plan, Start.NOISE, 200);
      assertCovers(exact, run(down, down.startAtNoise(0, plan.chains())));
    }
  }

  private static LogPartitionEstimate run(AnnealingWalk walk, ChainSlice start) {
    return walk.weights(walk.advance(start, walk.steps()).logWeights()).estimate();
  }

  private static void assertCovers(double exact, LogPartitionEstimate estimate) {
    assertTrue(estimate.isReliable(), estimate.toString());
    // Five standard errors, and differences of single-precision sums: 300 steps off by some 1e-6.
    double tolerance = 5 * estimate.standardError() + 3e-4;
    assertEquals(exact, estimate.logPartition(), tolerance, estimate.toString());
  }

  @Test
  void twoGaussianLayersHaveADeterminant() {
    BoltzmannMachine machine =
        BoltzmannMachine.of(
            MachineSpec.of(UnitSpec.of(UnitType.GAUSSIAN, 1), UnitSpec.of(UnitType.GAUSSIAN, 1)));
    float[] parameters = parameters(machine, 0.4, 5);
    double[] s = {
      Math.exp(-2 * parameters[machine.layout().segment("log_sigma.0").offset()]),
      Math.exp(-2 * parameters[machine.layout().segment("log_sigma.1").offset()])
    };
    double a = parameters[machine.layout().segment("bias.0").offset()];
    double b = parameters[machine.layout().segment("bias.1").offset()];
    double w = parameters[0];
    // The rectangle rule on [-15, 15]^2 is exact for a function that is smooth and 0 at the edges.
    double sum = 0;
    double step = 0.05;
    for (double x = -15; x <= 15; x += step) {
      for (double y = -15; y <= 15; y += step) {
        double energy =
            (x - a) * (x - a) * s[0] / 2 + (y - b) * (y - b) * s[1] / 2 - w * x * s[0] * y * s[1];
        sum += Math.exp(-energy) * step * step;
      }
    }
    GaussianPrecision gaussian = new GaussianPrecision(machine, parameters);
    assertTrue(gaussian.isAll());
    assertEquals(Math.log(sum), gaussian.logPartition().orElseThrow(), 1e-6);
  }

  /** By a quadrature over both units; the precision has {@code -J} beside its diagonal. */
  @Test
  void coupledGaussianUnitsHaveADeterminant() {
    SmallMachine small = SmallMachine.COUPLED_GAUSSIAN;
    float[] parameters = small.parameters(6);
    GaussianPrecision gaussian = new GaussianPrecision(small.machine(), parameters);
    assertTrue(gaussian.isAll() && gaussian.isConnected());
    double exact = small.enumerated(parameters).logPartition();
    assertEquals(exact, gaussian.logPartition().orElseThrow(), 1e-6);
    assertEquals("", Normalisable.reasonNot(small.machine(), parameters));
    // 1 - J^2 / (sigma sigma')^2 is not positive.
    int coupling = small.machine().couplings(0).offset() + 1;
    parameters[coupling] = 2;
    parameters[small.twin(coupling)] = 2;
    assertTrue(Normalisable.reasonNot(small.machine(), parameters).contains("positive definite"));
    SmallMachine semi = SmallMachine.SEMI_RESTRICTED_GAUSSIAN;
    assertEquals("", Normalisable.reasonNot(semi.machine(), semi.parameters(6)));
    float[] large = semi.parameters(6);
    int inner = semi.machine().couplings(0).offset() + 1;
    large[inner] = 2;
    large[semi.twin(inner)] = 2;
    assertTrue(Normalisable.reasonNot(semi.machine(), large).contains("positive definite"));
  }

  @Test
  void manyGaussiansAreAnnealedAsTheirDeterminantSays() {
    BoltzmannMachine machine =
        BoltzmannMachine.of(
            MachineSpec.of(units(UnitType.GAUSSIAN), UnitSpec.standardNormal(SIZE)));
    float[] parameters = parameters(machine, 0.2, 5);
    double exact = new GaussianPrecision(machine, parameters).logPartition().orElseThrow();
    assertEquals("", Normalisable.reasonNot(machine, parameters));
    assertCovered(exact, machine, parameters, BASES);
  }

  @Test
  void machinesWithoutADistributionAreRefused() {
    BoltzmannMachine machine =
        BoltzmannMachine.of(MachineSpec.of(units(UnitType.GAUSSIAN), units(UnitType.GAUSSIAN)));
    float[] parameters = parameters(machine, 0.2, 5);
    Arrays.fill(parameters, 0, machine.layout().firstUnitParameter(), 2f);
    assertTrue(Normalisable.reasonNot(machine, parameters).contains("positive definite"));
    assertTrue(new GaussianPrecision(machine, parameters).logPartition().isEmpty());
    assertFalse(ExactLogPartition.isPossible(machine));
    for (UnitType hidden : List.of(UnitType.RECTIFIED, UnitType.NOISY_RECTIFIED)) {
      BoltzmannMachine other =
          BoltzmannMachine.of(MachineSpec.of(units(UnitType.GAUSSIAN), units(hidden)));
      assertFalse(Normalisable.reasonNot(other, new float[other.layout().size()]).isEmpty());
    }
  }

  /** Weights of a deviation, biases of 0.5, log sigma of 0.2. */
  private static float[] parameters(BoltzmannMachine machine, double deviation, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] parameters = new float[machine.layout().size()];
    for (Segment segment : machine.layout().segments()) {
      double here =
          segment.name().startsWith("weights")
              ? deviation
              : segment.name().startsWith("bias") ? 0.5 : 0.2;
      for (int i = 0; i < segment.size(); i++) {
        parameters[segment.offset() + i] = (float) (here * random.nextGaussian());
      }
    }
    return parameters;
  }

  // From here on the oracle: the energies as they are defined, in double precision.

  /** A joint state of a layer, and the logarithm of the ways in which it comes about. */
  private record State(double[] values, double logWays) {}

  private static List<State> states(UnitSpec spec) {
    List<State> states = new ArrayList<>();
    int most =
        switch (spec.type()) {
          case BINOMIAL, MULTINOMIAL -> spec.count();
          default -> 1;
        };
    int each = most + 1;
    for (int n = 0; n < Math.pow(each, spec.size()); n++) {
      double[] values = new double[spec.size()];
      double logWays = 0;
      int rest = n;
      double total = 0;
      for (int i = 0; i < values.length; i++) {
        values[i] = rest % each;
        rest /= each;
        total += values[i];
      }
      boolean allowed = true;
      switch (spec.type()) {
        case SPIN -> Arrays.setAll(values, i -> 2 * values[i] - 1);
        case POTTS -> {
          for (int g = 0; g < values.length; g += spec.count()) {
            double ones = 0;
            for (int i = g; i < g + spec.count(); i++) {
              ones += values[i];
            }
            allowed &= ones == 1;
          }
        }
        case MULTINOMIAL -> {
          allowed = total == spec.count();
          logWays = logFactorial(spec.count());
          for (double value : values) {
            logWays -= logFactorial((int) value);
          }
        }
        case BINOMIAL -> {
          for (double value : values) {
            logWays +=
                logFactorial(spec.count())
                    - logFactorial((int) value)
                    - logFactorial(spec.count() - (int) value);
          }
        }
        default -> {}
      }
      if (allowed) {
        states.add(new State(values, logWays));
      }
    }
    return states;
  }

  private static double logFactorial(int n) {
    return n < 2 ? 0 : Math.log(n) + logFactorial(n - 1);
  }

  /** Sums over all states of one layer, and for each of these over the other layer's. */
  private static double logPartition(BoltzmannMachine machine, float[] parameters, int outer) {
    UnitSpec here = machine.spec().layers().get(outer).get(0);
    UnitSpec there = machine.spec().layers().get(1 - outer).get(0);
    List<Double> logs = new ArrayList<>();
    for (State state : states(here)) {
      double log = state.logWays();
      double[] input = new double[SIZE];
      for (int i = 0; i < SIZE; i++) {
        log += state.values()[i] * parameters[machine.layer(outer).biasOffset() + i];
        for (int j = 0; j < SIZE; j++) {
          int weight = outer == 0 ? i * SIZE + j : j * SIZE + i;
          input[j] += state.values()[i] * parameters[weight];
        }
      }
      logs.add(log + logInner(machine, parameters, 1 - outer, there, input));
    }
    return logSum(logs);
  }

  private static double logInner(
      BoltzmannMachine machine, float[] parameters, int layer, UnitSpec spec, double[] input) {
    int bias = machine.layer(layer).biasOffset();
    if (spec.type().hasVariance()) {
      double sum = 0;
      int sigma = machine.layout().segment("log_sigma." + layer).offset();
      for (int i = 0; i < SIZE; i++) {
        double lowest = spec.type() == UnitType.RECTIFIED ? 0 : -40;
        sum += logIntegral(parameters[bias + i], Math.exp(parameters[sigma + i]), input[i], lowest);
      }
      return sum;
    }
    List<Double> logs = new ArrayList<>();
    for (State state : states(spec)) {
      double log = state.logWays();
      for (int i = 0; i < SIZE; i++) {
        log += state.values()[i] * (parameters[bias + i] + input[i]);
      }
      logs.add(log);
    }
    return logSum(logs);
  }

  /** Of exp(-(s - a)^2 / (2 sigma^2) + s x / sigma^2) from a lowest value, by Simpson's rule. */
  private static double logIntegral(double a, double sigma, double x, double lowest) {
    int pieces = 8000;
    double step = (40 - lowest) / pieces;
    double sum = 0;
    for (int k = 0; k <= pieces; k++) {
      double s = lowest + k * step;
      double log = (-(s - a) * (s - a) / 2 + s * x) / (sigma * sigma);
      double factor = k == 0 || k == pieces ? 1 : k % 2 == 1 ? 4 : 2;
      sum += factor * Math.exp(log);
    }
    return Math.log(sum * step / 3);
  }

  private static double logSum(List<Double> logs) {
    double largest = logs.stream().mapToDouble(d -> d).max().orElseThrow();
    return largest + Math.log(logs.stream().mapToDouble(log -> Math.exp(log - largest)).sum());
  }
}
