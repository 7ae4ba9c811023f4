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
import io.boltzspark.math.Matrix;
import io.boltzspark.math.RandomStream;
import io.boltzspark.math.RandomStream.Purpose;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.MachineSpec;
import io.boltzspark.model.UnitType;
import io.boltzspark.spark.Failures;
import io.boltzspark.spark.JobGroup;
import io.boltzspark.store.TrainedModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.api.java.function.PairFunction;
import org.apache.spark.broadcast.Broadcast;
import scala.Tuple2;

/**
 * Rows of data as visible states of a model, and scores of them, spread over Spark. Rows are
 * computed in blocks of consecutive positions, each with random numbers of its own, so that scores
 * do not depend on how many tasks there are.
 *
 * <p>Where grey values meet units of two states they are probabilities, and a row's states are
 * drawn once, from numbers that do not depend on the evaluation's seed, so that all models see the
 * same.
 */
public final class EvaluationRows {
  /** A multiple of the batches of {@link io.boltzspark.evaluation.ReconstructionError}. */
  private static final int BLOCK = 500;

  private static final long DRAWING_SEED = 1;

  private final JavaSparkContext spark;
  private final TrainingData data;
  private final MachineSpec spec;
  private final float[] parameters;
  private final VisibleRows rows;
  private final long seed;

  /**
   * @param seed of scores that need random numbers
   * @throws BoltzException BAD_INPUT when the data does not fit the model
   */
  public EvaluationRows(JavaSparkContext spark, TrainingData data, TrainedModel model, long seed) {
    this(spark, data, model.machine().spec(), model.parameters(), visible(data, model), seed);
  }

  /**
   * @param rows what becomes of the data's rows, whatever the machine makes of it
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
    this.seed = seed;
  }

  private static VisibleRows visible(TrainingData data, TrainedModel model) {
    int labels = model.machine().spec().labels();
    UnitType values = model.machine().spec().layers().get(0).get(0).type();
    int width = model.machine().spec().values();
    if (data.width() != width) {
      throw new BoltzException(
          ExitCode.BAD_INPUT,
          "the data "
              + data.title()
              + " has "
              + data.width()
              + " units a row, but the model has "
              + width
              + " visible units"
              + (labels > 0 ? " beside its labels" : "")
              + "; evaluate it with data like those it was trained on (--data)");
    }
    boolean twoStates = values.hasTwoStates();
    VisibleRows rows =
        new VisibleRows(
            data.format(), width, labels, twoStates && !data.isBinary(), model.standardisation());
    if (rows.resample() && (data.minimum() < 0 || data.maximum() > 1)) {
      throw new BoltzException(
          ExitCode.BAD_INPUT,
          "%s has values from %s to %s, but the model's %s visible units take values from 0 to 1"
              .formatted(data.origin(), data.minimum(), data.maximum(), values.title()));
    }
    return rows;
  }

  /** Whether states are drawn from the data's values. */
  public boolean areDrawn() {
    return rows.resample();
  }

  /** Whether two equal rows of data are one visible state, and so have a probability. */
  public boolean areDiscrete() {
    return data.isBinary();
  }

  /** How the rows were drawn, where they are configurations of the Ising model. */
  public Optional<IsingDescription> ising() {
    return data.ising();
  }

  /** How many rows of a part are scored when there is a limit. */
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

  /** The states of the first rows of a part, drawn by themselves where states are drawn. */
  public Matrix first(Part part, int count) {
    RandomStream random = new RandomStream(DRAWING_SEED, Purpose.EVALUATION, part.ordinal(), -1);
    return data.first(part, count, rows, random);
  }

  /** The scores of the first rows of a part, in the order of their positions. */
  public double[] scores(Part part, int limit, RowScore score) {
    int count = count(part, limit);
    double[] scores = new double[count];
    if (count == 0) {
      return scores;
    }
    String name = part.name().toLowerCase(Locale.ROOT);
    JobGroup group =
        JobGroup.begin(spark.sc(), "boltz-evaluate", "scores of " + count + " " + name + " rows");
    Broadcast<float[]> shared = broadcast();
    try {
      Map<Long, double[]> found = overBlocks(part, count, shared, score::of).collectAsMap();
      int at = 0;
      for (double[] block : new TreeMap<>(found).values()) {
        System.arraycopy(block, 0, scores, at, block.length);
        at += block.length;
      }
      requireAll(at, count);
      return scores;
    } catch (Exception e) { // SparkException is checked, but not declared
      throw Failures.whileReading(data.title(), e);
    } finally {
      shared.destroy();
      group.end();
    }
  }

