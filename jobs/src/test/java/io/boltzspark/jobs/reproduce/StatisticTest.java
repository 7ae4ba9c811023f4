package io.boltzspark.jobs.reproduce;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.jobs.reproduce.Experiment.Range;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** Values of logs that are written by hand. */
class StatisticTest {
  private final List<Map<String, Object>> log = new ArrayList<>();

  @Test
  void onlyTheLastStageCountsAndItsEpochsBeginWithOne() {
    add("pair 1", 1, 100);
    add("pair 1", 2, 101);
    add("all", 2, 50); // before the first step of its stage
    for (int epoch = 3; epoch <= 9; epoch++) {
      add("all", epoch, epoch == 5 ? 1000 : epoch);
    }
    assertEquals(9, value("last"));
    // Of 1000, 6, 7, 8, 9.
    assertEquals(8, value("median-of-5"));
    assertEquals(3, value("epoch:1"));
    assertEquals(9, value("epoch:7"));
    assertTrue(Statistic.of("epoch:8").orElseThrow().of(log, "m").isEmpty());
    assertTrue(Statistic.LAST.of(log, "other").isEmpty());
    assertTrue(Statistic.LAST.of(List.of(), "m").isEmpty());
  }

  @Test
  void theMedianIsThatOfFiveEpochsNotOfFiveLines() {
    add("all", 1, 1);
    add("all", 6, 6);
    add("all", 10, 10);
    assertEquals(8, value("median-of-5"));
  }

  @Test
  void otherNamesAreNoStatistics() {
    for (String name : List.of("mean", "epoch:0", "epoch:x", "epoch:-1", "")) {
      assertTrue(Statistic.of(name).isEmpty(), name);
    }
  }

  @Test
  void valuesAgreeUpToAShareOfTheNearerEnd() {
    Range range = new Range(2, 4);
    assertTrue(range.agreesWith(1.71));
    assertFalse(range.agreesWith(1.69));
    assertTrue(range.agreesWith(4.59));
    assertFalse(range.agreesWith(4.61));
    Range negative = new Range(-100, -80);
    assertTrue(negative.agreesWith(-114));
    assertFalse(negative.agreesWith(-116));
    assertTrue(negative.agreesWith(-69));
    assertFalse(negative.agreesWith(-67));
    assertFalse(range.agreesWith(Double.NaN));
  }

  private double value(String name) {
    OptionalDouble value = Statistic.of(name).orElseThrow().of(log, "m");
    return value.orElseThrow();
  }

  private void add(String stage, double epoch, double value) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("stage", stage);
    line.put("epoch", epoch);
    line.put("m", value);
    log.add(line);
  }
}
