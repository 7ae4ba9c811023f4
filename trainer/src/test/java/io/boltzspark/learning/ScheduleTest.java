package io.boltzspark.learning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.learning.ScheduleConfig.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ScheduleTest {
  private static final long STEPS_PER_EPOCH = 4;

  private static ScheduleConfig falling(Kind kind, boolean perEpoch, double begin, double end) {
    return new ScheduleConfig(kind, perEpoch, begin, end, 0.25, 0.5, 3, 0);
  }

  private static ScheduleConfig of(Kind kind, boolean perEpoch, int warmUp) {
    return new ScheduleConfig(kind, perEpoch, 0.5, 0.3, 0.25, 0.5, 3, warmUp);
  }

  private static void assertFactors(Schedule schedule, double... expected) {
    for (int step = 0; step < expected.length; step++) {
      assertEquals(expected[step], schedule.factor(step), 1e-15, "step " + step);
    }
  }

  @Test
  void aConstantScheduleIgnoresTheStep() {
    Schedule constant = Schedule.of(of(Kind.CONSTANT, false, 0), 10, STEPS_PER_EPOCH);
    for (long step : new long[] {0, 9, 10, 1_000_000_000_000L}) {
      assertEquals(1, constant.factor(step));
    }
  }

  @Test
  void aLinearScheduleFallsInProportionToTheStepsLeft() {
    // 10 steps: full rate while at least 5 are left, then 4/5, 3/5, ... but never below 0.3.
    assertFactors(
        Schedule.of(falling(Kind.LINEAR, false, 0.5, 0.3), 10, STEPS_PER_EPOCH),
        1,
        1,
        1,
        1,
        1,
        1,
        0.8,
        0.6,
        0.4,
        0.3);
    Schedule fromTheStart = Schedule.of(falling(Kind.LINEAR, false, 0, 0), 4, STEPS_PER_EPOCH);
    assertFactors(fromTheStart, 1, 0.75, 0.5, 0.25);
    assertTrue(fromTheStart.factor(3) > 0, "the last step still moves");
  }

  @Test
  void aCosineScheduleIsHalfAWave() {
    // 8 steps of which the last 6 fall by cos(pi i / 6): 1, root 3 / 2, 1/2, 0, ... about the
    // middle of 1 and 0.2.
    double r = Math.sqrt(3) / 2;
    assertFactors(
        Schedule.of(falling(Kind.COSINE, false, 0.25, 0.2), 8, STEPS_PER_EPOCH),
        1,
        1,
        1,
        0.6 + 0.4 * r,
        0.8,
        0.6,
        0.4,
        0.6 - 0.4 * r);
  }

  @Test
  void thePowerLawIsThePublishedOne() {
    // initial / (1 + coefficient t) with coefficient 1/4.
    assertFactors(
        Schedule.of(of(Kind.POWER, false, 0), 8, STEPS_PER_EPOCH),
        1,
        0.8,
        2 / 3.0,
        4 / 7.0,
        0.5,
        4 / 9.0,
        0.4);
    // With t in epochs of 4 steps.
    assertFactors(
        Schedule.of(of(Kind.POWER, true, 0), 8, STEPS_PER_EPOCH), 1, 1, 1, 1, 0.8, 0.8, 0.8, 0.8);
  }

  @Test
  void stepsAndExponentialsMultiplyByGammaInEachInterval() {
    // gamma 1/2, interval 3.
    assertFactors(
        Schedule.of(of(Kind.STEP, false, 0), 8, STEPS_PER_EPOCH),
        1,
        1,
        1,
        0.5,
        0.5,
        0.5,
        0.25,
        0.25);
    double third = Math.cbrt(0.5);
    assertFactors(
        Schedule.of(of(Kind.EXPONENTIAL, false, 0), 8, STEPS_PER_EPOCH),
        1,
        third,
        third * third,
        0.5,
        0.5 * third,
        0.5 * third * third,
        0.25);
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void perEpochTheFactorIsThatOfTheEpochsNumber(Kind kind) {
    // 6 epochs of 4 steps against 6 steps.
    Schedule epochs = Schedule.of(of(kind, true, 0), 24, STEPS_PER_EPOCH);
    Schedule steps = Schedule.of(of(kind, false, 0), 6, STEPS_PER_EPOCH);
    for (int step = 0; step < 24; step++) {
      assertEquals(steps.factor(step / 4), epochs.factor(step), "step " + step);
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void aWarmUpMultipliesTheFirstStepsOnly(Kind kind) {
    Schedule plain = Schedule.of(of(kind, false, 0), 20, STEPS_PER_EPOCH);
    Schedule warm = Schedule.of(of(kind, false, 4), 20, STEPS_PER_EPOCH);
    double[] rising = {0.25, 0.5, 0.75, 1, 1, 1, 1, 1};
    for (int step = 0; step < rising.length; step++) {
      assertEquals(rising[step] * plain.factor(step), warm.factor(step), 1e-15, "step " + step);
    }
    // It counts steps where the schedule counts epochs, too.
    Schedule byEpoch = Schedule.of(of(kind, true, 4), 20, STEPS_PER_EPOCH);
    assertEquals(0.5, byEpoch.factor(1), 1e-15);
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void onlySchedulesThatSaySoCountOnTheTotal(Kind kind) {
    ScheduleConfig config = of(kind, false, 2);
    Schedule shorter = Schedule.of(config, 10, STEPS_PER_EPOCH);
    Schedule longer = Schedule.of(config, 20, STEPS_PER_EPOCH);
    boolean same = true;
    for (int step = 0; step < 10; step++) {
      same &= shorter.factor(step) == longer.factor(step);
    }
    assertEquals(!config.countsOnTotal(), same);
    assertFalse(Double.isNaN(shorter.factor(9)));
  }
}
