package io.boltzspark.jobs.evaluate;

import io.boltzspark.jobs.evaluate.metrics.Metrics;
import io.boltzspark.jobs.evaluate.metrics.Subject.Precision;
import io.boltzspark.jobs.evaluate.metrics.Subject.Sampling;
import java.util.Objects;
import java.util.Optional;

/**
 * What {@code boltz evaluate} was asked for.
 *
 * @param model a run, {@code RUN@step:N} or {@code RUN@epoch:N}
 * @param data prepared data; empty: that of the run's training
 * @param metrics in the order in which they are measured
 * @param precision of estimates of log Z
 * @param rows most rows of each part
 * @param sampling the samples that data is compared with
 */
public record EvaluateRequest(
    String model,
    Optional<String> data,
    Metrics.Choice metrics,
    Precision precision,
    int rows,
    Sampling sampling) {

  public EvaluateRequest {
    Objects.requireNonNull(model);
    Objects.requireNonNull(data);
    Objects.requireNonNull(metrics);
    Objects.requireNonNull(precision);
    Objects.requireNonNull(sampling);
  }
}
