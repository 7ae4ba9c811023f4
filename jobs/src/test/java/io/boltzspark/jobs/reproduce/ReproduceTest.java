package io.boltzspark.jobs.reproduce;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.jobs.testing.AwkwardDirectory;
import io.boltzspark.jobs.testing.FileTree;
import io.boltzspark.jobs.testing.Outcome;
import io.boltzspark.jobs.testing.TinyDigits;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code boltz reproduce} end to end, with an experiment of two tiny machines. */
class ReproduceTest {
  private static final String MONITOR = "reconstruction_error_valid";
  private static final double PUBLISHED = 0.8;

  @TempDir(factory = AwkwardDirectory.class)
  static Path directory;

  private static Path file;

  @BeforeAll
  static void write() throws IOException {
    Path source = TinyDigits.write(directory.resolve("idx"));
    preset("one", "[36, 8]");
    preset("two", "[36, 4]");
    file =
        Files.writeString(
            directory.resolve("tiny.conf"),
            """
            title = "Bars & <lines>"
            source { authors = "A. Author", title = "On bars", year = 2001, where = "example.org" }
            published = "Two machines."
            time = "a second"
            data { bars = "--source \\"%s\\" --valid-fraction 0.1" }
            machines = [
              {
                name = one, title = "Machine one", preset = one.conf, data = bars
                evaluate = "--metrics exact"
                figures = [
                  { title = error, monitor = %s, published = %s }
                  { title = "log-likelihood", evaluation = log_likelihood.test.exact.value, range = [-1000, 0] }
                  { title = absent, monitor = nothing, published = 1 }
                ]
              }
              {
                name = two, title = "Machine two", preset = two.conf, data = bars
                figures = [{ title = error, monitor = %s, published = 1000, range = [999, 1001] }]
              }
            ]
            pictures = [
              { name = filters, title = Filters, shows = "Bars.", command = "filters --model {run} --out {file}" }
              { name = restored, title = Restored, shows = "Restored bars.", command = "denoise {models} --count 2 --out {file}" }
            ]
            short { train = "--epochs 1" }
            """
                .formatted(source.toString().replace("\\", "\\\\"), MONITOR, PUBLISHED, MONITOR));
  }

  private static void preset(String name, String dimensions) throws IOException {
    Files.writeString(
        directory.resolve(name + ".conf"),
        """
        seed = 5
        model.dimensions = %s
        learning { epochs = 1, batch-size = 20, chains = 20 }
        monitor { metrics = [reconstruction-error], share = 1 }
        """
            .formatted(dimensions));
  }

  @Test
  void machinesAreTrainedWithEachSeedAndComparedAndNotTrainedAgain() throws IOException {
    Path out = directory.resolve("out");
    JsonNode result = reproduce(file, out, "--seeds", "1,2");
    assertEquals(4, result.get("trained").intValue());
    assertEquals(4, result.get("figures").intValue());
    // The likelihood is in its wide range; nothing is near 1000; errors may or may not be near.
    JsonNode error = figure(result, 0, 0);
    double first = lastOf(out.resolve("runs/one/seed-1"));
    double second = lastOf(out.resolve("runs/one/seed-2"));
    assertEquals(first, error.get("values").get("1").doubleValue());
    assertEquals(second, error.get("values").get("2").doubleValue());
    assertEquals((first + second) / 2, error.get("here").doubleValue(), 1e-12);
    assertEquals((first + second) / 2 / PUBLISHED, error.get("ratio").doubleValue(), 1e-12);
    JsonNode likelihood = figure(result, 0, 1);
    for (String seed : List.of("1", "2")) {
      JsonNode kept = json(out.resolve("runs/one/seed-" + seed + "/evaluation.json"));
      assertEquals(
          kept.get("log_likelihood").get("test").get("exact").get("value"),
          likelihood.get("values").get(seed));
    }
    assertTrue(likelihood.get("agrees").booleanValue());
    assertTrue(likelihood.get("ratio").isNull());
    assertTrue(figure(result, 0, 2).get("here").isNull());
    assertTrue(figure(result, 0, 2).get("agrees").isNull());
    assertFalse(figure(result, 1, 0).get("agrees").booleanValue());

    String page = Files.readString(out.resolve("reproduction.html"));
    assertTrue(page.contains("Bars &amp; &lt;lines&gt;"));
    for (double value : List.of(first, second, (first + second) / 2)) {
      assertTrue(page.contains("<td>" + fourDigits(value) + "</td>"), fourDigits(value));
    }
    String ratio = String.format(Locale.ROOT, "%.2f", (first + second) / 2 / PUBLISHED);
    assertTrue(page.contains("<td>" + ratio + "</td>"), ratio);
    assertTrue(page.contains("<td>999 to 1001</td>"));
    assertTrue(page.contains("<td>no</td>"));
    assertTrue(page.contains("Source: Restored bars."));
    for (String picture : List.of("filters-one", "filters-two", "restored")) {
      byte[] png = Files.readAllBytes(out.resolve("pictures/" + picture + ".png"));
      assertTrue(page.contains(Base64.getEncoder().encodeToString(png)), picture);
    }
    assertEquals(3 + 1, page.split("data:image/png", -1).length);

    JsonNode numbers = json(out.resolve("reproduction.json"));
    assertEquals(result.get("machines"), numbers.get("machines"));
    assertEquals(1 + 4 + 2 + 3, numbers.get("commands").size());

    Map<Path, Integer> before = FileTree.of(out.resolve("runs"));
    before.putAll(FileTree.of(out.resolve("pictures")));
    Files.delete(out.resolve("pictures/filters-two.png"));
    JsonNode again = reproduce(file, out, "--seeds", "1,2");
    assertEquals(0, again.get("trained").intValue());
    assertEquals(result.get("machines"), again.get("machines"));
    Map<Path, Integer> after = FileTree.of(out.resolve("runs"));
    after.putAll(FileTree.of(out.resolve("pictures")));
    assertEquals(before, after);
  }

