package io.boltzspark.jobs.evaluate.metrics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.boltzspark.jobs.evaluate.metrics.RowLikelihood.Estimate;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class RowLikelihoodTest {
  @Test
  void valuesAreThoseOfTheMethodsThatFoundANumber() {
    RowLikelihood found = likelihood(-80.5, Double.NEGATIVE_INFINITY, -81.25);
    assertArrayEquals(new double[] {-80.5, -81.25}, found.values().toArray());
    assertEquals(0, likelihood(Double.NaN).values().count());
  }

  private static RowLikelihood likelihood(double... values) {
    return new RowLikelihood(
        new RowMean(10, 0, 0),
        Arrays.stream(values).mapToObj(v -> new Estimate("ais", false, v, v - 1, v + 1)).toList());
  }
}
