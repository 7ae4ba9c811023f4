package io.boltzspark.jobs.evaluate.metrics;

import io.boltzspark.evaluation.WeightStatistics;
import io.boltzspark.jobs.console.Progress;
import io.boltzspark.model.BoltzmannMachine;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A number that describes how the first hidden layer uses its weights. */
final class WeightMetric implements Metric {

  @FunctionalInterface
  private interface Statistic {
    double of(BoltzmannMachine machine, float[] parameters);
  }

  private final String name;
  private final String line;
  private final Statistic statistic;

  private WeightMetric(String name, String line, Statistic statistic) {
    this.name = name;
    this.line = line;
    this.statistic = statistic;
  }

  /** {@link WeightStatistics#sparsity}. */
  static Metric sparsity() {
    return new WeightMetric(
        "weight-sparsity",
        "weight sparsity: %.4f (the share of visible units that a hidden unit sees)",
        WeightStatistics::sparsity);
  }

  /** {@link WeightStatistics#square}. */
  static Metric square() {
    return new WeightMetric(
        "weight-square",
        "weight square: %.3f (sum over the weights of a hidden unit)",
        WeightStatistics::square);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String reasonNot(Subject subject) {
    return WeightStatistics.reasonNot(subject.model().machine());
  }

  @Override
  public MetricResult measure(Subject subject, Progress progress) {
    double value = statistic.of(subject.model().machine(), subject.model().parameters());
    return new MetricResult(
        Map.of("value", value), List.of(String.format(Locale.ROOT, line, value)), List.of());
  }
}
