package io.boltzspark.jobs.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.jobs.report.charts.Curve;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MetricsTableTest {

  private static Map<String, Object> line(long step, String stage, Object error) {
    Map<String, Object> line = new HashMap<>();
    line.put("step", step);
    line.put("epoch", step / 10.0);
    line.put("stage", stage);
    line.put("seconds", step * 2.0);
    line.put("error", error);
    return line;
  }

  @Test
  void aRunWithoutMetricsIsRefused() {
    BoltzException error =
        assertThrows(BoltzException.class, () -> MetricsTable.of("runs/a", List.of()));
    assertEquals(ExitCode.BAD_INPUT, error.exitCode());
    assertTrue(error.getMessage().contains("runs/a has no metrics"), error.getMessage());
  }

  @Test
  void aLineThatDoesNotSayWhenIsRefusedByItsNumber() {
    Map<String, Object> bad = line(20, "training", 1.0);
    bad.put("epoch", "two");
    BoltzException error =
        assertThrows(
            BoltzException.class,
            () -> MetricsTable.of("runs/a", List.of(line(10, "training", 1.0), bad)));
    assertTrue(error.getMessage().contains("line 2"), error.getMessage());
    assertTrue(error.getMessage().contains("two as its epoch"), error.getMessage());
  }

  @Test
  void curvesKeepToTheirStageAndSkipMissingValues() {
    MetricsTable table =
        MetricsTable.of(
            "a",
            List.of(
                line(0, "pretraining-1", 4.0),
                line(10, "pretraining-1", null),
                line(20, "pretraining-1", 3.0),
                line(20, "training", 2L)));
    Curve first = table.curve("x", "error", "pretraining-1", MetricsTable.Line::epoch);
    assertArrayEquals(new double[] {0, 2}, first.x());
    assertArrayEquals(new double[] {4, 3}, first.y());
    Curve second = table.curve("x", "error", "training", MetricsTable.Line::seconds);
    assertArrayEquals(new double[] {40}, second.x());
    assertArrayEquals(new double[] {2}, second.y());
    assertNull(table.curve("x", "other", "training", MetricsTable.Line::epoch));
    assertEquals(List.of("pretraining-1", "training"), List.copyOf(table.stages()));
  }

  @Test
  void thinningKeepsBothEndsAndTheOrder() {
    List<Map<String, Object>> log = new ArrayList<>();
    for (int i = 0; i < 1001; i++) {
      log.add(line(i, "training", (double) i));
    }
    MetricsTable table = MetricsTable.of("a", log);
    MetricsTable thinned = table.thinned(11);
    assertEquals(
        List.of(0L, 100L, 200L, 300L, 400L, 500L, 600L, 700L, 800L, 900L, 1000L),
        thinned.lines().stream().map(MetricsTable.Line::step).toList());
    assertEquals(table, table.thinned(1001));
  }
}
