package io.boltzspark.engine.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.engine.inference.SamplingJob;
import io.boltzspark.engine.inference.SamplingPlan;
import io.boltzspark.math.Matrix;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.MachineSpec;
import io.boltzspark.model.UnitSpec;
import io.boltzspark.model.UnitType;
import io.boltzspark.testing.TestSpark;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What chains that start at noise start at, for every kind of visible units. */
class NoiseStartTest {
  private static final int CHAINS = 4000;

  /** Steepness: how near to a threshold a state has to be for its hidden unit to be in doubt. */
  private static final float STEEP = 1e5f;

  /**
   * @param units the visible units
   * @param unit the one to look at
   * @param threshold a value that it may exceed
   * @param probability of that without any bias
   */
  record Case(UnitSpec units, int unit, double threshold, double probability) {}

  static Stream<Case> cases() {
    double beyondOne = 0.15865525393145707; // of a standard normal number
    return Stream.of(
        new Case(UnitSpec.of(UnitType.BERNOULLI, 2), 1, 0.5, 0.5),
        new Case(UnitSpec.of(UnitType.SPIN, 2), 1, 0, 0.5),
        new Case(UnitSpec.of(UnitType.GAUSSIAN, 2), 1, -1, 1 - beyondOne),
        new Case(UnitSpec.of(UnitType.GAUSSIAN, 2), 0, 0, 0.5),
        new Case(UnitSpec.of(UnitType.GAUSSIAN, 2), 1, 1, beyondOne),
        new Case(UnitSpec.of(UnitType.RECTIFIED, 2), 1, 1, 2 * beyondOne),
        new Case(UnitSpec.of(UnitType.POTTS, 3, 3), 2, 0.5, 1.0 / 3),
        new Case(UnitSpec.of(UnitType.MULTINOMIAL, 2, 2), 0, 0.5, 3.0 / 4),
        new Case(UnitSpec.of(UnitType.BINOMIAL, 2, 3), 1, 0.5, 7.0 / 8),
        new Case(UnitSpec.of(UnitType.BINOMIAL, 2, 3), 1, 1.5, 1.0 / 2));
  }

  /**
   * A hidden unit that is on when the start exceeds the threshold, and a binary visible unit beside
   * the others that shows the hidden unit's state after the first sweep. Its own noise moves the
   * threshold by at most 40 / STEEP.
   */
  @ParameterizedTest
  @MethodSource("cases")
  void hasNoBias(Case given) {
    int size = given.units().size();
    BoltzmannMachine machine =
        BoltzmannMachine.of(
            new MachineSpec(
                List.of(
                    List.of(given.units(), UnitSpec.of(UnitType.BERNOULLI, 1)),
                    List.of(UnitSpec.of(UnitType.BERNOULLI, 1)))));
    float[] parameters = new float[machine.layout().size()];
    int weights = machine.layout().segment("weights.0").offset();
    parameters[weights + given.unit()] = STEEP;
    parameters[weights + size] = 40;
    parameters[machine.layout().segment("bias.0").offset() + size] = -20;
    parameters[machine.layout().segment("bias.1").offset()] = (float) (-STEEP * given.threshold());
    Matrix means =
        new SamplingJob(TestSpark.context(TestSpark.local(2)), machine, parameters)
            .fromNoise(CHAINS, SamplingPlan.of(1, 12))
            .visible();
    double on = 0;
    for (int c = 0; c < CHAINS; c++) {
      float shown = means.get(c, size);
      assertTrue(shown < 1e-6 || shown > 1 - 1e-6, "in doubt: " + shown);
      on += shown;
    }
    double p = given.probability();
    double sigma = Math.sqrt(p * (1 - p) / CHAINS);
    assertEquals(p, on / CHAINS, 5 * sigma, given + ", seed 12");
  }
}
