package io.boltzspark.jobs.features;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.jobs.testing.AwkwardDirectory;
import io.boltzspark.jobs.testing.FileTree;
import io.boltzspark.jobs.testing.Outcome;
import io.boltzspark.jobs.testing.TinySquares;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A machine that has never seen class 2, asked for its rows. */
class AnomalyTest {
  private static final int ODD = 2;
  private static final int TEST_ROWS = 60;

  @TempDir(factory = AwkwardDirectory.class)
  static Path directory;

  private static Path source;
  private static String data;
  private static String run;

  @BeforeAll
  static void prepareAndTrain() throws IOException {
    source = directory.resolve("idx");
    TinySquares.write(source, "train", 300, 1);
    TinySquares.write(source, "t10k", TEST_ROWS, 2);
    data = directory.resolve("data").toString();
    JsonNode prepared =
        Outcome.json(
            "prepare", "--source", source.toString(), "--out", data, "--without-labels", "" + ODD);
    assertEquals(ODD, prepared.get("without_labels").get(0).intValue());
    assertEquals("IDX images without 2", prepared.get("title").textValue());
    run = train("run");
  }

  private static String train(String name, String... more) throws IOException {
    String out = directory.resolve(name).toString();
    List<String> words = new ArrayList<>(List.of("train", "--data", data, "--out", out));
    words.addAll(List.of("--dimensions", "36,8", "--batch-size", "25", "--chains", "25"));
    words.addAll(List.of("--epochs", "20", "--learning-rate", "0.01"));
    words.addAll(List.of(more));
    Outcome.json(words.toArray(new String[0]));
    return out;
  }

  private String[] anomaly(String model, String out, String... more) {
    List<String> words = new ArrayList<>(List.of("anomaly", "--model", model, "--data", data));
    words.addAll(List.of("--out", directory.resolve(out).toString()));
    words.addAll(List.of(more));
    return words.toArray(new String[0]);
  }

  private static long testRowsOfTheOddClass() throws IOException {
    byte[] labels = Files.readAllBytes(source.resolve("t10k-labels-idx1-ubyte"));
    long count = 0;
    for (int i = 8; i < labels.length; i++) {
      count += labels[i] == ODD ? 1 : 0;
    }
    return count;
  }

  /** Its ink lies where no training row has any. */
  @Test
  void theUnseenClassIsFound() throws IOException {
    for (String[] labels : new String[][] {{}, {"--labels", "3"}}) {
      String model = labels.length == 0 ? run : train("labelled", labels);
      JsonNode found = Outcome.json(anomaly(model, "out" + labels.length, "--odd-labels", "2"));
      assertTrue(found.get("exact").booleanValue());
      assertEquals(TEST_ROWS, found.get("rows").get("test").intValue());
      assertEquals(1, found.get("area_under_roc").size(), "train and valid have no odd rows");
      JsonNode test = found.get("area_under_roc").get("test");
      assertEquals(testRowsOfTheOddClass(), test.get("odd_rows").longValue());
      assertEquals(TEST_ROWS - testRowsOfTheOddClass(), test.get("normal_rows").longValue());
      assertTrue(test.get("area").doubleValue() > 0.9, found.toString());
      assertTrue(test.get("standard_error").doubleValue() < 0.1, found.toString());
    }
  }

  @Test
  void scoresAloneNeedNoLabels() throws IOException {
    JsonNode found = Outcome.json(anomaly(run, "alone"));
    assertTrue(found.get("area_under_roc").isNull());
    assertEquals(0, found.get("odd_labels").size());
    refused(ExitCode.OUTPUT_EXISTS, List.of("--overwrite"), anomaly(run, "alone"));
    Outcome again = Outcome.of(anomaly(run, "alone", "--overwrite", "--odd-labels", "2,0"));
    assertEquals(0, again.exitCode(), again.err());
    assertTrue(again.out().contains("rows with the label 0 or 2 against"), again.out());
  }

  @Test
  void wrongUse() throws IOException {
    refused(
        ExitCode.BAD_INPUT,
        List.of("--odd-labels 7", "from 0 to 2"),
        anomaly(run, "none", "--odd-labels", "7"));
    refused(ExitCode.USAGE, List.of("--odd-labels -1"), anomaly(run, "none", "--odd-labels", "-1"));
    refused(
        ExitCode.BAD_INPUT,
        List.of("no part", "[0, 1, 2]", "--odd-labels"),
        anomaly(run, "none", "--odd-labels", "0,1,2"));
    refused(
        ExitCode.BAD_CONFIGURATION,
        List.of("--without-labels 3", "no row"),
        "prepare",
        "--source",
        source.toString(),
        "--out",
        directory.resolve("none").toString(),
        "--without-labels",
        "3");
    String noisy = train("noisy", "--set", "model.units=[bernoulli, noisy-rectified]");
    refused(ExitCode.BAD_INPUT, List.of("noisy-rectified", "energy"), anomaly(noisy, "none"));
  }

  private static void refused(ExitCode code, List<String> said, String... words)
      throws IOException {
    Map<Path, Integer> before = FileTree.of(directory);
    Outcome.fails(code, said, words);
    assertEquals(before, FileTree.of(directory));
  }
}
