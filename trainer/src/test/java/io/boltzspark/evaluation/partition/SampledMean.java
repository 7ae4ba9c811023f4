package io.boltzspark.evaluation.partition;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.function.LongToDoubleFunction;

/** The mean of repeated experiments, to be compared with an expectation. */
public record SampledMean(double mean, double standardError) {

  /** The experiments with seeds of their own. */
  public static SampledMean of(int experiments, long seed, LongToDoubleFunction experiment) {
    double[] values = new double[experiments];
    for (int i = 0; i < experiments; i++) {
      values[i] = experiment.applyAsDouble(seed + 1000L * i);
    }
    double mean = Arrays.stream(values).sum() / experiments;
    double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
    return new SampledMean(mean, Math.sqrt(squares / experiments / (experiments - 1)));
  }

  /** Within five standard errors, and a bias. */
  public void assertIs(double expected, double bias, String message) {
    assertEquals(expected, mean, 5 * standardError + bias, message + ": " + this);
  }
}
