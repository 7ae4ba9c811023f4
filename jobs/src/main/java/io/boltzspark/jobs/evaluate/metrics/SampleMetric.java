package io.boltzspark.jobs.evaluate.metrics;

import io.boltzspark.jobs.console.Progress;
import io.boltzspark.jobs.evaluate.samples.SampleSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A measure of samples of the model, most often of how far they are from data. */
abstract class SampleMetric implements Metric {
  /** Gibbs sweeps of the published energy-model experiments' monitors. */
  static final int FEW_SWEEPS = 10;

  /** Gibbs sweeps after which chains of most machines no longer depend on their start. */
  static final int MANY_SWEEPS = 1000;

  private final String name;
  private final int sweeps;

  /**
   * @param sweeps default number of sweeps of the chains
   */
  SampleMetric(String name, int sweeps) {
    this.name = name;
    this.sweeps = sweeps;
  }

  @Override
  public final String name() {
    return name;
  }

  @Override
  public final MetricResult measure(Subject subject, Progress progress) {
    SampleSource.Drawn samples = subject.samples().after(sweeps, progress);
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("samples", samples.count());
    json.put("sweeps", samples.sweeps());
    if (!samples.areFinite()) {
      String reason =
          "%d sweeps from noise end in states that are not finite numbers, so there is no %s"
              .formatted(samples.sweeps(), name);
      return new MetricResult(json, List.of(), List.of(reason));
    }
    List<String> lines = new ArrayList<>();
    measure(subject, samples, json, lines);
    return new MetricResult(json, lines, List.of());
  }

  /**
   * Adds the results.
   *
   * @param samples of finite states
   * @param json for programs
   * @param lines for people
   */
  abstract void measure(
      Subject subject, SampleSource.Drawn samples, Map<String, Object> json, List<String> lines);
}
