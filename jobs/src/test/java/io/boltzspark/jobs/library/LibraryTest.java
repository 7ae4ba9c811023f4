package io.boltzspark.jobs.library;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.Causes;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.jobs.console.Progress;
import io.boltzspark.jobs.settings.SettingsLayers;
import io.boltzspark.jobs.testing.WrittenRun;
import io.boltzspark.jobs.train.TrainAction;
import io.boltzspark.math.Matrix;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.MachineSpec;
import io.boltzspark.model.UnitSpec;
import io.boltzspark.model.UnitType;
import io.boltzspark.testing.SparkTesting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Machines in a program, against the command and against formulas. */
@ExtendWith(SparkTesting.class)
class LibraryTest {
  private static final int ROWS = 60;
  private static final int WIDTH = 4;

  /** Of sums of a few numbers of single precision, each below 10. */
  private static final double ROUNDING = 1e-5;

  @TempDir static Path directory;

  private static List<Row> rows() {
    Random random = new Random(5);
    List<Row> rows = new ArrayList<>();
    for (long n = 0; n < ROWS; n++) {
      Float[] values = new Float[WIDTH];
      for (int i = 0; i < WIDTH; i++) {
        values[i] = (float) random.nextInt(2);
      }
      rows.add(RowFactory.create(n, "row" + n, (int) (values[0] + values[1]), values));
    }
    return rows;
  }

  private static Dataset<Row> data(SparkSession spark, List<Row> rows, String schema) {
    return spark.createDataFrame(rows, StructType.fromDDL(schema));
  }

  private static BoltzmannTrainer trainer() {
    return Boltzmann.trainer()
        .set("model.dimensions", List.of(WIDTH, 3))
        .set("learning.epochs", 2)
        .set("learning.batch-size", 20)
        .set("learning.chains", "20");
  }

  private static byte[] savedBytes(BoltzmannModel model, String name) throws Exception {
    Path run = directory.resolve(name);
    model.save(run.toString());
    return bytes(run);
  }

  private static byte[] bytes(Path run) throws Exception {
    return Files.readAllBytes(run.resolve("model/model.safetensors"));
  }

  @Test
  void theBytesAreThoseOfTheCommand(@SparkTesting.Local(2) SparkSession spark) throws Exception {
    String schema = "position bigint, id string, label int, v array<float>";
    List<Row> rows = rows();
    Path table = directory.resolve("table");
    data(spark, rows, schema).coalesce(1).write().parquet(table.toUri().toString());
    SettingsLayers settings = new SettingsLayers();
    settings.put("model.dimensions", WIDTH + ",3", "");
    settings.put("learning.epochs", "2", "");
    settings.put("learning.batch-size", "20", "");
    settings.put("learning.chains", "20", "");
    Path run = directory.resolve("by-command");
    TrainAction.Request request =
        new TrainAction.Request(
            table.toString(),
            run.toString(),
            settings.settings(),
            false,
            false,
            OptionalInt.empty());
    new TrainAction(spark, request, Progress.silent()).execute();
    byte[] expected = bytes(run);

    List<Row> shuffled = new ArrayList<>(rows);
    Collections.shuffle(shuffled, new Random(1));
    Dataset<Row> elsewhere =
        data(spark, shuffled, "n bigint, id string, y int, w array<float>").repartition(5);
    BoltzmannModel model = trainer().position("n").label("y").fit(elsewhere);
    assertArrayEquals(expected, savedBytes(model, "by-library"));
    assertArrayEquals(
        expected,
        savedBytes(Boltzmann.load(spark, directory.resolve("by-library").toString()), "again"));

    // Without positions rows are in the order of their contents, there as here.
    Path unordered = directory.resolve("unordered");
    elsewhere.drop("n", "y").write().parquet(unordered.toUri().toString());
    Path second = directory.resolve("unordered-by-command");
    new TrainAction(
            spark,
            new TrainAction.Request(
                unordered.toString(),
                second.toString(),
                settings.settings(),
                false,
                false,
                OptionalInt.empty()),
            Progress.silent())
        .execute();
    BoltzmannModel other =
        trainer().run(directory.resolve("kept").toString()).fit(elsewhere.drop("n", "y"));
    assertArrayEquals(bytes(second), savedBytes(other, "unordered-by-library"));
    assertTrue(Files.exists(directory.resolve("kept/metrics.jsonl")));
  }

