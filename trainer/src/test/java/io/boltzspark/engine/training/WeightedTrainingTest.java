package io.boltzspark.engine.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.boltzmann.BoltzmannConfig;
import io.boltzspark.boltzmann.Configs;
import io.boltzspark.boltzmann.Penalties;
import io.boltzspark.engine.EngineConfig.Kind;
import io.boltzspark.engine.data.TrainingData;
import io.boltzspark.testing.Slow;
import io.boltzspark.testing.TestSpark;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Whole trainings on rows with weights. */
class WeightedTrainingTest {
  private static final int ROWS = 52;
  private static final int WIDTH = 8;

  private enum Case {
    PERSISTENT(
        "float",
        Configs.rbm(WIDTH, 5).pcd(2, 10).centred(0.1).penalty(new Penalties(0, 0, 0, 0.1, 0.5, 0))),
    CATEGORIES("int", Configs.rbm(3 * WIDTH, 5).units("potts:3", "bernoulli").cd(1)),
    DEEP("float", Configs.machine(List.of(WIDTH, 5, 4)).pcd(1, 10));

    private final String type;
    private final BoltzmannConfig config;

    Case(String type, Configs configs) {
      this.type = type;
      this.config = configs.batchSize(25).epochs(2).seed(5).weightDeviation(0.3).build();
    }
  }

  @TempDir Path directory;
  private static SparkSession spark;
  private int count;

  @BeforeAll
  static void start() {
    spark = TestSpark.local(2);
  }

  private String write(Case c, boolean alike) {
    Random random = new Random(3);
    List<Row> rows = new ArrayList<>();
    for (int r = 0; r < ROWS; r++) {
      List<Object> values = new ArrayList<>();
      for (int i = 0; i < WIDTH; i++) {
        int value = random.nextInt(c.type.equals("int") ? 3 : 2);
        values.add(c.type.equals("int") ? (Object) value : (Object) (float) value);
      }
      double weight = random.nextDouble();
      rows.add(RowFactory.create((long) r, values, alike ? 1.0 : weight));
    }
    String path = directory.resolve("data-" + count++).toUri().toString();
    StructType schema =
        StructType.fromDDL("position bigint, v array<%s>, weight double".formatted(c.type));
    spark.createDataFrame(rows, schema).write().parquet(path);
    return path;
  }

  private Trainings training(Case c, String data, String column) {
    return new Trainings(spark, TrainingData.open(spark, data, column), c.config);
  }

  private Path run() {
    return directory.resolve("run-" + count++);
  }

  @ParameterizedTest
  @EnumSource
  void engineAndResumingDecideNoByte(Case c) {
    String data = write(c, false);
    Trainings first = training(c, data, TrainingData.WEIGHT);
    String expected = first.engine(Trainings.engine(Kind.ROUNDS, 1)).into(run()).modelSha256();
    assertEquals(
        1, first.notes.stream().filter(note -> note.contains("the column weight")).count());
    String jobs =
        training(c, data, TrainingData.WEIGHT)
            .engine(Trainings.engine(Kind.JOBS, 2))
            .into(run())
            .modelSha256();
    assertEquals(expected, jobs);
    Path run = run();
    training(c, data, TrainingData.WEIGHT).stopAfterEpoch(1).into(run);
    String resumed = training(c, data, TrainingData.WEIGHT).resume().into(run).modelSha256();
    assertEquals(expected, resumed);
    String without = training(c, data, TrainingData.NO_WEIGHTS).into(run()).modelSha256();
    assertNotEquals(expected, without);
  }

  /** Weights are read in one way for values and in another for categories. */
  static List<Case> byWhatIsRead() {
    return Slow.or(List.of(Case.values()), List.of(Case.PERSISTENT, Case.CATEGORIES));
  }

  @ParameterizedTest
  @MethodSource("byWhatIsRead")
  void weightsOfOneDecideNoByte(Case c) {
    String data = write(c, true);
    assertEquals(
        training(c, data, TrainingData.NO_WEIGHTS).into(run()).modelSha256(),
        training(c, data, TrainingData.WEIGHT).into(run()).modelSha256());
  }

  /** The scale of weights is no part of them. */
  @Test
  void biasesStartAtTheWeightedFrequencies() {
    String data = write(Case.CATEGORIES, false);
    TrainingData rows = TrainingData.open(spark, data, TrainingData.WEIGHT);
    Path run = run();
    training(Case.CATEGORIES, data, TrainingData.WEIGHT).epochs(0).into(run);
    float[] parameters = Trainings.model(run, "").parameters();
    int first = 3 * WIDTH * 5;
    double effective = rows.weights().orElseThrow().effective(TrainingData.Part.TRAIN);
    assertTrue(effective < ROWS - 5);
    for (int site = 0; site < WIDTH; site++) {
      double[] logs = new double[3];
      double mean = 0;
      for (int state = 0; state < 3; state++) {
        double share = rows.mean()[3 * site + state];
        long n = Math.round(effective);
        logs[state] = Math.log((n * share + 1.0 / 3) / (n + 1)); // with the pseudocount
        mean += logs[state] / 3;
      }
      for (int state = 0; state < 3; state++) {
        assertEquals(logs[state] - mean, parameters[first + 3 * site + state], 1e-6);
      }
    }
  }
}