  /**
   * How far the nearest of the first rows of a part is from each of some states.
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
    String name = part.name().toLowerCase(Locale.ROOT);
    JobGroup group =
        JobGroup.begin(spark.sc(), "boltz-evaluate", "nearest of " + count + " " + name + " rows");
    Broadcast<float[]> shared = spark.broadcast(states.toArray());
    try {
      return blocks(part, count)
          .map(new NearestCall(rows, part, shared, states.rows()))
          .fold(none, new Nearer());
    } catch (Exception e) { // SparkException is checked, but not declared
      throw Failures.whileReading(data.title(), e);
    } finally {
      shared.destroy();
      group.end();
    }
  }

  /** The model's parameters, for {@link #overBlocks}. */
  Broadcast<float[]> broadcast() {
    return spark.broadcast(parameters);
  }

  /**
   * What a function makes of each block of a part's first rows, by the block's number; a block
   * begins at {@link #firstPosition} and ends where the next begins or the rows end.
   */
  <T> JavaPairRDD<Long, T> overBlocks(
      Part part, int count, Broadcast<float[]> shared, BlockFunction<T> function) {
    return blocks(part, count).mapToPair(new BlockCall<>(spec, shared, rows, part, function, seed));
  }

  /** The position of a block's first row. */
  static long firstPosition(long block) {
    return block * BLOCK;
  }

  /** The entropy, in nats, of the distribution that gives each of the first rows equal weight. */
  public double empiricalEntropy(Part part, int limit) {
    int count = count(part, limit);
    Map<Long, Long> rowsByMultiplicity;
    String name = part.name().toLowerCase(Locale.ROOT);
    JobGroup group =
        JobGroup.begin(spark.sc(), "boltz-evaluate", "entropy of " + count + " " + name + " rows");
    try {
      rowsByMultiplicity =
          new TreeMap<>(
              bytes(part, count)
                  .mapToPair(row -> new Tuple2<>(new String(row._2(), ISO_8859_1), 1L))
                  .reduceByKey(Long::sum)
                  .map(Tuple2::_2)
                  .countByValue());
    } finally {
      group.end();
    }
    double entropy = 0; // in the order of multiplicities, whoever counted what
    for (Map.Entry<Long, Long> entry : rowsByMultiplicity.entrySet()) {
      double share = (double) entry.getKey() / count;
      entropy -= entry.getValue() * share * Math.log(share);
    }
    return entropy;
  }

  /** The first rows in blocks, each with its number. */
  private JavaPairRDD<Long, Iterable<Tuple2<Long, byte[]>>> blocks(Part part, int count) {
    int blocks = (count + BLOCK - 1) / BLOCK;
    int tasks = Math.min(blocks, 2 * spark.defaultParallelism());
    return bytes(part, count)
        .mapToPair(row -> new Tuple2<>(row._1() / BLOCK, row))
        .groupByKey(tasks);
  }

  private JavaPairRDD<Long, byte[]> bytes(Part part, int count) {
    long end = count;
    return data.bytes(part, rows.labels() > 0).filter(row -> row._1() >= 0 && row._1() < end);
  }

  private void requireAll(int found, int count) {
    if (found != count) {
      throw new BoltzException(
          ExitCode.BAD_INPUT,
          "the data " + data.title() + " lacks " + (count - found) + " rows; prepare it again");
    }
  }

  /** The states of a block of rows, in the order of their positions. */
  private static Matrix decode(
      VisibleRows rows, Part part, Tuple2<Long, Iterable<Tuple2<Long, byte[]>>> numbered) {
    long block = numbered._1();
    List<Tuple2<Long, byte[]>> found = new ArrayList<>();
    numbered._2().forEach(found::add);
    found.sort(Comparator.comparing(Tuple2::_1));
    Matrix states = Matrix.zeros(found.size(), rows.units());
    RandomStream random = new RandomStream(DRAWING_SEED, Purpose.EVALUATION, part.ordinal(), block);
    VisibleRows.Reader reader = rows.reader();
    for (int r = 0; r < found.size(); r++) {
      if (found.get(r)._1() != block * BLOCK + r) {
        throw new BoltzException(
            ExitCode.BAD_INPUT,
            "the "
                + part.name().toLowerCase(Locale.ROOT)
                + " rows have the position "
                + found.get(r)._1()
                + " where "
                + (block * BLOCK + r)
                + " should follow; prepare the data again");
      }
      reader.decode(found.get(r)._2(), states, r, random);
    }
    return states;
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
      Matrix states = decode(rows, part, block);
      // Numbers of their own, beside those that states are drawn from.
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
      return NearestNeighbours.distances(asked, decode(rows, part, block), 1);
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
