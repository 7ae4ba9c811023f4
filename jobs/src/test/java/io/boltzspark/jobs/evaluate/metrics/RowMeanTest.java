package io.boltzspark.jobs.evaluate.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RowMeanTest {
  private static final double[] SCORES = {1, 4, -2, 7};

  @Test
  void withoutWeightsItIsTheUsualMeanAndItsError() {
    RowMean mean = RowMean.of(SCORES);
    assertEquals(2.5, mean.mean(), 1e-15);
    // Squared distances 2.25, 2.25, 20.25, 20.25; over 3 for the variance, over 4 for the mean's.
    assertEquals(Math.sqrt(45.0 / 3 / 4), mean.standardError(), 1e-15);
    Map<String, Object> json = new LinkedHashMap<>();
    mean.putRows(json);
    assertEquals(Map.of("rows", 4), json);
    assertTrue(Double.isNaN(RowMean.of(new double[] {3}).standardError()));
  }

  @Test
  void aRowWithAWeightIsSoManyRowsInTheMean() {
    double[] repeated = {1, 4, 4, 4, 7, 7};
    RowMean weighted = RowMean.of(SCORES, new double[] {0.5, 1.5, 0, 1});
    assertEquals(RowMean.of(repeated).mean(), weighted.mean(), 1e-15);
  }

  /** Rows that are repeated say no more than once. */
  @Test
  void theErrorIsThatOfTheEffectiveNumberOfRows() {
    RowMean two = RowMean.of(SCORES, new double[] {3, 0, 0, 3});
    assertEquals(2, two.effective(), 1e-15);
    assertEquals(RowMean.of(new double[] {1, 7}).standardError(), two.standardError(), 1e-15);
    assertTrue(two.rowsText().contains("effectively 2.0"), two.rowsText());
    assertFalse(Double.isFinite(RowMean.of(SCORES, new double[] {0, 0.3, 0, 0}).standardError()));
    assertEquals(
        RowMean.of(SCORES).standardError(),
        RowMean.of(SCORES, new double[] {0.1, 0.1, 0.1, 0.1}).standardError(),
        1e-12);
  }
}
