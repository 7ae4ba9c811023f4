package io.boltzspark.jobs.evaluate.metrics;

import io.boltzspark.jobs.console.Progress;

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

  MetricResult measure(Subject subject, Progress progress);
}
