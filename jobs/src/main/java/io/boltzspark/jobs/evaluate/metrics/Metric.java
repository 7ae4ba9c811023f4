package io.boltzspark.jobs.evaluate.metrics;

import io.boltzspark.jobs.console.Progress;

/** One measure of how good a model is. To add one, implement it and list it in {@link Metrics}. */
public interface Metric {

  /** As users name it: {@code free-energy}. */
  String name();

  /** Why this model has no such measure, for messages; empty if it has. */
  default String reasonNot(Subject subject) {
    return "";
  }

  MetricResult measure(Subject subject, Progress progress);
}
