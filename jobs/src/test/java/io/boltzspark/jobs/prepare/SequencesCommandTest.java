package io.boltzspark.jobs.prepare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.jobs.testing.AwkwardDirectory;
import io.boltzspark.jobs.testing.Outcome;
import io.boltzspark.store.TrainedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Assertions;
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
    JsonNode visible = model.findValue("layers").get(0);
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

  /** With their free energies, here summed in double precision; prepare reads them back. */
  @Test
  void samplesAreSequences() throws IOException {
    Path samples = directory.resolve("samples.fasta");
    JsonNode said =
        Outcome.json(
            "sample", "--model", run, "--out", samples.toString(), "--count", "12", "--steps", "5");
    assertEquals("-ACGU", said.get("alphabet").textValue());
    List<String> lines = Files.readAllLines(samples);
    assertEquals(24, lines.size());
    TrainedModel model = TrainedModel.load(new Configuration(), run, Assertions::fail);
    for (int s = 0; s < 12; s++) {
      String name = lines.get(2 * s);
      String letters = lines.get(2 * s + 1);
      assertTrue(name.startsWith(">sample-" + (s + 1) + " free_energy="), name);
      assertTrue(letters.matches("[-ACGU]{9}"), letters);
      double said4 = Double.parseDouble(name.substring(name.indexOf('=') + 1));
      assertEquals(freeEnergy(model, letters), said4, 1e-4);
    }
    JsonNode again =
        Outcome.json(
            "prepare",
            "--source",
            samples.toString(),
            "--alphabet",
            "rna",
            "--valid-fraction",
            "0",
            "--out",
            directory.resolve("again").toString());
    assertEquals(12, again.get("rows").get("train").intValue());
    Outcome.fails(
        ExitCode.USAGE,
        List.of("--every", "for pictures", "omit --every"),
        "sample",
        "--model",
        run,
        "--out",
        run + "-chains.fasta",
        "--every",
        "2");
  }

  private static double freeEnergy(TrainedModel model, String letters) {
    float[] parameters = model.parameters();
    int hidden = model.machine().layer(1).size();
    int visibleBias = model.machine().layer(0).biasOffset();
    int hiddenBias = model.machine().layer(1).biasOffset();
    double sum = 0;
    double[] input = new double[hidden];
    for (int h = 0; h < hidden; h++) {
      input[h] = parameters[hiddenBias + h];
    }
    for (int site = 0; site < letters.length(); site++) {
      int unit = 5 * site + "-ACGU".indexOf(letters.charAt(site));
      sum -= parameters[visibleBias + unit];
      for (int h = 0; h < hidden; h++) {
        input[h] += parameters[unit * hidden + h];
      }
    }
    for (double x : input) {
      sum -= Math.log1p(Math.exp(x));
    }
    return sum;
  }

  @Test
  void rowsAreScoredButNoPictureIsDrawn() throws IOException {
    JsonNode found = Outcome.json("evaluate", "--model", run, "--metrics", "log-likelihood");
    double nats = found.get("log_likelihood").get("train").get("exact").get("value").doubleValue();
    assertTrue(nats > SITES * Math.log(1 / 5.0), "more likely than by chance: " + nats);
    assertTrue(nats < 0, "a probability: " + nats);
    Outcome.fails(
        ExitCode.BAD_INPUT,
        List.of("not images"),
        "look",
        "--data",
        data,
        "--out",
        run + "-look.png");
    for (String command : List.of("sample", "filters", "reconstruct", "denoise", "inpaint")) {
      Outcome.fails(
          ExitCode.BAD_INPUT,
          List.of("9 sites with 5 states each", "no image"),
          command,
          "--model",
          run,
          "--out",
          run + "-picture.png");
    }
    for (String command : List.of("features", "anomaly")) {
      JsonNode rows =
          Outcome.json(command, "--model", run, "--data", data, "--out", run + "-" + command);
      assertEquals(171, rows.get("rows").get("train").intValue());
    }
    JsonNode report = Outcome.json("report", "--run", run);
    assertTrue(Files.exists(Path.of(run, "report.html")), report.toString());
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