  @Test
  void anUnfinishedRunIsResumedToTheSameModel() throws IOException {
    Path alone =
        Files.writeString(
            directory.resolve("alone.conf"),
            Files.readString(file)
                .replace("evaluate = \"--metrics exact\"", "train = \"--epochs 2\"")
                .replaceFirst("\\{ title = \"log-likelihood\".*\\}", "")
                .replaceFirst("(?s)\\{\\s+name = two.*?\\}\\]\\s+\\}", "")
                .replaceFirst("(?s)pictures = .*short", "short"));
    Path whole = directory.resolve("whole");
    reproduce(alone, whole);
    Path run = whole.resolve("runs/one/seed-5");
    byte[] model = Files.readAllBytes(run.resolve("model/model.safetensors"));
    FileTree.delete(run);
    JsonNode stopped =
        Outcome.json(
            "train",
            "--config",
            directory.resolve("one.conf").toString(),
            "--data",
            whole.resolve("data/bars").toString(),
            "--out",
            run.toString(),
            "--epochs",
            "2",
            "--stop-after-epoch",
            "1");
    assertEquals(1, stopped.get("epoch").intValue());
    assertEquals(1, reproduce(alone, whole).get("trained").intValue());
    assertArrayEquals(model, Files.readAllBytes(run.resolve("model/model.safetensors")));

    // Killed after the end of a training, before that was noted.
    Files.writeString(
        whole.resolve("steps.json"),
        "{\"experiment\": \"alone\", \"short\": false, \"steps\": []}");
    assertEquals(0, reproduce(alone, whole).get("trained").intValue());
    assertArrayEquals(model, Files.readAllBytes(run.resolve("model/model.safetensors")));

    // Settings that have changed since, and the short form, would be other trainings.
    String changed = Files.readString(alone).replace("--epochs 2", "--epochs 2 --k 7");
    Files.writeString(alone, changed);
    Outcome.fails(
        ExitCode.BAD_CONFIGURATION, List.of("learning.k", "--overwrite"), line(alone, whole));
    Outcome.fails(
        ExitCode.OUTPUT_EXISTS,
        List.of("short = false, not true", "--overwrite"),
        line(alone, whole, "--short"));
    JsonNode brief = reproduce(alone, whole, "--short", "--overwrite");
    assertEquals(1, brief.get("trained").intValue());
    assertTrue(Files.readString(whole.resolve("reproduction.html")).contains("Short form"));
  }

  @Test
  void whatCannotWorkIsRefusedBeforeAnythingIsWritten() throws IOException {
    Path out = directory.resolve("refused");
    String exact = "evaluate = \"--metrics exact\"";
    String two = "train = \"--epochs two\"";
    refused(exact, exact + ", " + two, ExitCode.BAD_CONFIGURATION, "machine one", out);
    refused(exact, exact + ", train = \"--epoch 2\"", ExitCode.USAGE, "'--epochs'", out);
    refused("denoise {models}", "denoize {models}", ExitCode.USAGE, "picture restored", out);
    refused("--metrics exact", "--metric exact", ExitCode.USAGE, "machine one", out);
    refused("--valid-fraction", "--valid-part", ExitCode.USAGE, "data bars", out);
    Outcome.fails(ExitCode.USAGE, List.of("a seed twice"), line(file, out, "--seeds", "1,1"));
    assertFalse(Files.exists(out));
    Path other = Files.createDirectories(directory.resolve("other"));
    Files.writeString(other.resolve("letter.txt"), "dear");
    Outcome.fails(ExitCode.OUTPUT_EXISTS, List.of("letter.txt"), line(file, other, "--overwrite"));
    assertTrue(Files.exists(other.resolve("letter.txt")));
    Path data = Files.createDirectories(directory.resolve("mine/data"));
    Outcome.fails(
        ExitCode.OUTPUT_EXISTS,
        List.of("no steps.json"),
        line(file, data.getParent(), "--overwrite"));
    assertTrue(Files.exists(data));
  }

  private static void refused(String right, String wrong, ExitCode code, String said, Path out)
      throws IOException {
    String content = Files.readString(file);
    assertTrue(content.contains(right), right);
    Path changed =
        Files.writeString(directory.resolve("wrong.conf"), content.replace(right, wrong));
    Outcome.fails(code, List.of(said), "reproduce", changed.toString(), "--out", out.toString());
  }

  private static JsonNode reproduce(Path experiment, Path out, String... options)
      throws IOException {
    return Outcome.json(line(experiment, out, options));
  }

  private static String[] line(Path experiment, Path out, String... options) {
    return Stream.concat(
            Stream.of("reproduce", experiment.toString(), "--out", out.toString()),
            Arrays.stream(options))
        .toArray(String[]::new);
  }

  private static JsonNode figure(JsonNode result, int machine, int figure) {
    return result.get("machines").get(machine).get("figures").get(figure);
  }

  /** The last value that the run itself has written. */
  private static double lastOf(Path run) throws IOException {
    List<String> lines = new ArrayList<>(Files.readAllLines(run.resolve("metrics.jsonl")));
    return new ObjectMapper().readTree(lines.get(lines.size() - 1)).get(MONITOR).doubleValue();
  }

  private static JsonNode json(Path path) throws IOException {
    return new ObjectMapper().readTree(Files.readString(path));
  }

  private static String fourDigits(double value) {
    return new BigDecimal(value).round(new MathContext(4)).stripTrailingZeros().toPlainString();
  }
}
