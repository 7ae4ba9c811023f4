package io.boltzspark.jobs.evaluate.metrics;

import io.boltzspark.classification.Classifier;
import io.boltzspark.engine.data.TrainingData.Part;
import io.boltzspark.engine.inference.EvaluationJob;
import io.boltzspark.engine.inference.EvaluationRows;
import io.boltzspark.engine.inference.NeighbourJob;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.evaluation.RowScore;
import io.boltzspark.evaluation.partition.AnnealingSchedule;
import io.boltzspark.evaluation.sites.Sites;
import io.boltzspark.jobs.evaluate.metrics.LogLikelihoodMetric.Method;
import io.boltzspark.jobs.evaluate.samples.ChainSamples;
import io.boltzspark.jobs.evaluate.samples.SampleSource;
import io.boltzspark.math.Matrix;
import io.boltzspark.store.TrainedModel;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A model, the data to compare it with, and the precision. Of a generative network only its samples
 * can be measured.
 */
public final class Subject {

  /** Where annealing begins. */
  public enum Base {
    /** Independent visible units with the means of the training rows. */
    MEAN,
    /** All states with equal probability. */
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

  private final TrainedModel model; // null for a generative network
  private final EvaluationRows rows;
  private final EvaluationJob job;
  private final Precision precision;
  private final int limit;
  private final SampleSource samples;
  private final NeighbourJob neighbours;
  private Optional<Classifier> classifier = Optional.empty();
  private int triples;
  private long triplesSeed;
  private final Map<Part, Matrix> firstRows = new EnumMap<>(Part.class);
  private final Map<Method, List<LogPartitionValue>> partitions = new EnumMap<>(Method.class);
  private final Map<Part, double[]> weights = new EnumMap<>(Part.class);

  /**
   * @param limit most rows of each part
   */
  public Subject(
      TrainedModel model,
      EvaluationRows rows,
      EvaluationJob job,
      Precision precision,
      int limit,
      SampleSource samples,
      NeighbourJob neighbours) {
    this.model = model;
    this.rows = rows;
    this.job = job;
    this.precision = precision;
    this.limit = limit;
    this.samples = samples;
    this.neighbours = neighbours;
  }

  /** A generative network's images, and the data to compare them with. */
  public static Subject ofImages(
      EvaluationRows rows, int limit, SampleSource samples, NeighbourJob neighbours) {
    return new Subject(null, rows, null, null, limit, samples, neighbours);
  }

  /** The same with a classifier that judges samples. */
  public Subject judgedBy(Optional<Classifier> judge) {
    classifier = judge;
    return this;
  }

  Optional<Classifier> classifier() {
    return classifier;
  }

  /** The same with triples of sites to compare: how many, and the seed that draws them. */
  public Subject withTriples(int most, long seed) {
    triples = most;
    triplesSeed = seed;
    return this;
  }

  int triples() {
    return triples;
  }

  long triplesSeed() {
    return triplesSeed;
  }

  /** The sites of visible states; of images each value is one. */
  Sites sites() {
    return isMachine() ? Sites.of(model.machine().visible()) : Sites.ofColumns(rows.width());
  }

  /** Whether the model is a machine, with an energy, and not a generative network. */
  public boolean isMachine() {
    return model != null;
  }

  public TrainedModel model() {
    return model;
  }

  /** Samples as values of the data's kind: samples x values of a row, without labels. */
  Matrix values(SampleSource.Drawn samples) {
    return isMachine()
        ? model.standardisation().values(samples.visible(), rows.width())
        : samples.visible();
  }

  /** log Z by a method, from the first call. */
  List<LogPartitionValue> partitions(Method method, Supplier<List<LogPartitionValue>> found) {
    return partitions.computeIfAbsent(method, m -> found.get());
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

  /** Largest number of rows of each part. */
  public int limit() {
    return limit;
  }

  SampleSource samples() {
    return samples;
  }

  /** The samples of a machine. */
  ChainSamples chains() {
    return (ChainSamples) samples;
  }

  NeighbourJob neighbours() {
    return neighbours;
  }

  /** Number of rows of a part that are compared with as many samples. */
  int comparedRows(Part part) {
    return rows.count(part, Math.min(limit, samples.count()));
  }

  /** The states of the first rows of a part, at most {@link #comparedRows}. */
  Matrix firstRows(Part part, int count) {
    return firstRows.computeIfAbsent(part, p -> rows.first(p, comparedRows(p))).rows(0, count);
  }

  /** The part not used for training: test, or validation if there are no test rows. */
  Optional<Part> heldOut() {
    return Stream.of(Part.TEST, Part.VALID).filter(parts()::contains).findFirst();
  }

  /** The parts that have rows. */
  public List<Part> parts() {
    return Stream.of(Part.values()).filter(part -> rows.count(part, limit) > 0).toList();
  }

  /** The scores of each part's rows. */
  public Map<Part, RowMean> means(RowScore score) {
    Map<Part, RowMean> means = new EnumMap<>(Part.class);
    for (Part part : parts()) {
      double[] each = weights.computeIfAbsent(part, p -> weights(p));
      means.put(part, RowMean.of(rows.scores(part, limit, score), each));
    }
    return means;
  }

  /** The weights of the rows of a part; null: they count alike. */
  private double[] weights(Part part) {
    double[] found = rows.weights(part, limit);
    if (found != null && Arrays.stream(found).max().orElse(0) == 0) {
      throw new BoltzException(
          ExitCode.BAD_INPUT,
          "the weights of the first %d %s rows are all 0, so that no row counts; take more of them (--rows), or count every row alike (--weight-column none)"
              .formatted(found.length, part.directoryName()));
    }
    return found;
  }

  /**
   * Why rows cannot be compared with as many samples, where each has to count alike; else empty.
   */
  String reasonNotAlike() {
    return rows.areWeighted()
        ? "it compares rows with as many samples, and these rows have weights (--weight-column none"
            + " counts every row alike)"
        : "";
  }
}
