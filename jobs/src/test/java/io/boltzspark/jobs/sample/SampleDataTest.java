package io.boltzspark.jobs.sample;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.boltzspark.engine.inference.SamplingJob;
import io.boltzspark.engine.inference.SamplingPlan;
import io.boltzspark.engine.inference.SamplingPlan.Ending;
import io.boltzspark.jobs.console.Progress;
import io.boltzspark.jobs.states.OutputFormat;
import io.boltzspark.jobs.testing.AwkwardDirectory;
import io.boltzspark.jobs.testing.NpzArrays;
import io.boltzspark.jobs.testing.SavedModels;
import io.boltzspark.math.Matrix;
import io.boltzspark.model.MachineSpec;
import io.boltzspark.model.UnitSpec;
import io.boltzspark.model.UnitType;
import io.boltzspark.spark.Tables;
import io.boltzspark.store.TrainedModel;
import io.boltzspark.testing.TestSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Samples of each kind of machine in each format of data, against the states of its chains. */
class SampleDataTest {
  private static final int COUNT = 30; // more than one slice of chains
  private static final int STEPS = 4;
  private static final long SEED = 8;

  @TempDir(factory = AwkwardDirectory.class)
  static Path directory;

  private static final UnitSpec HIDDEN = UnitSpec.of(UnitType.BERNOULLI, 3);

  /**
   * A machine and what is to be said of it.
   *
   * @param energy the column; empty: none
   */
  record Kind(String name, MachineSpec spec, String alphabet, boolean standardised, String energy) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Kind> kinds() {
    UnitSpec binary = UnitSpec.of(UnitType.BERNOULLI, 4);
    UnitSpec sites = UnitSpec.of(UnitType.POTTS, 15, 5);
    String free = "free_energy";
    return Stream.of(
        new Kind(
            "labels",
            new MachineSpec(List.of(List.of(binary, UnitSpec.label(3)), List.of(HIDDEN))),
            "",
            false,
            free),
        new Kind("deep", MachineSpec.of(binary, HIDDEN, HIDDEN), "", false, "energy"),
        new Kind("spin", MachineSpec.of(UnitSpec.of(UnitType.SPIN, 4), HIDDEN), "", false, free),
        new Kind(
            "gaussian", MachineSpec.of(UnitSpec.of(UnitType.GAUSSIAN, 4), HIDDEN), "", true, free),
        new Kind(
            "rectified",
            MachineSpec.of(UnitSpec.of(UnitType.RECTIFIED, 4), HIDDEN),
            "",
            true,
            free),
        new Kind(
            "binomial",
            MachineSpec.of(UnitSpec.of(UnitType.BINOMIAL, 4, 3), HIDDEN),
            "",
            false,
            free),
        new Kind("potts", MachineSpec.of(sites, HIDDEN), "", false, free),
        new Kind("sequences", MachineSpec.of(sites, HIDDEN), "-ACGU", false, free),
        new Kind(
            "without energy",
            MachineSpec.of(binary, UnitSpec.of(UnitType.NOISY_RECTIFIED, 3)),
            "",
            false,
            ""));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void everyFormatHoldsTheStatesOfTheChains(Kind kind) throws IOException {
    String run =
        SavedModels.save(
            directory.resolve(kind.name()), kind.spec(), 0.3, kind.alphabet(), kind.standardised());
    TrainedModel model = TrainedModel.load(new Configuration(), run, Assertions::fail);
    SparkSession spark = TestSpark.local(2);
    SamplingPlan plan = SamplingPlan.of(STEPS, SEED).with(Ending.STATES);
    Matrix chains =
        new SamplingJob(
                JavaSparkContext.fromSparkContext(spark.sparkContext()),
                model.machine(),
                model.parameters())
            .fromNoise(COUNT, plan)
            .visible();
    double[][] values = values(model, chains);
    double[] labels = labels(model, chains);

    SampleDataAction.Result said = write(spark, run, OutputFormat.NPZ);
    assertEquals(kind.energy(), said.energy().orElse(""));
    Map<String, NpzArrays> arrays = NpzArrays.read(Path.of(said.file()));
    NpzArrays array = arrays.get("values");
    assertArrayEquals(new int[] {COUNT, values[0].length}, array.shape());
    assertEquals(isPotts(model) ? "|u1" : "<f4", array.type());
    for (int r = 0; r < COUNT; r++) {
      int from = r * values[0].length;
      assertArrayEquals(
          values[r], Arrays.copyOfRange(array.values(), from, from + values[0].length));
      assertEquals(r, arrays.get("sample").values()[r]);
    }
    double[] energies = kind.energy().isEmpty() ? null : arrays.get(kind.energy()).values();
    assertEquals(
        2 + (energies == null ? 0 : 1) + (labels == null ? 0 : 1), arrays.size(), "arrays");
    if (labels != null) {
      assertArrayEquals(labels, arrays.get("label").values());
    }
    if (kind.energy().equals("free_energy")) {
      assertArrayEquals(model.machine().freeEnergy(chains, model.parameters()), energies, 1e-4);
    }

    List<String> lines = Files.readAllLines(Path.of(write(spark, run, OutputFormat.CSV).file()));
    assertEquals(COUNT + 1, lines.size());
    List<String> columns = List.of(lines.get(0).split(","));
    int first = columns.size() - values[0].length;
    assertEquals(kind.alphabet().isEmpty() ? "value_0" : "site_1", columns.get(first));
    for (int r = 0; r < COUNT; r++) {
      String[] cells = lines.get(1 + r).split(",");
      assertEquals(r, Integer.parseInt(cells[columns.indexOf("sample")]));
      for (int i = 0; i < values[r].length; i++) {
        assertEquals(values[r][i], Float.parseFloat(cells[first + i]));
      }
      if (energies != null) {
        assertEquals(energies[r], Double.parseDouble(cells[columns.indexOf(kind.energy())]));
      }
      if (labels != null) {
        assertEquals(labels[r], Integer.parseInt(cells[columns.indexOf("label")]));
      }
    }

    List<Row> rows =
        Tables.read(
                spark,
                new org.apache.hadoop.fs.Path(
                    null, null, write(spark, run, OutputFormat.PARQUET).file()))
            .orderBy("sample")
            .collectAsList();
    assertEquals(COUNT, rows.size());
    for (int r = 0; r < COUNT; r++) {
      Row row = rows.get(r);
      assertEquals(r, row.<Integer>getAs("sample"));
      assertEquals(r, row.<Long>getAs("position"));
      List<? extends Number> cells = row.getList(row.fieldIndex("values"));
      assertArrayEquals(values[r], cells.stream().mapToDouble(Number::doubleValue).toArray());
      assertEquals(isPotts(model) ? Byte.class : Float.class, cells.get(0).getClass());
      if (energies != null) {
        assertEquals(energies[r], row.<Double>getAs(kind.energy()));
      }
      if (labels != null) {
        assertEquals(labels[r], row.<Integer>getAs("label").doubleValue());
      }
    }
  }

