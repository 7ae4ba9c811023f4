package io.boltzspark.jobs.notebook;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.jobs.testing.Outcome;
import io.boltzspark.jobs.testing.TinyDigits;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What notebooks call, on the tiny set, below the working directory as a notebook's runs are. */
class NotebookCallsTest {
  private static Path directory;
  private static String data;
  private static String run;

  @BeforeAll
  static void train() throws IOException {
    directory = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "notebook");
    Path source = TinyDigits.write(directory.resolve("idx"));
    data = directory.resolve("data").toString();
    run = directory.resolve("run").toString();
    JsonNode prepared = Boltz.json(local("prepare", "--source", source.toString(), "--out", data));
    assertEquals(TinyDigits.TEST_ROWS, prepared.get("rows").get("test").intValue());
    TinyDigits.train(Path.of(data), Path.of(run), "36,8", "2");
  }

  @AfterAll
  static void remove() throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  @Test
  void aCommandSaysWhatItSaysOnACommandLineButNotWhereTheProjectIs() {
    PrintStream before = System.out;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    try {
      Boltz.run(local("evaluate", "--model", run, "--metrics", "exact"));
    } finally {
      System.setOut(before);
    }
    String said = bytes.toString(StandardCharsets.UTF_8);
    assertTrue(said.contains("36 bernoulli - 8 bernoulli"), said);
    assertTrue(said.contains("stored in target/notebook"), said);
    assertFalse(said.contains(Path.of("").toAbsolutePath().toString()), said);
  }

  @Test
  void aCommandThatFailsThrowsWhatItWouldHaveSaid() {
    BoltzException error =
        assertThrows(
            BoltzException.class, () -> Boltz.json("filters", "--model", run, "--out", run));
    assertEquals(
        Outcome.of("filters", "--model", run, "--out", run).exitCode(), error.exitCode().number());
    assertTrue(error.getMessage().startsWith("boltz: "), error.getMessage());
  }

  @Test
  void aPictureIsTheOneThatTheCommandWrites() throws IOException {
    Path file = directory.resolve("filters.png");
    assertEquals(
        0, Outcome.of("filters", "--model", run, "--out", file.toString(), "--quiet").exitCode());
    BufferedImage written = ImageIO.read(file.toFile());
    assertArrayEquals(pixels(written), pixels(Boltz.draw("filters", "--model", run)));
    assertArrayEquals(pixels(written), pixels(Boltz.image(file.toString())));
    BoltzException error =
        assertThrows(BoltzException.class, () -> Boltz.image(directory + "/none.png"));
    assertEquals(ExitCode.BAD_INPUT, error.exitCode());
  }

  @Test
  void curvesShowAMonitorOfEachRun() {
    List<Map<String, Object>> lines = Boltz.metrics(run);
    assertEquals(3, lines.size());
    Curves curves =
        new Curves("reconstruction error")
            .add("train", run, "reconstruction_error")
            .add("valid", run, "reconstruction_error_valid");
    BufferedImage picture = curves.picture();
    // The colours of the first two curves in report.css, and no placeholder of the page's.
    assertTrue(count(picture, 0x1f6fb5) > 100, "the first curve is missing");
    assertTrue(count(picture, 0xc8452d) > 50, "the second curve is missing");
    for (int placeholder = 100; placeholder < 110; placeholder++) {
      assertEquals(0, count(picture, 0x01fe00 + placeholder));
    }
    BoltzException error =
        assertThrows(BoltzException.class, () -> new Curves("").add("run", run, "loss"));
    assertTrue(error.getMessage().contains("reconstruction_error_valid"), error.getMessage());
  }

  @Test
  void aTableIsHtmlThatShowsWhatItWasGiven() {
    String html =
        new Table("model", "error", "rows")
            .row("a < b", 0.123456, 60_000)
            .row("c", null, 1)
            .toString();
    assertTrue(html.contains(">a &lt; b</td>"), html);
    assertTrue(html.contains(">0.1235</td>"), html);
    assertTrue(html.contains(">60000</td>"), html);
    assertTrue(html.contains(">–</td>"), html);
    assertThrows(IllegalArgumentException.class, () -> new Table("one").row(1, 2));
  }

  private static String[] local(String... line) {
    return Stream.concat(Stream.of(line), Stream.of("--master", "local[2]")).toArray(String[]::new);
  }

  private static int[] pixels(BufferedImage image) {
    return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
  }

  private static long count(BufferedImage image, int rgb) {
    return java.util.Arrays.stream(pixels(image))
        .filter(pixel -> (pixel & 0xffffff) == rgb)
        .count();
  }
}
