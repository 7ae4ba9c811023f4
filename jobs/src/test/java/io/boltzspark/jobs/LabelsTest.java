package io.boltzspark.jobs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.jobs.testing.AwkwardDirectory;
import io.boltzspark.jobs.testing.Outcome;
import io.boltzspark.jobs.testing.TinySquares;
import io.boltzspark.spark.Tables;
import io.boltzspark.testing.TestSpark;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models with labels as a user meets them: train, draw what is asked for, classify. */
class LabelsTest {
  private static final int SIDE = TinySquares.SIDE;
  private static final int CLASSES = TinySquares.CLASSES;
  private static final int TEST_ROWS = 60;

  @TempDir(factory = AwkwardDirectory.class)
  static Path directory;

  private static String data;
  private static String labelled;
  private static String spins;
  private static String deep;
  private static String plain;

  @BeforeAll
  static void prepareAndTrain() throws IOException {
    Path source = directory.resolve("idx");
    TinySquares.write(source, "train", 300, 1);
    TinySquares.write(source, "t10k", TEST_ROWS, 2);
    data = directory.resolve("data").toString();
    Outcome.json("prepare", "--source", source.toString(), "--out", data, "--valid-fraction", "0");
    labelled =
        train(
            "labelled",
            "--labels",
            "3",
            "--dimensions",
            "36,8",
            "--epochs",
            "60",
            "--set",
            "learning.schedule.kind=linear");
    spins = train("spins", "--dimensions", "36,8", "--set", "model.units=[spin, bernoulli]");
    deep = train("deep", "--labels", "3", "--dimensions", "36,8,4");
    plain = train("plain", "--dimensions", "36,8,4");
  }

  private static String train(String name, String... more) throws IOException {
    String run = directory.resolve(name).toString();
    List<String> words = new ArrayList<>(List.of("train", "--data", data, "--out", run));
    words.addAll(
        List.of("--batch-size", "25", "--chains", "50", "--k", "5", "--learning-rate", "0.01"));
    words.addAll(List.of(more));
    if (!words.contains("--epochs")) {
      words.addAll(List.of("--epochs", "2"));
    }
    Outcome.json(words.toArray(new String[0]));
    return run;
  }

  /** Guessing would be wrong for two rows of three. */
  @Test
  void classifySaysHowManyRowsAreAssignedTheirLabel() throws IOException {
    JsonNode found = Outcome.json("classify", "--model", labelled, "--data", data);
    assertEquals(TEST_ROWS, found.get("rows").longValue());
    assertEquals("test", found.get("part").textValue());
    assertTrue(found.get("exact").booleanValue());
    assertTrue(found.get("samples").isNull());
    long wrong = 0;
    long all = 0;
    for (int actual = 0; actual < CLASSES; actual++) {
      for (int assigned = 0; assigned < CLASSES; assigned++) {
        long count = found.get("confusion").get(actual).get(assigned).longValue();
        all += count;
        wrong += actual == assigned ? 0 : count;
      }
    }
    assertEquals(TEST_ROWS, all);
    assertEquals(wrong, found.get("errors").longValue());
    assertEquals((double) wrong / all, found.get("error_rate").doubleValue(), 1e-15);
    assertTrue(found.get("error_rate").doubleValue() < 0.1, found.toString());
  }

  /** The table has the counts that are told, and those that are told without a table. */
  @Test
  void assignedLabelsAreWritten() throws IOException {
    String out = directory.resolve("assigned").toString();
    String[] words = {"classify", "--model", labelled, "--data", data, "--out", out};
    JsonNode found = Outcome.json(words);
    assertEquals(out, found.get("out").textValue());
    JsonNode told = Outcome.json("classify", "--model", labelled, "--data", data);
    assertEquals(told.get("confusion"), found.get("confusion"));
    List<Row> rows = rows(out + "/test");
    assertEquals(TEST_ROWS, rows.size());
    long[][] counts = new long[CLASSES][CLASSES];
    for (Row row : rows) {
      List<Float> probabilities = row.getList(row.fieldIndex("label_probabilities"));
      int predicted = row.getAs("predicted_label");
      double sum = 0;
      for (float p : probabilities) {
        sum += p;
        assertTrue(p <= probabilities.get(predicted), row.toString());
      }
      assertEquals(1, sum, CLASSES * Math.ulp(1f));
      counts[row.<Integer>getAs("label")][predicted]++;
    }
    for (int y = 0; y < CLASSES; y++) {
      long assigned = 0;
      for (int actual = 0; actual < CLASSES; actual++) {
        assertEquals(counts[actual][y], found.get("confusion").get(actual).get(y).longValue());
        assigned += counts[actual][y];
      }
      assertEquals(assigned, found.get("assigned").get(y).longValue());
    }
    assertTrue(told.get("assigned").isNull());
    Outcome.fails(ExitCode.OUTPUT_EXISTS, List.of("assigned", "--overwrite"), words);
  }

