package io.boltzspark.jobs.features;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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

/** Features as a user meets them: written, classified, trained on. */
class FeaturesTest {
  private static final int TRAIN_ROWS = 270;
  private static final int VALID_ROWS = 30;
  private static final int TEST_ROWS = 60;

  @TempDir(factory = AwkwardDirectory.class)
  static Path directory;

  private static String data;
  private static String run;
  private static String deep;

  @BeforeAll
  static void prepareAndTrain() throws IOException {
    Path source = directory.resolve("idx");
    TinySquares.write(source, "train", TRAIN_ROWS + VALID_ROWS, 1);
    TinySquares.write(source, "t10k", TEST_ROWS, 2);
    data = directory.resolve("data").toString();
    Outcome.json(
        "prepare", "--source", source.toString(), "--out", data, "--valid-fraction", "0.1");
    run = train("run", "--dimensions", "36,8", "--epochs", "20");
    deep = train("deep", "--dimensions", "36,8,4", "--labels", "3", "--epochs", "1");
  }

  private static String train(String name, String... more) throws IOException {
    String out = directory.resolve(name).toString();
    List<String> words = new ArrayList<>(List.of("train", "--data", data, "--out", out));
    words.addAll(List.of("--batch-size", "25", "--chains", "25", "--learning-rate", "0.01"));
    words.addAll(List.of(more));
    Outcome.json(words.toArray(new String[0]));
    return out;
  }

  /** Guessing would be wrong for two rows of three. */
  @Test
  void featuresAreClassifiedAndAreDataAgain() throws IOException {
    String out = directory.resolve("features").toString();
    JsonNode found =
        Outcome.json(
            "features",
            "--model",
            run,
            "--data",
            data,
            "--out",
            out,
            "--classify",
            "--l2",
            "0.001",
            "--epochs",
            "30",
            "--learning-rate",
            "0.02",
            "--set",
            "learning.centring.enabled=true");
    assertEquals(8, found.get("width").intValue());
    assertEquals(1, found.get("layer").intValue());
    JsonNode rows = found.get("rows");
    assertEquals(TRAIN_ROWS, rows.get("train").intValue());
    assertEquals(VALID_ROWS, rows.get("valid").intValue());
    assertEquals(TEST_ROWS, rows.get("test").intValue());
    JsonNode classifier = found.get("classifier");
    assertEquals(30, classifier.get("epochs").intValue());
    assertEquals(0.001, classifier.get("l2").doubleValue());
    for (String of : List.of("features", "data")) {
      for (String part : List.of("train", "valid", "test")) {
        JsonNode errors = classifier.get(of).get(part);
        assertEquals(rows.get(part).longValue(), errors.get("rows").longValue());
        double rate = errors.get("errors").doubleValue() / errors.get("rows").doubleValue();
        assertEquals(rate, errors.get("error_rate").doubleValue(), 1e-15);
        assertTrue(rate < 0.3, of + " of " + part + ": " + classifier);
      }
    }
    JsonNode again =
        Outcome.json(
            "train",
            "--data",
            out,
            "--out",
            directory.resolve("next").toString(),
            "--dimensions",
            "8,4",
            "--labels",
            "3",
            "--epochs",
            "1");
    assertEquals(0, again.path("exit_code").asInt());
    JsonNode second =
        Outcome.json(
            "features",
            "--model",
            directory.resolve("next").toString(),
            "--data",
            out,
            "--out",
            directory.resolve("second").toString());
    assertEquals(4, second.get("width").intValue());
    assertEquals(VALID_ROWS, second.get("rows").get("valid").intValue());
    assertTrue(second.get("classifier").isNull());
  }

  @Test
  void aLayerIsNamedAndOverwrittenOnRequest() throws IOException {
    String out = directory.resolve("layers").toString();
    String[] words = {"features", "--model", deep, "--data", data, "--out", out};
    assertEquals(4, Outcome.json(words).get("width").intValue());
    refused(ExitCode.OUTPUT_EXISTS, List.of("layers", "--overwrite"), words);
    assertEquals(
        8, Outcome.json(with(words, "--overwrite", "--layer", "1")).get("width").intValue());
    refused(
        ExitCode.OUTPUT_EXISTS,
        List.of("features.json", "choose another --out"),
        "features",
        "--model",
        deep,
        "--data",
        data,
        "--out",
        run,
        "--overwrite");
    refused(
        ExitCode.BAD_CONFIGURATION,
        List.of("holds the data", "--out"),
        "features",
        "--model",
        deep,
        "--data",
        out,
        "--out",
        out,
        "--overwrite");
  }

  @Test
  void textForPeople() throws IOException {
    Outcome outcome =
        Outcome.of(
            "features",
            "--model",
            deep,
            "--data",
            data,
            "--out",
            directory.resolve("text").toString(),
            "--classify",
            "--epochs",
            "1",
            "--master",
            "local[2]");
    assertEquals(0, outcome.exitCode(), outcome.err());
    List<String> lines = outcome.out().lines().toList();
    assertTrue(lines.get(0).contains("4 units of layer 2"), outcome.out());
    assertTrue(lines.get(1).matches("softmax classifier.*train +valid +test"), outcome.out());
    assertEquals(lines.get(1).length(), lines.get(2).length(), outcome.out());
    assertEquals(lines.get(1).length(), lines.get(3).length(), outcome.out());
  }

  @Test
  void wrongUse() throws IOException {
    String out = directory.resolve("none").toString();
    String[] words = {"features", "--model", deep, "--data", data, "--out", out};
    refused(ExitCode.BAD_INPUT, List.of("--layer 3", "1 to 2"), with(words, "--layer", "3"));
    refused(ExitCode.USAGE, List.of("--layer 0"), with(words, "--layer", "0"));
    Path bare = directory.resolve("bare-idx");
    TinySquares.write(bare, "train", 40, 3);
    Files.delete(bare.resolve("train-labels-idx1-ubyte"));
    String unlabelled = directory.resolve("bare").toString();
    Outcome.json("prepare", "--source", bare.toString(), "--out", unlabelled);
    words[4] = unlabelled;
    refused(ExitCode.BAD_INPUT, List.of("label", "classifier"), with(words, "--classify"));
    Path narrow = directory.resolve("features-of-bare");
    JsonNode made =
        Outcome.json("features", "--model", run, "--data", unlabelled, "--out", narrow.toString());
    assertEquals(38, made.get("rows").get("train").intValue());
    words[4] = narrow.toString();
    refused(ExitCode.BAD_INPUT, List.of("8 units per row", "36"), words);
    assertFalse(Files.exists(Path.of(out)));
  }

  private static String[] with(String[] words, String... more) {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of(more));
    return all.toArray(new String[0]);
  }

  private static void refused(ExitCode code, List<String> said, String... words)
      throws IOException {
    Map<Path, Integer> before = FileTree.of(directory);
    Outcome.fails(code, said, words);
    assertEquals(before, FileTree.of(directory));
  }
}
