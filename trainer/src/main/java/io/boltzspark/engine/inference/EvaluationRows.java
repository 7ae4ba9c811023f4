package io.boltzspark.engine.inference;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.boltzspark.boltzmann.VisibleRows;
import io.boltzspark.dataprep.ising.IsingDescription;
import io.boltzspark.engine.data.TrainingData;
import io.boltzspark.engine.data.TrainingData.Part;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.evaluation.RowScore;
import io.boltzspark.evaluation.neighbours.NearestNeighbours;
import io.boltzspark.learning.RowFormat;
import io.boltzspark.math.Matrix;
import io.boltzspark.math.RandomStream;
import io.boltzspark.math.RandomStream.Purpose;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.MachineSpec;
import io.boltzspark.model.Standardisation;
import io.boltzspark.spark.JobGroup;
import io.boltzspark.store.TrainedModel;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.api.java.function.PairFunction;
import org.apache.spark.broadcast.Broadcast;
import scala.Tuple2;

/**
 * Rows of data as visible states of a model, and their scores, computed by Spark. Rows are computed
 * in blocks of consecutive positions, each with its own random numbers, so that scores do not
 * depend on the number of tasks.
 *
 * <p>Where grey values meet units of two states, they are probabilities, and a row's states are
 * drawn once, from numbers that do not depend on the evaluation's seed, so that all models see the
 * same states.
 */
public final class EvaluationRows {
  private final JavaSparkContext spark;
  private final TrainingData data;
  private final MachineSpec spec; // null without a machine, and then there are no scores
  private final float[] parameters;
  private final VisibleRows rows;
  private final RowBlocks blocks;
  private final long seed;

  /**
   * @param seed for scores that need random numbers
   * @throws BoltzException BAD_INPUT when the data does not fit the model
   */
  public EvaluationRows(JavaSparkContext spark, TrainingData data, TrainedModel model, long seed) {
    this(spark, model, ModelFit.asStates(data, model), seed);
  }

  private EvaluationRows(
      JavaSparkContext spark, TrainedModel model, TrainingData states, long seed) {
    this(
        spark,
        states,
        model.machine().spec(),
        model.parameters(),
        ModelFit.visibleRows(states, model),
        seed);
  }

  /**
   * @param rows how the data's rows become states, independent of the machine
   */
  public EvaluationRows(
      JavaSparkContext spark,
      TrainingData data,
      MachineSpec spec,
      float[] parameters,
      VisibleRows rows,
      long seed) {
    this.spark = spark;
    this.data = data;
    this.spec = spec;
    this.parameters = parameters;
    this.rows = rows;
    this.blocks = new RowBlocks(spark, data, rows);
    this.seed = seed;
  }

  /**
   * The rows' own values, for a model without a machine, of which only samples are compared with
   * them.
   */
  public static EvaluationRows ofValues(JavaSparkContext spark, TrainingData data, long seed) {
    VisibleRows rows =
        new VisibleRows(
            data.format(), data.width(), 0, false, Standardisation.identity(data.width()));
    return new EvaluationRows(spark, data, null, new float[0], rows, seed);
  }

  /** Number of values of a row, without its label. */
  public int width() {
    return rows.width();
  }

  /** Rows of a part that have no label; 0 where states have none. */
  public long unlabelled(Part part) {
    return rows.labels() > 0 ? data.unlabelled(part) : 0;
  }

  /**
   * Refuses labels of classes that the model does not have. Rows without a label are left to those
   * who use them.
   *
   * @return these rows
   * @throws BoltzException BAD_INPUT
   */
  public EvaluationRows requireKnownLabels() {
    if (rows.labels() > 0 && data.labels() > rows.labels()) {
      throw new BoltzException(
          ExitCode.BAD_INPUT,
          "%s has labels from 0 to %d, but the model has the classes 0 to %d; use data like the model's training data (--data)"
              .formatted(data.title(), data.labels() - 1, rows.labels() - 1));
    }
    return this;
  }