  private static List<Row> rows(String table) {
    return Tables.read(TestSpark.local(2), new org.apache.hadoop.fs.Path(null, null, table))
        .orderBy("id")
        .collectAsList();
  }

  /** A picture of each class without noise, whose label nobody has told. */
  @Test
  void rowsWithoutLabelsAreToldByTheirNames() throws IOException {
    List<Row> unknown = new ArrayList<>();
    for (int y : new int[] {2, 0, 1}) {
      float[] pixels = new float[SIDE * SIDE];
      Arrays.fill(pixels, y * 2 * SIDE, (y + 1) * 2 * SIDE, 1);
      unknown.add(RowFactory.create(pixels, "of class " + y));
    }
    String table = directory.resolve("unknown").toString();
    Tables.write(
        TestSpark.local(2)
            .createDataFrame(unknown, StructType.fromDDL("pixels array<float>, name string"))
            .coalesce(1),
        new org.apache.hadoop.fs.Path(null, null, table));
    String out = directory.resolve("told").toString();
    JsonNode found =
        Outcome.json(
            "classify",
            "--model",
            labelled,
            "--data",
            table,
            "--part",
            "train",
            "--id",
            "name",
            "--out",
            out);
    assertTrue(found.get("errors").isNull() && found.get("confusion").isNull(), found.toString());
    assertEquals(3, found.get("rows").longValue());
    assertEquals("[1,1,1]", found.get("assigned").toString());
    List<Row> rows = rows(out + "/train");
    for (int i = 0; i < 3; i++) {
      String name = unknown.get(i).getString(1);
      assertEquals(name, rows.get(i).getAs("name"), "in the order of the source");
      assertEquals(name, "of class " + rows.get(i).getAs("predicted_label"));
    }
    Outcome text =
        Outcome.of(
            "classify",
            "--model",
            labelled,
            "--data",
            table,
            "--part",
            "train",
            "--out",
            out,
            "--overwrite",
            "--master",
            "local[2]");
    assertTrue(text.out().contains("none have labels to compare with"), text::toString);
    assertTrue(text.out().contains("assigned 0: 1, 1: 1, 2: 1"), text::toString);
    Outcome.fails(
        ExitCode.USAGE,
        List.of("--id", "--out"),
        "classify",
        "--model",
        labelled,
        "--data",
        table,
        "--id",
        "name");
    Outcome.fails(
        ExitCode.BAD_INPUT,
        List.of("no labels to compare with", "--out"),
        "classify",
        "--model",
        labelled,
        "--data",
        table,
        "--part",
        "train");
  }

  @Test
  void classifyDrawsImagesAndPrintsTables() throws IOException {
    JsonNode found =
        Outcome.json(
            "classify",
            "--model",
            labelled,
            "--data",
            data,
            "--part",
            "train",
            "--samples",
            "40",
            "--steps",
            "50");
    assertEquals(300, found.get("rows").longValue());
    JsonNode samples = found.get("samples");
    assertEquals(40 * CLASSES, samples.get("count").longValue());
    assertTrue(samples.get("agreement").doubleValue() > 0.8, found.toString());
    Outcome text =
        Outcome.of(
            "classify",
            "--model",
            labelled,
            "--data",
            data,
            "--samples",
            "2",
            "--steps",
            "3",
            "--master",
            "local[2]");
    assertEquals(0, text.exitCode(), text.err());
    List<String> lines = text.out().lines().toList();
    assertEquals(2 * (2 + CLASSES) + 1, lines.size(), text.out()); // two tables and a gap
    assertTrue(lines.get(0).contains("60 test rows"), text.out());
    assertTrue(lines.get(1).matches("label +wrong % +assigned +0 +1 +2"), text.out());
    assertTrue(lines.get(7 - 1).contains("6 images"), text.out());
  }

