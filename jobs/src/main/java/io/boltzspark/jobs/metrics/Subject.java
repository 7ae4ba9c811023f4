package io.boltzspark.jobs.metrics;

import io.boltzspark.engine.EvaluationJob;
import io.boltzspark.engine.EvaluationRows;
import io.boltzspark.engine.TrainingData.Part;
import io.boltzspark.evaluation.AnnealingSchedule;
import io.boltzspark.evaluation.RowScore;
import io.boltzspark.store.TrainedModel;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A model, the data it is compared with, and how precisely. */
public final class Subject {

  /** Where annealing begins. */
  public enum Base {
    /** Independent visible units with the means of the training rows. */
    MEAN,
    /** All states alike. */
    UNIFORM
  }

  /**
   * How precisely log Z is estimated.
   *
   * @param chains at least 2
   * @param sweeps of the chains of reverse annealing before they count
   */
  public record Precision(
      int chains, AnnealingSchedule schedule, Base base, int sweeps, long seed) {}

  private final TrainedModel model;
  private final EvaluationRows rows;
  private final EvaluationJob job;
  private final Precision precision;
  private final int limit;

  /**
   * @param limit most rows of each part
   */
  public Subject(
      TrainedModel model, EvaluationRows rows, EvaluationJob job, Precision precision, int limit) {
    this.model = model;
    this.rows = rows;
    this.job = job;
    this.precision = precision;
    this.limit = limit;
  }

  public TrainedModel model() {
    return model;
  }

  public EvaluationRows rows() {
    return rows;
  }

  public EvaluationJob job() {
    return job;
  }

  public Precision precision() {
    return precision;
  }

  /** Most rows of each part. */
  public int limit() {
    return limit;
  }

  /** The parts that have rows. */
  public List<Part> parts() {
    return Stream.of(Part.values()).filter(part -> rows.count(part, limit) > 0).toList();
  }

  /** The scores of each part's rows. */
  public Map<Part, RowMean> means(RowScore score) {
    Map<Part, RowMean> means = new EnumMap<>(Part.class);
    parts().forEach(part -> means.put(part, RowMean.of(rows.scores(part, limit, score))));
    return means;
  }
}
