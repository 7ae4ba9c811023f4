package io.boltzspark.jobs.evaluate.metrics;

import io.boltzspark.jobs.console.Progress;
import java.util.Map;

/** One measure of how good a model is. To add one, implement it and list it in {@link Metrics}. */
public interface Metric {

  /** Its name on the command line, such as {@code free-energy}. */
  String name();

  /** Why this metric does not exist for the model, for messages; empty if it exists. */
  default String reasonNot(Subject subject) {
    return "";
  }

  /** Whether it needs a machine, with an energy, and not only samples. */
  default boolean needsMachine() {
    return true;
  }

  /** Further settings on which its value depends than rows and seed, by their options' names. */
  default Map<String, Object> settings(Subject subject) {
    return Map.of();
  }

  MetricResult measure(Subject subject, Progress progress);
}
