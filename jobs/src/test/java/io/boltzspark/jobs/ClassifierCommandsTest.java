package io.boltzspark.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.jobs.testing.AwkwardDirectory;
import io.boltzspark.jobs.testing.Outcome;
import io.boltzspark.jobs.testing.TinyDigits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A classifier of images, and what it says of the samples of other models. */
class ClassifierCommandsTest {
  private static final int CLASSES = TinyDigits.BARS;
  private static final int SAMPLES = 30;

  @TempDir(factory = AwkwardDirectory.class)
  static Path directory;

  private static String data;
  private static String classifier;

  @BeforeAll
  static void train() throws IOException {
    Path source = TinyDigits.writeWithBars(directory.resolve("idx"));
    data = out("data");
    json("prepare", "--source", source, "--out", data, "--binarize", "none");
    classifier = out("classifier");
    String network =
        """
        model { kind = classifier, labels = %d }
        learning { batch-size = 20, epochs = 40, optimizer.learning-rate = 0.01, schedule.kind = constant }
        classifier.layers = ["convolution:4:3:1", "leaky-relu", "dropout:0.1"]
        """
            .formatted(CLASSES);
    Path config = Files.writeString(directory.resolve("classifier.conf"), network);
    json("train", "--data", data, "--out", classifier, "--config", config);
  }

  private static String out(String name) {
    return directory.resolve(name).toString();
  }

  private static JsonNode json(Object... words) throws IOException {
    return Outcome.json(Arrays.stream(words).map(String::valueOf).toArray(String[]::new));
  }

  @Test
  void itsErrorsAreMeasuredOnEachPart() throws IOException {
    JsonNode found = json("evaluate", "--model", classifier).get("classification_error");
    // A class is a bar with a few wrong pixels; of twelve guesses eleven would be wrong.
    for (String part : List.of("train", "valid", "test")) {
      assertTrue(found.get(part).doubleValue() < 0.1, found::toString);
    }
  }

  @Test
  void itSaysOfWhatClassSamplesAre() throws IOException {
    String machine = out("machine");
    json("train", "--data", data, "--out", machine, "--dimensions", "36,4", "--epochs", 1);
    JsonNode classes =
        json(
                "evaluate",
                "--model",
                machine,
                "--classifier",
                classifier,
                "--metrics",
                "classes",
                "--samples",
                SAMPLES)
            .get("classes");
    int sum = 0;
    double entropy = 0;
    for (JsonNode count : classes.get("counts")) {
      sum += count.intValue();
      double share = count.intValue() / (double) SAMPLES;
      entropy -= share > 0 ? share * Math.log(share) : 0;
    }
    assertEquals(CLASSES, classes.get("counts").size());
    assertEquals(SAMPLES, sum);
    assertEquals(entropy, classes.get("entropy").doubleValue(), 1e-12);
    double certainty = classes.get("certainty").doubleValue();
    assertTrue(certainty > 1.0 / CLASSES && certainty <= 1, classes::toString);
  }

  @Test
  void ofAGeneratorOnlyImagesAreMeasured() throws IOException {
    String generator = out("generator");
    Path config =
        Files.writeString(
            directory.resolve("generator.conf"),
            """
            model.kind = adversarial
            learning { batch-size = 50, epochs = 1 }
            adversarial.noise = 4
            adversarial.generator.layers = ["dense:36", "tanh", "reshape:6x6x1"]
            adversarial.discriminator.layers = ["dense:1"]
            """);
    json("train", "--data", data, "--out", generator, "--config", config);
    JsonNode found =
        json("evaluate", "--model", generator, "--classifier", classifier, "--samples", SAMPLES);
    for (String name : List.of("classes", "nearest_rows", "adversarial_accuracy")) {
      assertEquals(SAMPLES, found.get(name).get("samples").intValue(), name);
    }
    JsonNode without = json("evaluate", "--model", generator, "--samples", SAMPLES);
    assertTrue(without.get("skipped").get("classes").textValue().contains("--classifier"));
    Outcome.fails(
        ExitCode.BAD_INPUT,
        List.of("log-likelihood", "no energy"),
        "evaluate",
        "--model",
        generator,
        "--metrics",
        "ais");
  }

  @Test
  void whatAClassifierCannotDoIsRefused() throws IOException {
    Outcome.fails(
        ExitCode.BAD_CONFIGURATION,
        List.of("40 epochs", "learning.epochs = 3"),
        "train",
        "--resume",
        "--out",
        classifier,
        "--epochs",
        "3");
    Outcome.fails(
        ExitCode.BAD_CONFIGURATION,
        List.of("samples.sweeps", "model.kind = classifier"),
        "train",
        "--resume",
        "--out",
        classifier,
        "--set",
        "samples.sweeps=7");
    Outcome.fails(
        ExitCode.BAD_CONFIGURATION,
        List.of("model.kind = adversarial", "quickstart"),
        "quickstart",
        "--out",
        out("quick"),
        "--set",
        "model.kind=adversarial");
  }

  @Test
  void whatDoesNotFitIsRefused() throws IOException {
    Outcome.fails(
        ExitCode.BAD_INPUT,
        List.of(classifier, "classifier", "Boltzmann machine"),
        "features",
        "--model",
        classifier,
        "--data",
        data,
        "--out",
        out("features"));
    Outcome.fails(
        ExitCode.BAD_INPUT,
        List.of("--metrics"),
        "evaluate",
        "--model",
        classifier,
        "--metrics",
        "ais");
    Outcome.fails(
        ExitCode.BAD_CONFIGURATION,
        List.of("model.labels", "model.kind = classifier"),
        "train",
        "--data",
        data,
        "--out",
        out("unlabelled"),
        "--set",
        "model.kind=classifier");
  }
}
