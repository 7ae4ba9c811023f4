package io.boltzspark.engine.inference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.boltzmann.BoltzmannConfig;
import io.boltzspark.boltzmann.Configs;
import io.boltzspark.engine.EngineConfig;
import io.boltzspark.engine.boltzmann.BoltzmannTraining;
import io.boltzspark.engine.data.TrainingData;
import io.boltzspark.engine.data.TrainingData.Part;
import io.boltzspark.engine.training.BetweenRounds;
import io.boltzspark.engine.training.CheckpointConfig;
import io.boltzspark.engine.training.MonitorConfig;
import io.boltzspark.engine.training.SamplesConfig;
import io.boltzspark.engine.training.TrainingLoop;
import io.boltzspark.engine.training.TrainingObserver;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.evaluation.Classification;
import io.boltzspark.learning.Lanes;
import io.boltzspark.learning.ScheduleConfig;
import io.boltzspark.model.LabelledMachine;
import io.boltzspark.monitoring.Monitors;
import io.boltzspark.store.RunDirectory;
import io.boltzspark.store.TrainedModel;
import io.boltzspark.testing.TestSpark;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A machine that learns pictures with their labels, from rows to the table of its errors. */
class ClassificationJobTest {
  private static final int CLASSES = 3;
  private static final int PIXELS = 12;

  /** More than a block of 500 rows. */
  private static final int ROWS = 900;

  @TempDir static Path directory;
  private static TrainedModel model;

  /** A class lights up a third of the pixels; each pixel is wrong with a chance of 1/20. */
  private static List<Row> rows(long seed) {
    Random random = new Random(seed);
    List<Row> rows = new ArrayList<>();
    for (int r = 0; r < ROWS; r++) {
      int label = random.nextInt(CLASSES);
      Float[] pixels = new Float[PIXELS];
      for (int i = 0; i < PIXELS; i++) {
        boolean lit = i / (PIXELS / CLASSES) == label;
        pixels[i] = lit != (random.nextInt(20) == 0) ? 1f : 0f;
      }
      rows.add(RowFactory.create((long) r, pixels, label));
    }
    return rows;
  }

  private static TrainingData data(SparkSession spark, String name, List<Row> rows) {
    StructType schema =
        new StructType()
            .add("position", DataTypes.LongType)
            .add("pixels", DataTypes.createArrayType(DataTypes.FloatType))
            .add("label", DataTypes.IntegerType);
    String path = directory.resolve(name).toUri().toString();
    spark.createDataFrame(rows, schema).write().parquet(path);
    return TrainingData.open(spark, path);
  }

  @BeforeAll
  static void train() {
    SparkSession spark = TestSpark.local(2);
    BoltzmannConfig config =
        Configs.rbm(PIXELS, 8)
            .labels(CLASSES)
            .pcd(5, 100)
            .batchSize(50)
            .epochs(40)
            .optimizer(Configs.adam(0.01))
            .schedule(Configs.schedule(ScheduleConfig.Kind.LINEAR))
            .build();
    TrainingData data = data(spark, "train", rows(1));
    MonitorConfig monitor = new MonitorConfig(Monitors.BY_DEFAULT, 50, 1, 0);
    TrainingLoop loop =
        new TrainingLoop(
            TestSpark.context(spark),
            data,
            new BoltzmannTraining(data, config, new Lanes(2), monitor, 1),
            new EngineConfig(
                EngineConfig.Kind.ROUNDS,
                2,
                0,
                Duration.ofSeconds(60),
                Duration.ofSeconds(60),
                3,
                false,
                false),
            new BetweenRounds(new CheckpointConfig(0, 1), monitor, SamplesConfig.NONE),
            new SilentObserver());
    var hadoop = spark.sparkContext().hadoopConfiguration();
    var run = new org.apache.hadoop.fs.Path(directory.resolve("run").toUri());
    loop.run(
        () -> {
          RunDirectory created = RunDirectory.create(hadoop, run, false);
          created.writeConfig("# none");
          return created;
        },
        "identity",
        Map.of(),
        new TrainingLoop.Request(false, OptionalInt.empty(), () -> false));
    model = TrainedModel.load(hadoop, run.toString(), Assertions::fail);
  }

  private static final class SilentObserver implements TrainingObserver {
    @Override
    public void started(String stage, long step, long totalSteps, int tasks) {}

    @Override
    public void stepDone(long steps, long stepsPerEpoch) {}

    @Override
    public void metrics(Map<String, Object> values) {}

    @Override
    public void note(String message) {}
  }

