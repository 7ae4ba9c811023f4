package io.boltzspark.engine.training;

import io.boltzspark.store.MetricsLog;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The values that every step measures, such as losses: written to the run's log of steps at the end
 * of a round, when they are final, and their means since the last line of metrics.
 */
final class StepValues {
  private final List<String> names;
  private final MetricsLog log;
  private final List<Map<String, Object>> ofRound = new ArrayList<>();
  private final double[] sums;
  private final long[] counts;

  /**
   * @param names their names; empty: the stage measures none, and no log is written
   * @param since step of the last line of metrics, after which the log may have lines
   */
  StepValues(List<String> names, MetricsLog log, long since) {
    this.names = names;
    this.log = log;
    this.sums = new double[names.size()];
    this.counts = new long[names.size()];
    if (!names.isEmpty()) {
      log.read().stream()
          .filter(line -> ((Number) line.get("step")).longValue() > since)
          .forEach(this::addToMeans);
    }
  }

  private void addToMeans(Map<String, Object> line) {
    for (int v = 0; v < sums.length; v++) {
      if (line.get(names.get(v)) instanceof Number number
          && Double.isFinite(number.doubleValue())) {
        sums[v] += number.doubleValue();
        counts[v]++;
      }
    }
  }

  /** Notes the values of a step, in place of earlier ones of it and later steps. */
  void measured(long step, float[] values) {
    if (names.isEmpty()) {
      return;
    }
    // A round that failed is computed again from its start.
    ofRound.removeIf(line -> (long) line.get("step") >= step);
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("step", step);
    for (int v = 0; v < values.length; v++) {
      line.put(names.get(v), (double) values[v]);
    }
    ofRound.add(line);
  }

  /** Writes the values of a round. */
  void roundEnded() {
    if (!ofRound.isEmpty()) {
      ofRound.forEach(this::addToMeans);
      log.append(ofRound);
      ofRound.clear();
    }
  }

  /**
   * Their means over the steps since the last call that have a value; null where none has, as
   * before the first step.
   */
  Map<String, Object> takeMeans() {
    Map<String, Object> means = new LinkedHashMap<>();
    for (int v = 0; v < sums.length; v++) {
      means.put(names.get(v), counts[v] == 0 ? null : sums[v] / counts[v]);
      sums[v] = 0;
      counts[v] = 0;
    }
    return means;
  }
}
