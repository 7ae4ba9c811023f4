package io.boltzspark.jobs.pictures;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.jobs.testing.AwkwardDirectory;
import io.boltzspark.jobs.testing.NpzArrays;
import io.boltzspark.jobs.testing.Outcome;
import io.boltzspark.jobs.testing.SavedModels;
import io.boltzspark.jobs.testing.TinyDigits;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.MachineSpec;
import io.boltzspark.model.Standardisation;
import io.boltzspark.model.UnitSpec;
import io.boltzspark.model.UnitType;
import io.boltzspark.spark.Tables;
import io.boltzspark.testing.TestSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reconstructed, denoised and filled rows as data, against loops in double precision. */
class RestoredDataTest {
  private static final int VISIBLE = 5;
  private static final int HIDDEN = 3;
  private static final int LABELS = 2;
  private static final int ROWS = 20;

  @TempDir(factory = AwkwardDirectory.class)
  static Path directory;

  private static final float[][] BITS = new float[ROWS][VISIBLE];
  private static String data;
  private static String labelled;
  private static float[] parameters;
  private static BoltzmannMachine machine;

  @BeforeAll
  static void make() throws IOException {
    SplittableRandom random = new SplittableRandom(5);
    for (float[] row : BITS) {
      for (int i = 0; i < VISIBLE; i++) {
        row[i] = random.nextInt(2);
      }
    }
    data = table("bits", BITS);
    machine =
        BoltzmannMachine.of(
            new MachineSpec(
                List.of(
                    List.of(UnitSpec.of(UnitType.BERNOULLI, VISIBLE), UnitSpec.label(LABELS)),
                    List.of(UnitSpec.of(UnitType.BERNOULLI, HIDDEN)))));
    parameters = new float[machine.layout().size()];
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] = (float) (6 * random.nextDouble() - 3);
    }
    balanceLabels();
    Path run = directory.resolve("labelled");
    SavedModels.save(run, machine, parameters, Standardisation.identity(VISIBLE + LABELS), "");
    labelled = run.toString();
  }

  /** Weights of one label are those of the other negated, and hidden means of 1/2 tell neither. */
  private static void balanceLabels() {
    int weights = machine.layout().segment("weights.0").offset();
    int biases = machine.layout().segment("bias.0").offset();
    parameters[biases + VISIBLE] = 0;
    parameters[biases + VISIBLE + 1] = 0;
    for (int j = 0; j < HIDDEN; j++) {
      float weight = parameters[weights + VISIBLE * HIDDEN + j];
      parameters[weights + (VISIBLE + 1) * HIDDEN + j] = -weight;
      parameters[biases + VISIBLE] -= weight / 2;
      parameters[biases + VISIBLE + 1] += weight / 2;
    }
  }

  private static String table(String name, float[][] values) {
    return table(name, DataTypes.FloatType, values);
  }

  private static String table(String name, DataType type, Object[] values) {
    List<Row> rows = new ArrayList<>();
    for (int r = 0; r < values.length; r++) {
      rows.add(RowFactory.create((long) r, values[r]));
    }
    StructType schema =
        new StructType()
            .add("position", DataTypes.LongType, false)
            .add("values", DataTypes.createArrayType(type, false), false);
    String path = directory.resolve(name).toString();
    Tables.write(
        TestSpark.local(2).createDataFrame(rows, schema),
        new org.apache.hadoop.fs.Path(null, null, path));
    return path;
  }

  private static JsonNode run(String command, String out, String... more) throws IOException {
    return Outcome.json(words(command, out, more));
  }

  private static String[] words(String command, String out, String... more) {
    List<String> words = new ArrayList<>(List.of(command, "--out", path(out)));
    words.addAll(List.of(more));
    return words.toArray(new String[0]);
  }

  private static String path(String name) {
    return directory.resolve(name).toString();
  }

  private static double parameter(String segment, int at) {
    return parameters[machine.layout().segment(segment).offset() + at];
  }

  /** Input of a hidden unit from values and labels. */
  private static double up(double[] visible, int j) {
    double input = parameter("bias.1", j);
    for (int i = 0; i < visible.length; i++) {
      input += visible[i] * parameter("weights.0", i * HIDDEN + j);
    }
    return input;
  }

  /** Input of the visible units after a pass whose hidden units are at their means. */
  private static double[] down(double[] shown) {
    double[] input = new double[VISIBLE + LABELS];
    for (int i = 0; i < input.length; i++) {
      input[i] = parameter("bias.0", i);
      for (int j = 0; j < HIDDEN; j++) {
        double mean = 1 / (1 + Math.exp(-up(shown, j)));
        input[i] += mean * parameter("weights.0", i * HIDDEN + j);
      }
    }
    return input;
  }

  private static double freeEnergy(double[] visible) {
    double energy = 0;
    for (int i = 0; i < visible.length; i++) {
      energy -= visible[i] * parameter("bias.0", i);
    }
    for (int j = 0; j < HIDDEN; j++) {
      energy -= Math.log1p(Math.exp(up(visible, j)));
    }
    return energy;
  }

  /** Labels are not shown: the model finds the most probable one, and says it. */
  @Test
  void meansHaveTheirFreeEnergiesAndTheLabelThatTheModelFinds() throws IOException {
    JsonNode said =
        run("reconstruct", "means.parquet", "--model", labelled, "--data", data, "--by", "means");
    assertEquals(path("means.parquet"), said.get("file").textValue());
    assertEquals("parquet", said.get("format").textValue());
    double squares = 0;
    boolean[] found = new boolean[LABELS];
    List<Row> rows = rows("means.parquet");
    assertEquals(ROWS, rows.size());
    for (Row row : rows) {
      int r = Math.toIntExact(row.<Long>getAs("position"));
      double[] shown = new double[VISIBLE + LABELS];
      for (int i = 0; i < VISIBLE; i++) {
        shown[i] = BITS[r][i];
      }
      double[] expected = down(shown);
      int label = expected[VISIBLE] >= expected[VISIBLE + 1] ? 0 : 1;
      found[label] = true;
      assertEquals(label, row.<Integer>getAs("label"), "row " + r);
      double[] mean = new double[VISIBLE + LABELS];
      mean[VISIBLE + label] = 1;
      List<Float> values = row.getList(row.fieldIndex("values"));
      for (int i = 0; i < VISIBLE; i++) {
        mean[i] = 1 / (1 + Math.exp(-expected[i]));
        assertEquals(mean[i], values.get(i), 1e-6, "row " + r); // errors of 2e-7 in each sigmoid
        squares += Math.pow(mean[i] - BITS[r][i], 2);
      }
      assertEquals(freeEnergy(mean), row.<Double>getAs("free_energy"), 1e-5, "row " + r);
    }
    assertTrue(found[0] && found[1], "rows of both labels");
    double error = said.get("models").get("labelled").get("mean_squared_error").doubleValue();
    assertEquals(squares / (ROWS * VISIBLE), error, 1e-6);
  }

  @Test
  void helpSaysWhichLabelAndWhichFreeEnergyAreWritten() {
    for (String command : List.of("reconstruct", "denoise", "inpaint")) {
      String help = Outcome.of(command, "--help").out().replaceAll("\\s+", " ");
      assertTrue(help.contains("the label of a row is the most probable one"), help);
      assertTrue(help.contains("formula gives for these means and that label"), help);
    }
  }

  private static List<Row> rows(String file) {
    return Tables.read(TestSpark.local(2), new org.apache.hadoop.fs.Path(null, null, path(file)))
        .collectAsList();
  }

  /** What is written is data: the machine scores the rows, whatever their labels. */
  @Test
  void modesAreDataAgain() throws IOException {
    run("reconstruct", "modes.parquet", "--model", labelled, "--data", data);
    run("anomaly", "scores", "--model", labelled, "--data", path("modes.parquet"));
    Map<Long, Double> scored = new HashMap<>();
    for (Row row : rows("scores/train")) {
      scored.put(row.getAs("position"), row.getAs("free_energy"));
    }
    for (Row row : rows("modes.parquet")) {
      List<Float> values = row.getList(row.fieldIndex("values"));
      double[] visible = new double[VISIBLE + LABELS];
      for (int i = 0; i < VISIBLE; i++) {
        visible[i] = values.get(i);
        assertTrue(visible[i] == 0 || visible[i] == 1, "a mode");
      }
      visible[VISIBLE + row.<Integer>getAs("label")] = 1;
      long r = row.getAs("position");
      assertEquals(freeEnergy(visible), row.<Double>getAs("free_energy"), 1e-5, "row " + r);
      double ofBothLabels = 0;
      for (int label = 0; label < LABELS; label++) {
        visible[VISIBLE + label] = 1;
        visible[VISIBLE + 1 - label] = 0;
        ofBothLabels += Math.exp(-freeEnergy(visible));
      }
      assertEquals(-Math.log(ofBothLabels), scored.get(r), 1e-5, "row " + r);
    }
  }

  @Test
  void noiseIsTakenFromRowsThatAreNoImages() throws IOException {
    run("denoise", "none.csv", "--model", labelled, "--data", data, "--flip", "0");
    run("reconstruct", "same.csv", "--model", labelled, "--data", data, "--by", "means");
    List<String> restored = Files.readAllLines(directory.resolve("none.csv"));
    assertEquals(
        "sample,label,free_energy,value_0,value_1,value_2,value_3,value_4", restored.get(0));
    assertEquals(Files.readAllLines(directory.resolve("same.csv")), restored);
    run("denoise", "all.csv", "--model", labelled, "--data", data, "--flip", "1", "--rows", "1");
    List<String> opposite = Files.readAllLines(directory.resolve("all.csv"));
    assertEquals(2, opposite.size());
    double[] shown = new double[VISIBLE + LABELS];
    for (int i = 0; i < VISIBLE; i++) {
      shown[i] = 1 - BITS[0][i];
    }
    String[] cells = opposite.get(1).split(",");
    double[] expected = down(shown);
    for (int i = 0; i < VISIBLE; i++) {
      assertEquals(1 / (1 + Math.exp(-expected[i])), Double.parseDouble(cells[3 + i]), 1e-6);
    }
  }

  /** Without weights, each value is its mean in the units of the data. */
  @Test
  void realValuesAreInTheUnitsOfTheData() throws IOException {
    BoltzmannMachine normal =
        BoltzmannMachine.of(
            MachineSpec.of(
                UnitSpec.of(UnitType.GAUSSIAN, 2), UnitSpec.of(UnitType.BERNOULLI, HIDDEN)));
    float[] means = new float[normal.layout().size()];
    means[normal.layout().segment("bias.0").offset()] = 3;
    Path run = directory.resolve("normal");
    SavedModels.save(
        run, normal, means, new Standardisation(new float[] {100, 0}, new float[] {10, 1}), "");
    String real = table("real", new float[][] {{110, 1}, {90, -1}});
    run("reconstruct", "real.npz", "--model", run.toString(), "--data", real);
    NpzArrays values = NpzArrays.read(directory.resolve("real.npz")).get("values");
    assertArrayEquals(new int[] {2, 2}, values.shape());
    assertArrayEquals(new double[] {130, 0, 130, 0}, values.values());
    Outcome.fails(
        ExitCode.BAD_INPUT,
        List.of("[0, 1]", "--data"),
        words("denoise", "no.npz", "--model", run.toString(), "--data", real));
  }

  /**
   * The letter of each site is the most probable one: without weights, that of the largest bias.
   */
  @Test
  void sequencesKeepTheirLetters() throws IOException {
    BoltzmannMachine family =
        BoltzmannMachine.of(
            MachineSpec.of(
                UnitSpec.of(UnitType.POTTS, 15, 5), UnitSpec.of(UnitType.BERNOULLI, HIDDEN)));
    float[] biases = new float[family.layout().size()];
    int first = family.layout().segment("bias.0").offset();
    biases[first + 1] = 2; // A
    biases[first + 5 + 4] = 2; // U
    biases[first + 10] = 2; // a gap
    Path run = directory.resolve("family");
    SavedModels.save(run, family, biases, Standardisation.identity(15), "-ACGU");
    String sites = table("sites", DataTypes.ByteType, new Byte[][] {{0, 1, 2}, {4, 3, 2}});
    run("reconstruct", "r.fasta", "--model", run.toString(), "--data", sites);
    List<String> lines = Files.readAllLines(directory.resolve("r.fasta"));
    assertEquals(List.of("AU-", "AU-"), List.of(lines.get(1), lines.get(3)));
    Outcome.fails(
        ExitCode.USAGE,
        List.of("--by means", "--by modes"),
        words("reconstruct", "m.npz", "--model", run.toString(), "--data", sites, "--by", "means"));
    for (String command : List.of("denoise", "inpaint")) {
      Outcome.fails(
          ExitCode.BAD_INPUT,
          List.of("potts", "depend on each other"),
          words(command, "m.npz", "--model", run.toString(), "--data", sites));
    }
  }

  /** Pixels that were not hidden are as they were; means of hidden ones are probabilities. */
  @Test
  void filledImagesKeepWhatWasSeen() throws IOException {
    Path source = TinyDigits.write(directory.resolve("idx"));
    run("prepare", "digits", "--source", source.toString(), "--valid-fraction", "0");
    TinyDigits.train(directory.resolve("digits"), directory.resolve("run"), "36,8", "2");
    String[] words = {"--model", path("run"), "--keep", "top", "--steps", "5"};
    JsonNode said = run("inpaint", "filled.npz", words);
    assertEquals(TinyDigits.TEST_ROWS, said.get("rows").intValue());
    run("inpaint", "again.npz", words);
    assertArrayEquals(
        Files.readAllBytes(directory.resolve("filled.npz")),
        Files.readAllBytes(directory.resolve("again.npz")));
    Map<String, NpzArrays> arrays = NpzArrays.read(directory.resolve("filled.npz"));
    double[] values = arrays.get("values").values();
    assertEquals(TinyDigits.TEST_ROWS, arrays.get("free_energy").values().length);
    int between = 0;
    for (int i = 0; i < values.length; i++) {
      boolean isTop = i % TinyDigits.PIXELS < TinyDigits.PIXELS / 2;
      assertTrue(isTop ? values[i] == 0 || values[i] == 1 : values[i] >= 0 && values[i] <= 1);
      between += values[i] > 0 && values[i] < 1 ? 1 : 0;
    }
    assertEquals(values.length / 2, between, "means of all hidden pixels");
    Outcome.fails(
        ExitCode.BAD_INPUT,
        List.of("labelled", "image"),
        words("inpaint", "no.npz", "--model", labelled, "--data", data));
  }

  @Test
  void whatCannotBeWrittenIsRefused() throws IOException {
    for (String command : List.of("reconstruct", "denoise", "inpaint")) {
      String[] one = {"--model", labelled, "--data", data};
      Outcome.fails(ExitCode.USAGE, List.of("x.gif", ".png"), words(command, "x.gif", one));
      Outcome.fails(ExitCode.USAGE, List.of("x.jpg", "--format"), words(command, "x.jpg", one));
      String[] two = {"--model", labelled, "--model", data, "--data", data};
      Outcome.fails(
          ExitCode.USAGE, List.of("x.csv", "2 were given", ".png"), words(command, "x.csv", two));
      Outcome.fails(
          ExitCode.BAD_INPUT, List.of("x.fasta", "sequences"), words(command, "x.fasta", one));
      Outcome.fails(ExitCode.BAD_INPUT, List.of("image"), words(command, "x.png", one));
    }
    try (var files = Files.list(directory)) {
      assertFalse(files.anyMatch(file -> file.getFileName().toString().startsWith("x.")));
    }
  }
}