  private static SampleDataAction.Result write(
      SparkSession spark, String run, OutputFormat format) {
    SampleRequest request =
        new SampleRequest(
            run,
            run + "." + format.word(),
            format,
            COUNT,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            "",
            SamplingPlan.of(STEPS, SEED),
            false);
    return new SampleDataAction(spark, request, Progress.silent()).execute();
  }

  private static boolean isPotts(TrainedModel model) {
    return model.machine().spec().layers().get(0).get(0).type() == UnitType.POTTS;
  }

  /** The states in the units of the data: scaled and shifted, or which of five is 1. */
  private static double[][] values(TrainedModel model, Matrix chains) {
    int each = isPotts(model) ? 5 : 1;
    double[][] values = new double[COUNT][model.machine().spec().values() / each];
    for (int r = 0; r < COUNT; r++) {
      for (int i = 0; i < values[r].length; i++) {
        if (isPotts(model)) {
          for (int k = 0; k < each; k++) {
            values[r][i] += k * chains.get(r, i * each + k);
          }
        } else {
          float scaled = chains.get(r, i) * model.standardisation().scale()[i];
          values[r][i] = scaled + model.standardisation().offset()[i];
        }
      }
    }
    return values;
  }

  /** Or null. */
  private static double[] labels(TrainedModel model, Matrix chains) {
    int classes = model.machine().spec().labels();
    double[] labels = new double[COUNT];
    for (int r = 0; r < COUNT; r++) {
      for (int y = 0; y < classes; y++) {
        labels[r] += y * chains.get(r, model.machine().spec().values() + y);
      }
    }
    return classes == 0 ? null : labels;
  }
}
