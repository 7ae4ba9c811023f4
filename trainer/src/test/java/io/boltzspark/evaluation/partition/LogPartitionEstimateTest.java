package io.boltzspark.evaluation.partition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class LogPartitionEstimateTest {

  /** Weights 1 and 3, ten times each: mean 2, variance 20/19, so an error of sqrt(1/19) / 2. */
  private static double[] weights(double shift) {
    double[] logs = new double[20];
    Arrays.setAll(logs, i -> shift + Math.log(i % 2 == 0 ? 1 : 3));
    return logs;
  }

  @Test
  void theMeanWeightAndItsError() {
    LogPartitionEstimate estimate = LogPartitionEstimate.forward(10, weights(-5000));
    double error = Math.sqrt(1.0 / 19) / 2;
    assertEquals(10 - 5000 + Math.log(2), estimate.logPartition(), 1e-9);
    assertEquals(error, estimate.standardError(), 1e-12);
    assertEquals(Math.log1p(-3 * error), estimate.lower() - estimate.logPartition(), 1e-9);
    assertEquals(Math.log1p(3 * error), estimate.upper() - estimate.logPartition(), 1e-9);
    assertEquals(20 * 4 / 5.0, estimate.effectiveSampleSize(), 1e-9);
    assertTrue(estimate.isReliable());
  }

  @Test
  void theReverseIsMirrored() {
    LogPartitionEstimate forward = LogPartitionEstimate.forward(0, weights(3));
    LogPartitionEstimate reverse = LogPartitionEstimate.reverse(0, weights(3));
    assertEquals(-forward.logPartition(), reverse.logPartition());
    assertEquals(-forward.lower(), reverse.upper());
    assertEquals(-forward.upper(), reverse.lower());
  }

  @Test
  void oneWeightThatOutweighsAllIsNotReliable() {
    double[] logs = new double[100];
    logs[17] = 20;
    LogPartitionEstimate estimate = LogPartitionEstimate.forward(0, logs);
    assertEquals(1, estimate.effectiveSampleSize(), 1e-4);
    assertFalse(estimate.isReliable());
    assertTrue(estimate.isFinite());
  }

  /** A mean weight exceeds e^a times its expectation with a probability of at most e^-a. */
  @Test
  void whereThreeErrorsReachTheMeanTheEndIsThatOfMarkovsInequality() {
    double[] logs = new double[100];
    logs[17] = 20;
    LogPartitionEstimate forward = LogPartitionEstimate.forward(0, logs);
    assertEquals(-Math.log(0.00135), forward.logPartition() - forward.lower(), 1e-9);
    LogPartitionEstimate reverse = LogPartitionEstimate.reverse(0, logs);
    assertEquals(-Math.log(0.00135), reverse.upper() - reverse.logPartition(), 1e-9);
    assertEquals(-forward.upper(), reverse.lower());
  }

  @Test
  void weightsThatAreNotNumbersGiveNoEstimate() {
    LogPartitionEstimate estimate = LogPartitionEstimate.forward(0, new double[] {0, Double.NaN});
    assertFalse(estimate.isFinite());
    assertFalse(estimate.isReliable());
  }

  @Test
  void oneChainHasNoErrorBar() {
    assertThrows(
        IllegalArgumentException.class, () -> LogPartitionEstimate.forward(0, new double[] {1}));
  }
}
