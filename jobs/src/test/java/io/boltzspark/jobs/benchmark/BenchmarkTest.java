package io.boltzspark.jobs.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.jobs.testing.Outcome;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code boltz benchmark} at sizes that say nothing about speed. */
class BenchmarkTest {
  private static final double ROUNDING = 1e-12;

  @Test
  void evaluationIsTimedInBothDirectionsBesideItsProducts() throws IOException {
    JsonNode json =
        Outcome.json(
            "benchmark",
            "--suite",
            "evaluation",
            "--visible",
            "20",
            "--hidden",
            "10,12",
            "--chains",
            "4",
            "--temperatures",
            "30",
            "--seconds",
            "0.05");
    assertEquals(4, json.get("chains").intValue());
    assertEquals(30, json.get("temperatures").intValue());
    assertEquals(2, json.get("results").size());
    for (JsonNode row : json.get("results")) {
      double products = row.get("products_seconds").doubleValue();
      assertTrue(products > 0, row::toString);
      for (String direction : new String[] {"forward", "reverse"}) {
        double seconds = row.get(direction + "_seconds").doubleValue();
        assertTrue(seconds > products, row::toString);
        assertEquals(
            seconds / products,
            row.get(direction + "_ratio").doubleValue(),
            ROUNDING * seconds / products);
      }
    }
    assertEquals(12, json.get("results").get(1).get("hidden").intValue());
  }

  @Test
  void aSuiteThatThereIsNotIsRefused() throws IOException {
    Outcome.fails(
        ExitCode.USAGE,
        List.of("--suite", "pictures", "TRAINING, EVALUATION"),
        "benchmark",
        "--suite",
        "pictures");
  }
}
