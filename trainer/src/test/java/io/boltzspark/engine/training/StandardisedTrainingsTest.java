package io.boltzspark.engine.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.boltzmann.BoltzmannConfig;
import io.boltzspark.boltzmann.Configs;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.model.ParameterLayout.Kind;
import io.boltzspark.store.TrainedModel;
import io.boltzspark.testing.SparkTesting;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Trainings of real values, some of which are constant or were standardised by another model. */
@ExtendWith(SparkTesting.class)
class StandardisedTrainingsTest {
  private static final int ROWS = 40;
  private static final int WIDTH = 4;
  private static final int ALWAYS_ZERO = 1;
  private static final int ALWAYS_TWO = 3;

  @TempDir static Path directory;
  private static SparkSession spark;
  private static String once;
  private static String thrice;

  @BeforeAll
  static void write(@SparkTesting.Local(2) SparkSession shared) {
    spark = shared;
    once = data("once", 1);
    thrice = data("thrice", 3);
  }

  /** Counts with the sum 3. */
  private static String counts() {
    List<Row> rows = new ArrayList<>();
    for (long r = 0; r < ROWS; r++) {
      rows.add(RowFactory.create(r, new Float[] {(float) (r % 2), 0f, (float) (1 - r % 2), 2f}));
    }
    return write("counts", rows);
  }

  private static String data(String name, float factor) {
    Random random = new Random(2);
    List<Row> rows = new ArrayList<>();
    for (long r = 0; r < ROWS; r++) {
      Float[] values = new Float[WIDTH];
      Arrays.setAll(values, i -> factor * random.nextFloat());
      values[ALWAYS_ZERO] = 0f;
      values[ALWAYS_TWO] = 2f;
      rows.add(RowFactory.create(r, values));
    }
    return write(name, rows);
  }

  private static String write(String name, List<Row> rows) {
    String path = directory.resolve(name).toUri().toString();
    StructType schema = StructType.fromDDL("position bigint, v array<float>");
    spark.createDataFrame(rows, schema).write().parquet(path);
    return path;
  }

  /**
   * 120 steps, in which the sigma of a constant would fall to a third if it followed its gradient.
   */
  private static BoltzmannConfig config(String visible) {
    return Configs.rbm(WIDTH, 3).units(visible, "bernoulli").epochs(30).build();
  }

  private Trainings training(String data, String visible) {
    return new Trainings(spark, data, config(visible));
  }

  private static float[] of(TrainedModel model, Kind kind) {
    int from = model.machine().layout().segment(kind, 0).offset();
    return Arrays.copyOfRange(model.parameters(), from, from + WIDTH);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gaussian", "rectified"})
  void aConstantKeepsItsSigma(String visible) {
    Path run = directory.resolve(visible);
    Trainings training = training(once, visible);
    training.into(run);
    List<String> said = training.notes.stream().filter(note -> note.contains("sigma")).toList();
    assertEquals(1, said.size(), training.notes.toString());
    assertTrue(said.get(0).startsWith("2 of the 4 values"), said.get(0));
    TrainedModel first = Trainings.model(run, "@epoch:1");
    TrainedModel last = Trainings.model(run, "");
    for (int constant : new int[] {ALWAYS_ZERO, ALWAYS_TWO}) {
      assertEquals(0f, of(last, Kind.LOG_SIGMA)[constant]);
      if (visible.equals("rectified")) {
        assertEquals(of(first, Kind.BIAS)[constant], of(last, Kind.BIAS)[constant]);
      }
    }
    for (int varying : new int[] {0, 2}) {
      assertNotEquals(of(first, Kind.LOG_SIGMA)[varying], of(last, Kind.LOG_SIGMA)[varying]);
    }
    assertEquals(1f, last.standardisation().scale()[ALWAYS_ZERO]);
    assertEquals(visible.equals("gaussian") ? 1f : 2f, last.standardisation().scale()[ALWAYS_TWO]);
  }

  @Test
  void discreteUnitsMayBeConstant() {
    Trainings training = training(counts(), "multinomial:3");
    training.epochs(1).into(directory.resolve("multinomial"));
    assertTrue(training.notes.isEmpty(), training.notes.toString());
  }

  /** The rate is so small that nothing moves: what is left is the conversion. */
  @Test
  void aWarmStartOnOtherDataIsResumedAsItBegan() {
    Path first = directory.resolve("first");
    training(once, "gaussian").epochs(2).into(first);
    BoltzmannConfig still =
        Configs.from(config("gaussian")).optimizer(Configs.sgd(1e-30, 0, false)).epochs(2).build();
    Path run = directory.resolve("warm");
    Trainings warm = new Trainings(spark, thrice, still).from(Trainings.model(first, ""));
    warm.stopAfterEpoch(1).into(run);
    assertTrue(warm.notes.stream().anyMatch(n -> n.contains("converted")), warm.notes.toString());
    TrainedModel theirs = Trainings.model(first, "");
    TrainedModel ours = Trainings.model(run, "");
    assertEquals(3, ours.standardisation().scale()[0] / theirs.standardisation().scale()[0], 1e-5);
    float[] sigma = of(theirs, Kind.LOG_SIGMA);
    assertEquals(sigma[0] - Math.log(3), of(ours, Kind.LOG_SIGMA)[0], 1e-5);
    assertEquals(sigma[ALWAYS_TWO], of(ours, Kind.LOG_SIGMA)[ALWAYS_TWO]);
    warm.stopAfterEpoch(2).resume().into(run);
    assertArrayEquals(ours.parameters(), Trainings.model(run, "").parameters());
  }

  /** Where scales are kept, they are part of what a resumed training depends on. */
  @Test
  void aResumedTrainingRefusesAnotherModelsScales() {
    String visible = "noisy-rectified";
    Path one = directory.resolve("noisy-1");
    Path three = directory.resolve("noisy-3");
    training(once, visible).epochs(1).into(one);
    training(thrice, visible).epochs(1).into(three);
    Path run = directory.resolve("noisy-warm");
    Trainings warm = training(once, visible).epochs(2).from(Trainings.model(three, ""));
    warm.stopAfterEpoch(1).into(run);
    assertArrayEquals(
        Trainings.model(three, "").standardisation().scale(),
        Trainings.model(run, "").standardisation().scale());
    Trainings other = training(once, visible).epochs(2).from(Trainings.model(one, "")).resume();
    BoltzException e = assertThrows(BoltzException.class, () -> other.into(run));
    assertEquals(ExitCode.BAD_INPUT, e.exitCode());
    assertTrue(e.getMessage().contains("learning.initialisation.from"), e.getMessage());
  }
}