  @Test
  void aDeepMachineClassifiesByItsBound() throws IOException {
    JsonNode found = Outcome.json("classify", "--model", deep, "--data", data);
    assertEquals(TEST_ROWS, found.get("rows").longValue());
    assertFalse(found.get("exact").booleanValue());
  }

  /** The mean ink of an image in the rows of each class. */
  private static double[] ink(BufferedImage picture, int columns, int image) {
    int scale = (picture.getWidth() - 2) / columns / SIDE; // gutters are 2 pixels
    int pitch = SIDE * scale + 2;
    double[] ink = new double[CLASSES];
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        int left = 2 + image % columns * pitch + x * scale;
        int top = 2 + image / columns * pitch + y * scale;
        ink[y / 2] += (255 - picture.getRaster().getSample(left, top, 0)) / 255.0 / (2 * SIDE);
      }
    }
    return ink;
  }

  private static int darkest(BufferedImage picture) {
    int darkest = 255;
    for (int y = 0; y < picture.getHeight(); y++) {
      for (int x = 0; x < picture.getWidth(); x++) {
        darkest = Math.min(darkest, picture.getRaster().getSample(x, y, 0));
      }
    }
    return darkest;
  }

  private static int inkiest(double[] ink) {
    int best = 0;
    for (int y = 1; y < CLASSES; y++) {
      best = ink[y] > ink[best] ? y : best;
    }
    return best;
  }

  @Test
  void everyDigitHasItsRowOfTheGrid() throws IOException {
    Path out = directory.resolve("all.png");
    JsonNode found =
        Outcome.json(
            "sample",
            "--model",
            labelled,
            "--out",
            out.toString(),
            "--digit",
            "all",
            "--count",
            "16",
            "--steps",
            "50");
    assertEquals(18, found.get("count").intValue(), "6 of each class");
    assertEquals("all", found.get("digit").textValue());
    BufferedImage whole = ImageIO.read(out.toFile());
    int pitch = Math.round(900f / (10 * SIDE)) * SIDE + 2; // six columns, drawn as if ten
    int margin = 12;
    assertEquals(2 * margin + 3 * pitch + 2, whole.getHeight(), "three lines");
    int left = whole.getWidth() - margin - (6 * pitch + 2);
    for (int line = 0; line < 3; line++) {
      BufferedImage title = whole.getSubimage(0, margin + line * pitch, left, pitch);
      assertTrue(darkest(title) < 100, "line " + line + " says of which class it is");
    }
    BufferedImage picture = whole.getSubimage(left, margin, 6 * pitch + 2, 3 * pitch + 2);
    int right = 0;
    for (int image = 0; image < 18; image++) {
      right += inkiest(ink(picture, 6, image)) == image / 6 ? 1 : 0;
    }
    assertTrue(right >= 15, right + " of 18 images are of their class");
  }

  @Test
  void oneDigitIsDrawnFromNoiseAndFromData() throws IOException {
    for (List<String> start :
        List.of(List.of("--start", "noise"), List.of("--start", "data", "--data", data))) {
      Path out = directory.resolve(start.get(1) + ".png");
      List<String> words =
          new ArrayList<>(List.of("sample", "--model", labelled, "--out", out.toString()));
      words.addAll(List.of("--digit", "1", "--count", "10", "--steps", "100"));
      words.addAll(start);
      JsonNode found = Outcome.json(words.toArray(new String[0]));
      assertEquals("1", found.get("digit").textValue());
      int right = 0;
      for (int image = 0; image < 10; image++) {
        right += inkiest(ink(ImageIO.read(out.toFile()), 10, image)) == 1 ? 1 : 0;
      }
      assertTrue(right >= 8, right + " of 10 images are of class 1, from " + start);
    }
  }

  /** A mean of -1 is no ink and one of +1 full ink; unscaled, the former would be cut off at 0. */
  @Test
  void spinsAreDrawnAsTheValuesOfTheData() throws IOException {
    Path out = directory.resolve("spins.png");
    Outcome.json(
        "sample",
        "--model",
        spins,
        "--out",
        out.toString(),
        "--count",
        "10",
        "--start",
        "data",
        "--data",
        data,
        "--steps",
        "1");
    BufferedImage picture = ImageIO.read(out.toFile());
    double ink = 0;
    for (int image = 0; image < 10; image++) {
      for (double share : ink(picture, 10, image)) {
        ink += share / 10 / CLASSES;
      }
    }
    // Of 36 pixels 4 are ink before a twentieth is turned. After two epochs the machine knows
    // little
    // but the mean of each pixel, about 1/3 at most: as a spin -1/3, which would be cut off at 0.
    double expected = 4.0 / 36 * 0.95 + 32.0 / 36 * 0.05;
    assertEquals(expected, ink, 0.05);
  }

  @Test
  void aDeepMachineIsReadAsABeliefNet() throws IOException {
    byte[] machine = beliefNet("machine.png");
    byte[] net = beliefNet("net.png", "--belief-net");
    assertFalse(java.util.Arrays.equals(machine, net));
    assertArrayEquals(net, beliefNet("again.png", "--belief-net"));
    beliefNet("chains.png", "--belief-net", "--start", "chains");
  }

  private static byte[] beliefNet(String name, String... more) throws IOException {
    Path out = directory.resolve(name);
    List<String> words =
        new ArrayList<>(List.of("sample", "--model", plain + "@epoch:2", "--out", out.toString()));
    words.addAll(List.of("--count", "10", "--steps", "5"));
    words.addAll(List.of(more));
    Outcome.json(words.toArray(new String[0]));
    return Files.readAllBytes(out);
  }

  @Test
  void whatCannotBeDrawnOrClassifiedIsRefused() throws IOException {
    sampleIsRefused(ExitCode.BAD_INPUT, plain, List.of("no", "--labels"), "--digit", "1");
    sampleIsRefused(ExitCode.USAGE, labelled, List.of("--digit 3", "0 to 2"), "--digit", "3");
    sampleIsRefused(ExitCode.USAGE, labelled, List.of("--digit x", "all"), "--digit", "x");
    sampleIsRefused(ExitCode.USAGE, labelled, List.of("--digit -1"), "--digit", "-1");
    sampleIsRefused(
        ExitCode.USAGE,
        labelled + "@epoch:2",
        List.of("--start chains", "--digit"),
        "--digit",
        "1",
        "--start",
        "chains");
    sampleIsRefused(
        ExitCode.USAGE, deep, List.of("--digit", "--belief-net"), "--digit", "1", "--belief-net");
    sampleIsRefused(
        ExitCode.BAD_INPUT, labelled, List.of("[39, 8]", "--belief-net"), "--belief-net");
    Outcome.fails(
        ExitCode.BAD_INPUT,
        List.of("no labels", "--labels"),
        "classify",
        "--model",
        plain,
        "--data",
        data);
    Outcome.fails(
        ExitCode.BAD_INPUT,
        List.of("no valid rows", "train or test"),
        "classify",
        "--model",
        labelled,
        "--data",
        data,
        "--part",
        "valid");
  }

  @Test
  void dataWithoutLabelsCannotBeComparedWith() throws IOException {
    Path source = directory.resolve("bare-idx");
    TinySquares.write(source, "train", 30, 3);
    Files.delete(source.resolve("train-labels-idx1-ubyte"));
    String bare = directory.resolve("bare").toString();
    Outcome.json("prepare", "--source", source.toString(), "--out", bare);
    Outcome.fails(
        ExitCode.BAD_INPUT,
        List.of("no labels", "label file"),
        "classify",
        "--model",
        labelled,
        "--data",
        bare,
        "--part",
        "train");
    // To start at its rows is possible: the chains find labels themselves, or these are held.
    for (String[] digit : new String[][] {{}, {"--digit", "2"}}) {
      List<String> words = new ArrayList<>(List.of("sample", "--model", labelled, "--out"));
      words.add(directory.resolve("bare" + digit.length + ".png").toString());
      words.addAll(List.of("--start", "data", "--data", bare, "--count", "5", "--steps", "2"));
      words.addAll(List.of(digit));
      assertEquals(5, Outcome.json(words.toArray(new String[0])).get("count").intValue());
    }
  }

  private static void sampleIsRefused(
      ExitCode code, String model, List<String> said, String... more) throws IOException {
    Path out = directory.resolve("refused.png");
    List<String> words = new ArrayList<>(List.of("sample", "--model", model));
    words.addAll(List.of("--out", out.toString()));
    words.addAll(List.of(more));
    Outcome.fails(code, said, words.toArray(new String[0]));
    assertFalse(Files.exists(out), "nothing is written");
  }
}