  /**
   * Refuses rows without a label, or of an unknown class, where a state needs one.
   *
   * @return these rows
   * @throws BoltzException BAD_INPUT with their number
   */
  public EvaluationRows requireLabels(Part part) {
    long unlabelled = unlabelled(part);
    if (unlabelled > 0) {
      throw new BoltzException(
          ExitCode.BAD_INPUT,
          "%d of the %d %s rows of %s have no label, which the model's states contain; label these rows or leave them out"
              .formatted(unlabelled, data.rows(part), part.directoryName(), data.title()));
    }
    return requireKnownLabels();
  }

  /** Whether states are drawn from the data's values. */
  public boolean areDrawn() {
    return rows.resample();
  }

  /** Whether the data is binary, so that its rows are states that can have probabilities. */
  public boolean areDiscrete() {
    return data.isBinary();
  }

  /** Whether rows have weights. */
  public boolean areWeighted() {
    return data.weights().isPresent();
  }

  /** The weights of the first rows of a part; null: every row counts alike. */
  public double[] weights(Part part, int limit) {
    return data.firstWeights(part, count(part, limit)).orElse(null);
  }

  /** How the rows were drawn, where they are configurations of the Ising model. */
  public Optional<IsingDescription> ising() {
    return data.ising();
  }

  /** The number of rows of a part that are scored, at most {@code limit}. */
  public int count(Part part, int limit) {
    return (int) Math.min(limit, data.rows(part));
  }

  /** Means of the visible units over the training rows. */
  public double[] mean() {
    double[] mean = Arrays.copyOf(data.mean(), rows.units());
    for (int i = 0; i < rows.width(); i++) {
      mean[i] = (mean[i] - rows.standardisation().offset()[i]) / rows.standardisation().scale()[i];
    }
    for (int i = rows.width(); i < mean.length; i++) {
      mean[i] = 1.0 / rows.labels();
    }
    return mean;
  }

  /** The states of the first rows of a part; where states are drawn, not those that scores use. */
  public Matrix first(Part part, int count) {
    return blocks.first(part, count);
  }

  /** The scores of the first rows of a part, in the order of their positions. */
  public double[] scores(Part part, int limit, RowScore score) {
    int count = count(part, limit);
    double[] scores = new double[count];
    if (count == 0) {
      return scores;
    }
    Broadcast<float[]> shared = broadcast();
    try {
      Map<Long, double[]> found =
          named(
              "scores",
              part,
              count,
              () -> overBlocks(part, count, shared, score::of).collectAsMap());
      int at = 0;
      for (double[] block : new TreeMap<>(found).values()) {
        System.arraycopy(block, 0, scores, at, block.length);
        at += block.length;
      }
      requireAll(at, count);
      return scores;
    } catch (Exception e) { // SparkException is checked, but not declared
      throw data.failure(part, e);
    } finally {
      shared.destroy();
    }
  }

  /**
   * The distance from each of some states to the nearest of the first rows of a part.
   *
   * @param states visible states of the model, states x units
   * @return Euclidean distances; infinite where states are not finite, or the part has no rows
   */
  public double[] nearest(Part part, int limit, Matrix states) {
    int count = count(part, limit);
    double[] none = new double[states.rows()];
    Arrays.fill(none, Double.POSITIVE_INFINITY);
    if (count == 0) {
      return none;
    }
    Broadcast<float[]> shared = spark.broadcast(states.toArray());
    NearestCall nearest = new NearestCall(rows, part, shared, states.rows());
    try {
      return named(
          "nearest",
          part,
          count,
          () -> blocks.of(part, count).map(nearest).fold(none, new Nearer()));
    } catch (Exception e) { // SparkException is checked, but not declared
      throw data.failure(part, e);
    } finally {
      shared.destroy();
    }
  }

  /** The model's parameters, for {@link #overBlocks}. */
  Broadcast<float[]> broadcast() {
    return spark.broadcast(parameters);
  }

  /**
   * The values of a function of each block of a part's first rows, by the block's number; a block
   * begins at {@link RowBlocks#firstPosition} and ends where the next begins or the rows end.
   */
  <T> JavaPairRDD<Long, T> overBlocks(
      Part part, int count, Broadcast<float[]> shared, BlockFunction<T> function) {
    return blocks
        .of(part, count)
        .mapToPair(new BlockCall<>(spec, shared, rows, part, function, seed));
  }

