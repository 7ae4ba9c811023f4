package io.boltzspark.jobs.prepare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.jobs.testing.AwkwardDirectory;
import io.boltzspark.jobs.testing.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A family of sequences, from a file to a machine of Potts units and what is done with it. */
class SequencesCommandTest {
  private static final int SEQUENCES = 200;
  private static final int SITES = 9;

  @TempDir(factory = AwkwardDirectory.class)
  static Path directory;

  private static Path source;
  private static String data;
  private static String run;

  /** Of two kinds, with a few letters changed; one sequence in ten has an unknown letter. */
  @BeforeAll
  static void prepareAndTrain() throws IOException {
    Random random = new Random(3);
    StringBuilder text = new StringBuilder();
    for (int s = 0; s < SEQUENCES; s++) {
      StringBuilder letters = new StringBuilder(s % 2 == 0 ? "ACGUACGUA" : "GGUU-CCAA");
      letters.setCharAt(random.nextInt(SITES), "-ACGU".charAt(random.nextInt(5)));
      if (s % 10 == 0) {
        letters.setCharAt(4, 'N');
      }
      text.append(">s").append(s).append('\n').append(letters).append('\n');
    }
    source = Files.writeString(directory.resolve("made.fasta"), text);
    data = directory.resolve("data").toString();
    run = directory.resolve("run").toString();
    JsonNode said = Outcome.json("prepare", "--source", source.toString(), "--out", data);
    assertEquals("made", said.get("title").textValue());
    assertEquals("rna", said.get("alphabet").textValue());
    assertEquals(5, said.get("states").intValue());
    assertEquals(SITES, said.get("sites").intValue());
    assertEquals(171, said.get("rows").get("train").intValue()); // 180 less a twentieth
    assertEquals(20, said.get("report").get("dropped_for_unknown").intValue());
    assertEquals(20, said.get("report").get("unknown_letters").get("N").intValue());
    assertEquals(180, said.get("report").get("kept").intValue());
    assertFalse(said.has("weights"));
    Outcome.json(
        "train",
        "--data",
        data,
        "--out",
        run,
        "--dimensions",
        "9,4",
        "--epochs",
        "2",
        "--batch-size",
        "20",
        "--chains",
        "20");
  }

  @Test
  void aMachineOfPottsUnitsIsTrainedWithoutSayingSo() throws IOException {
    JsonNode model = new JsonMapper().readTree(Path.of(run, "model/model.json").toFile());
    JsonNode visible = model.get("layers").get(0).get("groups").get(0);
    assertEquals("softmax", visible.get("type").textValue());
    assertEquals(45, visible.get("units").intValue());
    assertEquals(5, visible.get("count").intValue());
    assertEquals("-ACGU", model.findValue("alphabet").textValue());
    Outcome.fails(
        ExitCode.BAD_CONFIGURATION,
        List.of("[10, 4]", "expected 45", "or 9, its sites (of 5 states)", "--dimensions"),
        "train",
        "--data",
        data,
        "--out",
        run + "-2",
        "--dimensions",
        "10,4");
    Outcome.fails(
        ExitCode.BAD_CONFIGURATION,
        List.of("bernoulli", "5 states", "potts:5"),
        "train",
        "--data",
        data,
        "--out",
        run + "-2",
        "--dimensions",
        "9,4",
        "--units",
        "bernoulli,bernoulli");
  }

  @Test
  void itIsEvaluatedAndSampledButNoPicture() throws IOException {
    JsonNode found = Outcome.json("evaluate", "--model", run, "--metrics", "log-likelihood");
    double likelihood = found.findValue("train").findValue("log_likelihood") == null ? 0 : -1;
    assertTrue(likelihood <= 0);
    Outcome.fails(
        ExitCode.BAD_INPUT,
        List.of("not images"),
        "look",
        "--data",
        data,
        "--out",
        run + "-look.png");
    System.out.println(found);
    for (String[] command :
        new String[][] {
          {"sample", "--model", run, "--out", run + "-s.png", "--count", "2", "--steps", "5"},
          {"report", "--run", run},
          {"filters", "--model", run, "--out", run + "-f.png"},
          {"reconstruct", "--model", run, "--out", run + "-r.png"},
          {"denoise", "--model", run, "--out", run + "-d.png"},
          {"inpaint", "--model", run, "--out", run + "-i.png"},
          {"features", "--model", run, "--data", data, "--out", run + "-features"},
          {"anomaly", "--model", run, "--data", data, "--out", run + "-anomaly"},
          {"export", "--model", run, "--format", "npz", "--out", run + "-e.npz"},
        }) {
      Outcome outcome = Outcome.of(command);
      System.out.println(
          List.of(command) + " -> " + outcome.exitCode() + "\n" + outcome.err() + outcome.out());
    }
  }

  @Test
  void optionsOfOtherSourcesAreRefused() throws IOException {
    Outcome.fails(
        ExitCode.USAGE,
        List.of("--binarize requires images"),
        "prepare",
        "--source",
        source.toString(),
        "--out",
        data + "-2",
        "--binarize",
        "none");
    Outcome.fails(
        ExitCode.USAGE,
        List.of("--alphabet requires a file of aligned sequences"),
        "prepare",
        "--source",
        directory.toString(),
        "--out",
        data + "-2",
        "--alphabet",
        "rna");
    Outcome.fails(
        ExitCode.BAD_CONFIGURATION,
        List.of("--unknown 'skip'", "drop or gap"),
        "prepare",
        "--source",
        source.toString(),
        "--out",
        data + "-2",
        "--unknown",
        "skip");
    Outcome.fails(
        ExitCode.BAD_INPUT,
        List.of("made.fasta, line 2", "'N'", "'-ACGT"),
        "prepare",
        "--source",
        source.toString(),
        "--out",
        data + "-2",
        "--alphabet",
        "-ACGTU");
  }
}
