package io.boltzspark.jobs.actions;

import io.boltzspark.jobs.metrics.Metric;
import io.boltzspark.jobs.metrics.Subject.Precision;
import io.boltzspark.jobs.metrics.Subject.Sampling;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What {@code boltz evaluate} was asked for.
 *
 * @param model a run, {@code RUN@step:N} or {@code RUN@epoch:N}
 * @param data prepared data; empty: that of the run's training
 * @param metrics in the order in which they are measured; empty: all that the model has
 * @param precision of estimates of log Z
 * @param rows most rows of each part
 * @param sampling the samples that data is compared with
 */
public record EvaluateRequest(
    String model,
    Optional<String> data,
    List<Metric> metrics,
    Precision precision,
    int rows,
    Sampling sampling) {

  public EvaluateRequest {
    Objects.requireNonNull(model);
    Objects.requireNonNull(data);
    metrics = List.copyOf(metrics);
    Objects.requireNonNull(precision);
    Objects.requireNonNull(sampling);
  }
}