  private static ClassificationJob job(SparkSession spark) {
    return new ClassificationJob(TestSpark.context(spark), model.machine(), model.parameters());
  }

  private static EvaluationRows evaluation(SparkSession spark, TrainingData data) {
    return new EvaluationRows(TestSpark.context(spark), data, model, 1);
  }

  /** Guessing would be wrong for two rows of three. */
  @Test
  void newRowsAreAssignedTheirLabels() {
    SparkSession spark = TestSpark.local(2);
    List<Row> rows = rows(2);
    Classification found =
        job(spark).ofRows(evaluation(spark, data(spark, "new", rows)), Part.TRAIN);
    assertEquals(ROWS, found.rows());
    long[] actual = new long[CLASSES];
    rows.forEach(row -> actual[row.getInt(2)]++);
    for (int y = 0; y < CLASSES; y++) {
      assertEquals(actual[y], found.rows(y), "rows of class " + y);
    }
    assertTrue(found.errorRate() < 0.1, "error rate " + found.errorRate());
  }

  @Test
  void drawsOfALabelAreAssignedIt() {
    Classification found = job(TestSpark.local(2)).ofDraws(200, SamplingPlan.of(50, 3));
    for (int y = 0; y < CLASSES; y++) {
      assertEquals(200, found.rows(y), "draws of class " + y);
      assertTrue(found.errorRate(y) < 0.2, y + " is taken for another: " + found.errorRate(y));
    }
  }

  @Test
  void drawsOfAnyMachineAreAssignedLabelsAsOftenAsTheyShould() {
    LabelledMachine exact = new LabelledMachine(1.5, 91, 5, CLASSES, 3);
    int perClass = 4000;
    Classification found =
        new ClassificationJob(
                TestSpark.context(TestSpark.local(2)), exact.machine(), exact.parameters())
            .ofDraws(perClass, SamplingPlan.of(60, 92));
    boolean unsure = false;
    for (int held = 0; held < CLASSES; held++) {
      double[] pixels = exact.pixelsGiven(held);
      double[] expected = new double[CLASSES];
      for (int x = 0; x < pixels.length; x++) {
        expected[mostProbable(exact.labelGiven(x))] += pixels[x];
      }
      for (int y = 0; y < CLASSES; y++) {
        // The last term for shares of 0 and 1, whose sums are rounded.
        double variance = Math.max(0, expected[y] * (1 - expected[y])) / perClass;
        double share = (double) found.counts()[held][y] / perClass;
        assertEquals(
            expected[y],
            share,
            5 * Math.sqrt(variance) + 1e-12,
            held + " as " + y + ", seeds 91 and 92");
        unsure |= expected[y] > 0.1 && expected[y] < 0.9;
      }
    }
    assertTrue(unsure, "a machine that any classifier would agree with");
  }

  private static int mostProbable(double[] probabilities) {
    int best = 0;
    for (int y = 1; y < probabilities.length; y++) {
      best = probabilities[y] > probabilities[best] ? y : best;
    }
    return best;
  }

  @Test
  void tasksDecideNoCount() {
    List<long[][]> tables = new ArrayList<>();
    for (int cores : new int[] {1, 2}) {
      SparkSession spark = TestSpark.local(cores);
      TrainingData data = data(spark, "tasks" + cores, rows(4));
      tables.add(job(spark).ofRows(evaluation(spark, data), Part.TRAIN).counts());
      tables.add(job(spark).ofDraws(70, SamplingPlan.of(5, 3)).counts());
    }
    for (int y = 0; y < CLASSES; y++) {
      assertArrayEquals(tables.get(0)[y], tables.get(2)[y], "rows of class " + y);
      assertArrayEquals(tables.get(1)[y], tables.get(3)[y], "draws of class " + y);
    }
  }

  @Test
  void rowsWithoutALabelOfTheModelAreNamed() {
    SparkSession spark = TestSpark.local(2);
    List<Row> rows = rows(5);
    Row row = rows.get(700);
    for (Integer label : new Integer[] {null, CLASSES}) {
      rows.set(700, RowFactory.create(row.get(0), row.get(1), label));
      EvaluationRows bad = evaluation(spark, data(spark, "label" + label, rows));
      BoltzException e =
          assertThrows(BoltzException.class, () -> job(spark).ofRows(bad, Part.TRAIN));
      assertEquals(ExitCode.BAD_INPUT, e.exitCode());
      assertTrue(e.getMessage().contains("position 700"), e.getMessage());
    }
  }
}
