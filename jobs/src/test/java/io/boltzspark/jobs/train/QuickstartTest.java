package io.boltzspark.jobs.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.boltzspark.jobs.testing.AwkwardDirectory;
import io.boltzspark.jobs.testing.Outcome;
import io.boltzspark.jobs.testing.TinyDigits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From nothing to a picture; and results on drawn digits are labelled as such everywhere. */
class QuickstartTest {
  private static final String LABEL = "drawn digits (not MNIST)";

  @TempDir(factory = AwkwardDirectory.class)
  Path directory;

  @Test
  void endsWithDataARunAndAPictureAndSaysHowLongEachTook() throws IOException {
    Path source = TinyDigits.write(directory.resolve("idx"));
    Path out = directory.resolve("first");
    JsonNode json =
        Outcome.json(
            "quickstart", "--source", source.toString(), "--out", out.toString(), "--epochs", "1");
    for (String part : List.of("find", "prepare", "train", "sample")) {
      assertTrue(json.get("seconds").get(part).doubleValue() >= 0, part);
    }
    assertFalse(json.get("drawn").booleanValue());
    assertFalse(json.toString().contains(LABEL), json.toString());
    assertEquals(out.resolve("samples.png").toString(), json.get("picture").textValue());
    assertTrue(Files.exists(out.resolve("samples.png")));
    assertTrue(Files.exists(out.resolve("data/manifest.json")));
    assertTrue(Files.exists(out.resolve("run/model/model.safetensors")));
    trainsThePreset(ConfigFactory.parseFile(out.resolve("run/config.conf").toFile()));
  }

  /** The command line and the data decide the rest. */
  private static void trainsThePreset(Config trained) {
    Path file =
        Path.of(System.getProperty("boltz.project.directory"), "conf/presets/quickstart.conf");
    Config preset = ConfigFactory.parseFile(file.toFile()).withoutPath("model.dimensions");
    assertTrue(preset.entrySet().size() > 3, preset.toString());
    preset
        .entrySet()
        .forEach(
            entry ->
                assertEquals(
                    entry.getValue().unwrapped().toString(),
                    trained.getValue(entry.getKey()).unwrapped().toString(),
                    entry.getKey()));
  }

  @Test
  void resultsOnDrawnDigitsSaySo() throws IOException {
    Path source = TinyDigits.write(directory.resolve("idx"));
    // What the project leaves beside digits that it drew itself.
    Files.writeString(source.resolve("DRAWN-DIGITS.txt"), "drawn");
    Path out = directory.resolve("drawn");
    Outcome outcome =
        Outcome.of(
            "quickstart",
            "--source",
            source.toString(),
            "--out",
            out.toString(),
            "--epochs",
            "1",
            "--master",
            "local[2]");
    assertEquals(0, outcome.exitCode(), outcome.err());
    Path picture = out.resolve("samples-of-drawn-digits.png");
    assertTrue(Files.exists(picture));
    List<String> lines = outcome.out().lines().toList();
    for (String start : List.of("Trained on " + LABEL, "data:", "picture: " + picture)) {
      assertTrue(
          lines.stream().anyMatch(line -> line.startsWith(start) && line.contains(LABEL)),
          start + " is not labelled: " + outcome.out());
    }

    Path run = out.resolve("run");
    JsonNode sampled =
        Outcome.json(
            "sample",
            "--model",
            run.toString(),
            "--out",
            directory.resolve("more.png").toString(),
            "--count",
            "4",
            "--steps",
            "2");
    assertEquals(LABEL, sampled.get("data").textValue());
    JsonNode resumed = Outcome.json("train", "--resume", "--out", run.toString());
    assertEquals(LABEL, resumed.get("data").textValue());
    JsonNode again =
        Outcome.json(
            "quickstart",
            "--source",
            source.toString(),
            "--out",
            out.toString(),
            "--epochs",
            "1",
            "--overwrite");
    assertEquals(LABEL, again.get("title").textValue());
    assertTrue(again.get("drawn").booleanValue());
  }
}
