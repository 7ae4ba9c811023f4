package io.boltzspark.jobs.evaluate.metrics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.boltzspark.jobs.evaluate.metrics.RowLikelihood.Estimate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RowLikelihoodTest {
  @Test
  void valuesAreThoseOfTheMethodsThatFoundANumber() {
    RowLikelihood found = likelihood(-80.5, Double.NEGATIVE_INFINITY, -81.25);
    assertArrayEquals(new double[] {-80.5, -81.25}, found.values().toArray());
    assertEquals(0, likelihood(Double.NaN).values().count());
  }

  @Test
  void densitiesAreOfTheDatasValues() {
    LogPartitionValue logZ =
        new LogPartitionValue("ais", "annealing", 20, 19.5, 20.25, Map.of(), "");
    RowLikelihood found = RowLikelihood.of(new RowMean(10, -15, 1), List.of(logZ), -3.5);
    Estimate expected = new Estimate("ais", false, -38.5, -38.75, -38);
    assertEquals(List.of(expected), found.estimates());
    assertEquals(-38.75, found.lower());
    assertEquals(-38, found.upper());
    assertEquals(-15, found.rows().mean(), "of states");
  }

  private static RowLikelihood likelihood(double... values) {
    return new RowLikelihood(
        new RowMean(10, 0, 0),
        Arrays.stream(values).mapToObj(v -> new Estimate("ais", false, v, v - 1, v + 1)).toList());
  }
}
