package io.boltzspark.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Comparator;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Tempered parameters are those of the machine whose energy is beta times as large, but for the
 * number of ways in which a state comes about and for a constant.
 */
class TemperingTest {
  private static final long SEED = 51;

  @ParameterizedTest
  @EnumSource(SmallMachine.class)
  void energyDifferencesAreMultipliedByBeta(SmallMachine small) {
    float[] parameters = small.parameters(SEED);
    EnumeratedMachine exact = small.enumerated(parameters);
    BoltzmannMachine machine = small.machine();
    for (float beta : new float[] {0.1f, 0.75f, 3f}) {
      float[] tempered = new float[parameters.length];
      machine.temperInto(parameters, beta, tempered);
      double[] energy = machine.energy(exact.allStates(), tempered);
      int reference = leastMagnitude(exact);
      for (int n = 0; n < energy.length; n++) {
        assertEquals(
            remainder(exact, energy, beta, reference),
            remainder(exact, energy, beta, n),
            tolerance(exact, beta, reference) + tolerance(exact, beta, n),
            "state " + n + ", beta " + beta);
      }
    }
  }

  private static int leastMagnitude(EnumeratedMachine exact) {
    return IntStream.range(0, exact.states())
        .boxed()
        .min(Comparator.comparing(exact::energyMagnitude))
        .orElseThrow();
  }

  private static double remainder(EnumeratedMachine exact, double[] energy, float beta, int n) {
    return energy[n] + exact.logWays(n) - beta * (exact.energy(n) + exact.logWays(n));
  }

  /**
   * An energy in single precision is off by at most about ten roundings of its terms (see {@link
   * BoltzmannMachineTest}), a tempered weight by three more, and a tempered log sigma, a sum of
   * numbers below 2, by four times a rounding, which doubles in the variance and once more in a
   * product with another layer's.
   */
  private static double tolerance(EnumeratedMachine exact, float beta, int n) {
    return 30 * 0x1p-24 * (1 + beta * exact.energyMagnitude(n));
  }

  @ParameterizedTest
  @EnumSource(SmallMachine.class)
  void atBetaOneNothingChanges(SmallMachine small) {
    float[] parameters = small.parameters(SEED);
    float[] tempered = new float[parameters.length];
    small.machine().temperInto(parameters, 1f, tempered);
    assertArrayEquals(parameters, tempered);
  }
}