  private static BoltzmannModel written(SparkSession spark, String name, MachineSpec spec) {
    Path run = directory.resolve(name);
    WrittenRun.write(run, spec, WrittenRun.parameters(spec, 2), "");
    return Boltzmann.load(spark, run.toString());
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  @Test
  void columnsAreThoseOfTheFormulas(@SparkTesting.Local(2) SparkSession spark) {
    MachineSpec spec =
        MachineSpec.of(UnitSpec.of(UnitType.BERNOULLI, WIDTH), UnitSpec.of(UnitType.BERNOULLI, 3));
    BoltzmannModel model = written(spark, "restricted", spec);
    float[] parameters = model.trained().parameters();
    BoltzmannMachine machine = BoltzmannMachine.of(spec);
    Matrix weights = machine.connections().get(0).weights(parameters);
    int b = machine.visible().biasOffset();
    int c = machine.layer(1).biasOffset();
    List<Row> rows = rows();
    Dataset<Row> given =
        data(spark, rows, "n bigint, id string, label int, v array<float>").repartition(3);
    Dataset<Row> found = model.transform(given);
    assertEquals(
        "n,id,label,v,features,free_energy,reconstruction", String.join(",", found.columns()));
    assertEquals(
        given.collectAsList().stream().map(row -> row.getString(1)).toList(),
        found.collectAsList().stream().map(row -> row.getString(1)).toList());
    for (Row row : found.collectAsList()) {
      List<Float> v = row.getList(3);
      assertEquals(List.of((Object[]) rows.get((int) row.getLong(0)).get(3)), v);
      double free = 0;
      for (int i = 0; i < WIDTH; i++) {
        free -= parameters[b + i] * v.get(i);
      }
      double[] means = new double[3];
      for (int j = 0; j < 3; j++) {
        double input = parameters[c + j];
        for (int i = 0; i < WIDTH; i++) {
          input += weights.get(i, j) * v.get(i);
        }
        free -= Math.log1p(Math.exp(input));
        means[j] = sigmoid(input);
        assertEquals(means[j], row.<Float>getList(4).get(j), ROUNDING);
      }
      assertEquals(free, row.getDouble(5), ROUNDING);
      for (int i = 0; i < WIDTH; i++) {
        double input = parameters[b + i];
        for (int j = 0; j < 3; j++) {
          input += weights.get(i, j) * means[j];
        }
        assertEquals(sigmoid(input), row.<Float>getList(6).get(i), ROUNDING);
      }
    }
    assertEquals(
        List.of("n", "free_energy"),
        List.of(
            model.transform(given, List.of("free_energy")).select("n", "free_energy").columns()));
    assertEquals(0, model.transform(given.limit(0)).count());
  }

  @Test
  void labelsArePredictedAndCategoriesTaken(@SparkTesting.Local(2) SparkSession spark) {
    MachineSpec spec =
        new MachineSpec(
            List.of(
                List.of(UnitSpec.of(UnitType.POTTS, 6, 3), UnitSpec.label(2)),
                List.of(UnitSpec.of(UnitType.BERNOULLI, 2))));
    BoltzmannModel model = written(spark, "labelled", spec);
    BoltzmannMachine machine = BoltzmannMachine.of(spec);
    List<Row> rows = new ArrayList<>();
    for (int s = 0; s < 9; s++) {
      rows.add(RowFactory.create(List.of((byte) (s / 3), (byte) (s % 3))));
    }
    List<Row> found = model.transform(data(spark, rows, "v array<tinyint>")).collectAsList();
    for (int s = 0; s < 9; s++) {
      double[] free = new double[2];
      for (int y = 0; y < 2; y++) {
        Matrix state = Matrix.zeros(1, 8);
        state.set(0, s / 3, 1);
        state.set(0, 3 + s % 3, 1);
        state.set(0, 6 + y, 1);
        free[y] = machine.freeEnergy(state, model.trained().parameters())[0];
      }
      Row row = found.get(s);
      assertEquals(free[0] <= free[1] ? 0 : 1, (int) row.getAs("predicted_label"));
      double both = -Math.log(Math.exp(-free[0]) + Math.exp(-free[1]));
      assertEquals(both, row.getAs("free_energy"), ROUNDING);
    }
    assertEquals(6, found.get(0).getList(found.get(0).fieldIndex("reconstruction")).size());
  }

  @Test
  void samplesAreRowsWithTheirEnergies(@SparkTesting.Local(2) SparkSession spark) {
    MachineSpec spec =
        MachineSpec.of(UnitSpec.of(UnitType.BERNOULLI, WIDTH), UnitSpec.of(UnitType.BERNOULLI, 3));
    BoltzmannModel model = written(spark, "sampled", spec);
    Dataset<Row> samples = model.sample(spark, 30, 20, 7);
    assertEquals(
        List.of("sample", "position", "free_energy", "values"), List.of(samples.columns()));
    List<Row> first = samples.collectAsList();
    assertEquals(30, first.size());
    assertEquals(first, model.sample(spark, 30, 20, 7).collectAsList());
    List<Row> again =
        model
            .transform(samples.drop("free_energy"), List.of("free_energy"))
            .orderBy("sample")
            .collectAsList();
    for (int s = 0; s < 30; s++) {
      double expected = first.get(s).getAs("free_energy");
      assertEquals(expected, again.get(s).<Double>getAs("free_energy"), ROUNDING);
    }
  }

  private static void says(ExitCode code, BoltzException e, String... parts) {
    assertEquals(code, e.exitCode(), e.getMessage());
    for (String part : parts) {
      assertTrue(e.getMessage().contains(part), e.getMessage());
    }
  }

  private static BoltzException refused(Runnable work) {
    return assertThrows(BoltzException.class, work::run);
  }

  @Test
  void errorsNameWhatIsWrong(@SparkTesting.Local(2) SparkSession spark) {
    Dataset<Row> rows = data(spark, rows(), "n bigint, id string, label int, v array<float>");
    says(
        ExitCode.BAD_CONFIGURATION,
        refused(() -> Boltzmann.trainer().set("learning.kk", 1)),
        "learning.kk");
    says(
        ExitCode.BAD_CONFIGURATION,
        refused(() -> trainer().set("model.dimensions", "5,3").fit(rows)),
        "[5, 3]",
        "4 as the first number");
    says(ExitCode.BAD_INPUT, refused(() -> trainer().values("x").fit(rows)), "values(\"x\")", "id");
    says(
        ExitCode.BAD_INPUT,
        refused(() -> trainer().fit(rows.select("id"))),
        "Dataset must have exactly one column");
    says(
        ExitCode.BAD_CONFIGURATION,
        refused(() -> trainer().set("model.kind", "classifier").fit(rows)),
        "model.kind");
    MachineSpec spec =
        MachineSpec.of(UnitSpec.of(UnitType.BERNOULLI, WIDTH), UnitSpec.of(UnitType.BERNOULLI, 3));
    BoltzmannModel model = written(spark, "refusing", spec);
    says(ExitCode.BAD_INPUT, refused(() -> model.transform(rows.select("id"))), "none");
    says(
        ExitCode.BAD_INPUT,
        refused(() -> model.transform(rows, List.of("predicted_label"))),
        "predicted_label",
        "features, free_energy, reconstruction");
    says(
        ExitCode.BAD_INPUT,
        refused(() -> model.transform(rows.withColumnRenamed("id", "features"))),
        "features already");
    Dataset<Row> bad =
        data(spark, List.of(RowFactory.create(List.of(0f, 1f, 2f, 0f))), "v array<float>");
    Exception thrown = assertThrows(Exception.class, () -> model.transform(bad).collectAsList());
    says(
        ExitCode.BAD_INPUT,
        Causes.first(thrown, BoltzException.class).orElseThrow(),
        "column v",
        "2.0 at index 2",
        "bernoulli");
    says(ExitCode.USAGE, refused(() -> model.sample(spark, 0, 1, 1)), "0 samples after 1 sweeps");
  }
}
