package io.boltzspark.evaluation.neighbours;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DistanceSummaryTest {
  @Test
  void quantilesOfEvenlySpacedDistances() {
    double[] distances = IntStream.rangeClosed(0, 200).mapToDouble(i -> 200 - i).toArray();
    DistanceSummary summary = DistanceSummary.of(distances);
    assertEquals(new DistanceSummary(201, 1, 2, 10, 100), summary);
    assertEquals(200, distances[0], "the distances are only read");
  }

  @Test
  void betweenTwoDistancesItIsInterpolated() {
    DistanceSummary summary = DistanceSummary.of(new double[] {3, 1});
    assertEquals(2, summary.median(), 1e-15);
    assertEquals(1.1, summary.low(), 1e-15);
    assertEquals(1.02, summary.lowest(), 1e-15);
    assertEquals(0, summary.coinciding());
  }

  @Test
  void oneIsAllQuantilesAndNoneIsRefused() {
    assertEquals(new DistanceSummary(1, 1, 0, 0, 0), DistanceSummary.of(new double[1]));
    assertThrows(IllegalArgumentException.class, () -> DistanceSummary.of(new double[0]));
  }
}
