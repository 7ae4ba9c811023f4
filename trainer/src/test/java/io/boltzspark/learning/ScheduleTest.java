package io.boltzspark.learning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.learning.ScheduleConfig.Kind;
import org.junit.jupiter.api.Test;

class ScheduleTest {

  @Test
  void aConstantScheduleIgnoresTheStep() {
    Schedule constant = Schedule.of(new ScheduleConfig(Kind.CONSTANT, 0.5, 0.1), 10);
    for (long step : new long[] {0, 9, 10, 1_000_000_000_000L}) {
      assertEquals(1, constant.factor(step));
    }
  }

  @Test
  void aLinearScheduleFallsInProportionToTheStepsLeft() {
    // 10 steps: full rate while at least 5 are left, then 4/5, 3/5, ... but never below 0.3.
    Schedule linear = Schedule.of(new ScheduleConfig(Kind.LINEAR, 0.5, 0.3), 10);
    double[] factors = {1, 1, 1, 1, 1, 1, 0.8, 0.6, 0.4, 0.3};
    for (int step = 0; step < factors.length; step++) {
      assertEquals(factors[step], linear.factor(step), 1e-15, "step " + step);
    }
    Schedule fromTheStart = Schedule.of(new ScheduleConfig(Kind.LINEAR, 0, 0), 4);
    double[] quarters = {1, 0.75, 0.5, 0.25};
    for (int step = 0; step < quarters.length; step++) {
      assertEquals(quarters[step], fromTheStart.factor(step), 1e-15, "step " + step);
    }
    assertTrue(fromTheStart.factor(3) > 0, "the last step still moves");
  }
}
