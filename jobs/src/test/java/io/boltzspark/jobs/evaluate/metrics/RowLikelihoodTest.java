package io.boltzspark.jobs.evaluate.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.evaluation.partition.BracketTrust;
import io.boltzspark.jobs.evaluate.metrics.RowLikelihood.Estimate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RowLikelihoodTest {
  private static final Estimate FORWARD = new Estimate("ais", false, -80.5, -81, -80.25);
  private static final Estimate REVERSE =
      new Estimate("reverse_from_data", false, -81.25, -81.75, -80.75);

  @Test
  void theIntervalIsThatOfAllMethods() {
    RowLikelihood found = likelihood(FORWARD, REVERSE);
    assertEquals(-81.75, found.lower());
    assertEquals(-80.25, found.upper());
    assertEquals("-81.75 to -80.25", found.text());
  }

  @Test
  void anExactValueNeedsNoOther() {
    RowLikelihood found =
        likelihood(FORWARD, new Estimate("exact", true, -80.125, -80.125, -80.125));
    assertEquals(-80.125, found.lower());
    assertEquals("-80.13", found.text());
  }

  @Test
  void whereAMethodFoundNoNumberThereIsNoInterval() {
    Estimate none = new Estimate("ais", false, Double.NaN, Double.NaN, Double.NaN);
    assertTrue(Double.isNaN(likelihood(none, REVERSE).lower()));
    assertEquals("unknown", likelihood(none, REVERSE).text());
  }

  @Test
  void densitiesAreOfTheDatasValues() {
    LogPartitionValue logZ = LogPartitionValue.exact("enumeration", 20);
    RowLikelihood found =
        RowLikelihood.of(new RowMean(10, -15, 1), List.of(logZ), BracketTrust.of(Map.of()), -3.5);
    Estimate expected = new Estimate("exact", true, -38.5, -38.5, -38.5);
    assertEquals(List.of(expected), found.estimates());
    assertEquals(-38.5, found.lower());
    assertEquals(-38.5, found.upper());
    assertEquals(-15, found.rows().mean(), "of states");
  }

  private static RowLikelihood likelihood(Estimate... estimates) {
    return new RowLikelihood(new RowMean(10, 0, 0), List.of(estimates), BracketTrust.of(Map.of()));
  }
}