  /**
   * The entropy, in nats, of the distribution that gives each of the first rows its weight, or all
   * of them the same. Weights are added without rounding, so in any order.
   */
  public double empiricalEntropy(Part part, int limit) {
    int count = count(part, limit);
    Optional<double[]> weights = data.firstWeights(part, count);
    double all =
        weights
            .map(each -> Arrays.stream(each).mapToObj(BigDecimal::new).reduce(BigDecimal::add))
            .map(sum -> sum.orElseThrow().doubleValue())
            .orElse((double) count);
    boolean weighted = weights.isPresent();
    Map<BigDecimal, Long> rowsByMultiplicity =
        named(
            "entropy",
            part,
            count,
            () ->
                blocks
                    .bytes(part, count, weighted)
                    .mapToPair(row -> counted(row._2(), weighted))
                    .reduceByKey(BigDecimal::add)
                    .map(row -> row._2().stripTrailingZeros())
                    .countByValue());
    double entropy = 0; // summed in the order of multiplicities, however they were counted
    for (Map.Entry<BigDecimal, Long> entry : new TreeMap<>(rowsByMultiplicity).entrySet()) {
      double share = entry.getKey().doubleValue() / all;
      entropy -= share == 0 ? 0 : entry.getValue() * share * Math.log(share);
    }
    return entropy;
  }

  /**
   * A row's bytes without its weight, as text, which unlike an array has a hash, and the weight.
   */
  private static Tuple2<String, BigDecimal> counted(byte[] row, boolean weighted) {
    int length = row.length - (weighted ? RowFormat.WEIGHT_BYTES : 0);
    BigDecimal weight = weighted ? new BigDecimal(RowFormat.weight(row)) : BigDecimal.ONE;
    return new Tuple2<>(new String(row, 0, length, ISO_8859_1), weight);
  }

  private <T> T named(String what, Part part, int count, Supplier<T> jobs) {
    String description = "%s of %d %s rows".formatted(what, count, part.directoryName());
    return JobGroup.run(spark.sc(), "boltz-evaluate", description, jobs);
  }

  private void requireAll(int found, int count) {
    if (found != count) {
      throw new BoltzException(
          ExitCode.BAD_INPUT,
          "the data " + data.title() + " lacks " + (count - found) + " rows; prepare it again");
    }
  }

  /** A block of rows, on an executor. */
  private record BlockCall<T>(
      MachineSpec spec,
      Broadcast<float[]> parameters,
      VisibleRows rows,
      Part part,
      BlockFunction<T> function,
      long seed)
      implements PairFunction<Tuple2<Long, Iterable<Tuple2<Long, byte[]>>>, Long, T> {

    @Override
    public Tuple2<Long, T> call(Tuple2<Long, Iterable<Tuple2<Long, byte[]>>> block) {
      Matrix states = RowBlocks.decode(rows, part, block);
      // Separate from the numbers that states are drawn from.
      long key = Part.values().length + part.ordinal();
      RandomStream random = new RandomStream(seed, Purpose.EVALUATION, key, block._1());
      BoltzmannMachine machine = BoltzmannMachine.of(spec);
      return new Tuple2<>(block._1(), function.of(machine, parameters.value(), states, random));
    }
  }

  /** The nearest rows of a block, on an executor. */
  private record NearestCall(VisibleRows rows, Part part, Broadcast<float[]> states, int count)
      implements Function<Tuple2<Long, Iterable<Tuple2<Long, byte[]>>>, double[]> {

    @Override
    public double[] call(Tuple2<Long, Iterable<Tuple2<Long, byte[]>>> block) {
      Matrix asked = new Matrix(states.value(), 0, count, rows.units());
      return NearestNeighbours.distances(asked, RowBlocks.decode(rows, part, block), 1);
    }
  }

  /** The smaller of two distances, which does not depend on the order of blocks. */
  private record Nearer() implements Function2<double[], double[], double[]> {
    @Override
    public double[] call(double[] a, double[] b) {
      double[] nearer = new double[a.length];
      for (int i = 0; i < nearer.length; i++) {
        nearer[i] = Math.min(a[i], b[i]);
      }
      return nearer;
    }
  }
}
