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
                train = "--epochs 2", evaluate = "--metrics exact"
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
    JsonNode result = reproduce(out, "--seeds", "1,2");
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
    JsonNode again = reproduce(out, "--seeds", "1,2");
    assertEquals(0, again.get("trained").intValue());
    assertEquals(result.get("machines"), again.get("machines"));
    Map<Path, Integer> after = FileTree.of(out.resolve("runs"));
    after.putAll(FileTree.of(out.resolve("pictures")));
    assertEquals(before, after);

    // What is missing is made, and nothing else; another seed is another run.
    Files.delete(out.resolve("pictures/filters-two.png"));
    JsonNode more = reproduce(out, "--seeds", "1,2,3");
    assertEquals(2, more.get("trained").intValue());
    assertTrue(Files.exists(out.resolve("pictures/filters-two.png")));
    for (Path path : before.keySet()) {
      assertTrue(Files.exists(path), path.toString());
    }
  }

  @Test
  void anUnfinishedRunIsResumedToTheSameModel() throws IOException {
    Path whole = directory.resolve("whole");
    reproduce(whole);
    Path out = directory.resolve("killed");
    Files.createDirectories(out);
    Files.writeString(
        out.resolve("steps.json"), "{\"experiment\": \"tiny\", \"short\": false, \"steps\": []}");
    Outcome stopped =
        Outcome.of(
            "train",
            "--config",
            directory.resolve("one.conf").toString(),
            "--data",
            whole.resolve("data/bars").toString(),
            "--out",
            out.resolve("runs/one/seed-5").toString(),
            "--epochs",
            "2",
            "--stop-after-epoch",
            "1",
            "--master",
            "local[2]");
    assertEquals(ExitCode.INTERRUPTED.number(), stopped.exitCode(), stopped.err());
    reproduce(out);
    assertArrayEquals(
        Files.readAllBytes(whole.resolve("runs/one/seed-5/model/model.safetensors")),
        Files.readAllBytes(out.resolve("runs/one/seed-5/model/model.safetensors")));
    assertEquals(
        2,
        Files.readAllLines(out.resolve("runs/one/seed-5/metrics.jsonl")).stream()
            .filter(line -> line.contains(MONITOR))
            .filter(line -> !line.contains("\"step\":0,"))
            .count());

    // The short form is another reproduction, and so is a changed preset.
    Outcome.fails(
        ExitCode.OUTPUT_EXISTS,
        List.of("short = false, not true", "--overwrite"),
        line(out, "--short"));
    JsonNode brief = reproduce(out, "--short", "--overwrite");
    assertEquals(2, brief.get("trained").intValue());
    assertTrue(brief.get("short").booleanValue());
    assertTrue(
        Files.readString(out.resolve("reproduction.html")).contains("Short form"), "a notice");
  }

  @Test
  void whatCannotWorkIsRefusedBeforeAnythingIsWritten() throws IOException {
    String content = Files.readString(file);
    Path out = directory.resolve("refused");
    refused(
        content.replace("--epochs 2", "--epochs two"),
        ExitCode.BAD_CONFIGURATION,
        "machine one",
        out);
    refused(content.replace("--epochs 2", "--epoch 2"), ExitCode.USAGE, "'--epochs'", out);
    refused(
        content.replace("denoise {models}", "denoize {models}"),
        ExitCode.USAGE,
        "picture restored",
        out);
    refused(
        content.replace("--metrics exact", "--metric exact"), ExitCode.USAGE, "machine one", out);
    refused(content.replace("--valid-fraction", "--valid-part"), ExitCode.USAGE, "data bars", out);
    Outcome.fails(ExitCode.USAGE, List.of("a seed twice"), line(out, "--seeds", "1,1"));
    assertFalse(Files.exists(out));
    Path other = Files.createDirectories(directory.resolve("other"));
    Files.writeString(other.resolve("letter.txt"), "dear");
    Outcome.fails(ExitCode.OUTPUT_EXISTS, List.of("letter.txt"), line(other, "--overwrite"));
    assertTrue(Files.exists(other.resolve("letter.txt")));
  }

  private static void refused(String content, ExitCode code, String said, Path out)
      throws IOException {
    Path wrong = Files.writeString(directory.resolve("wrong.conf"), content);
    Outcome.fails(code, List.of(said), "reproduce", wrong.toString(), "--out", out.toString());
  }

  private static JsonNode reproduce(Path out, String... options) throws IOException {
    return Outcome.json(line(out, options));
  }

  private static String[] line(Path out, String... options) {
    return Stream.concat(
            Stream.of("reproduce", file.toString(), "--out", out.toString()),
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
