package io.boltzspark.jobs.pictures;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.jobs.testing.AwkwardDirectory;
import io.boltzspark.jobs.testing.Outcome;
import io.boltzspark.jobs.testing.TinyDigits;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that draw, on pictures of bars that a machine learns in no time. */
class PicturesTest {
  @TempDir(factory = AwkwardDirectory.class)
  static Path directory;

  private static String data;
  private static String run;
  private static String other;

  @BeforeAll
  static void prepareAndTrain() throws IOException {
    Path source = TinyDigits.write(directory.resolve("idx"));
    data = directory.resolve("data").toString();
    Outcome.json("prepare", "--source", source.toString(), "--out", data, "--valid-fraction", "0");
    run = train("run", "36,16", 40);
    other = train("other", "36,8,4", 1);
  }

  private static String train(String name, String dimensions, int epochs, String... more)
      throws IOException {
    String out = directory.resolve(name).toString();
    List<String> words = new ArrayList<>(List.of(more));
    words.addAll(
        List.of(
            "--data",
            data,
            "--out",
            out,
            "--dimensions",
            dimensions,
            "--batch-size",
            "20",
            "--chains",
            "20",
            "--learning-rate",
            "0.05",
            "--epochs",
            Integer.toString(epochs)));
    words.add(0, "train");
    Outcome.json(words.toArray(new String[0]));
    return out;
  }

  private static String path(String name) {
    return directory.resolve(name).toString();
  }

  private static JsonNode json(String command, String out, String... more) throws IOException {
    List<String> words = new ArrayList<>(List.of(command, "--out", out));
    words.addAll(List.of(more));
    JsonNode found = Outcome.json(words.toArray(new String[0]));
    assertEquals(out, found.get("picture").textValue());
    assertTrue(Files.exists(Path.of(out)));
    return found;
  }

  @Test
  void lookShowsALineForEachClass() throws IOException {
    JsonNode found = json("look", path("look.png"), "--data", data, "--count", "30");
    assertTrue(found.get("shows").textValue().startsWith("30 of the 200 train rows"));
    BufferedImage picture = ImageIO.read(directory.resolve("look.png").toFile());
    int scale = Math.round(900f / (10 * TinyDigits.SIDE)); // three columns, drawn as if ten
    int pitch = TinyDigits.SIDE * scale + 2;
    assertTrue(picture.getHeight() > 10 * pitch + 2, "ten classes: " + picture.getHeight());
    assertTrue(picture.getWidth() > 3 * pitch && picture.getWidth() < 4 * pitch, "three each");
  }

  @Test
  void pcaShowsSamplesBesideRows() throws IOException {
    JsonNode found =
        json("pca", path("p.png"), "--model", run, "--samples", "150", "--sample-steps", "100");
    assertEquals(150, found.get("rows").intValue());
    assertEquals(150, found.get("samples").intValue());
    double first = found.get("variances_of_rows").get(0).doubleValue();
    double second = found.get("variances_of_rows").get(1).doubleValue();
    assertTrue(first >= second && second > 0, found.toString());
    assertTrue(first + second <= found.get("total_variance").doubleValue(), found.toString());
    assertTrue(found.get("variances_of_samples").get(0).doubleValue() > 0, found.toString());
    BufferedImage picture = ImageIO.read(directory.resolve("p.png").toFile());
    assertTrue(picture.getWidth() > 2 * 64 * 6, "two squares: " + picture.getWidth());
    Outcome.fails(
        ExitCode.USAGE,
        List.of("--samples 1"),
        "pca",
        "--model",
        run,
        "--samples",
        "1",
        "--out",
        path("no.png"));
  }

  @Test
  void reconstructAndDenoiseCompareModels() throws IOException {
    JsonNode whole =
        json("reconstruct", path("r.png"), "--model", run, "--model", other, "--count", "3");
    assertEquals(TinyDigits.TEST_ROWS, whole.get("rows").intValue());
    assertFalse(whole.has("before"));
    JsonNode models = whole.get("models");
    double trained = models.get("run").get("bit_error").doubleValue();
    assertTrue(trained < models.get("other").get("bit_error").doubleValue(), whole.toString());
    JsonNode noisy =
        json("denoise", path("n.png"), "--model", run, "--data", data, "--flip", "0.1");
    double before = noisy.get("before").get("bit_error").doubleValue();
    double pixels = TinyDigits.TEST_ROWS * TinyDigits.PIXELS;
    assertEquals(0.1, before, 5 * Math.sqrt(0.1 * 0.9 / pixels), "seed 1");
    assertTrue(
        noisy.get("models").get("run").get("bit_error").doubleValue() < before, noisy.toString());
    Outcome text =
        Outcome.of(
            "denoise",
            "--model",
            run,
            "--out",
            path("t.png"),
            "--by",
            "modes",
            "--master",
            "local[2]");
    assertEquals(0, text.exitCode(), text.err());
    List<String> lines = text.out().lines().toList();
    assertEquals(5, lines.size(), text.out()); // what, header, before, run, picture
    assertTrue(lines.get(0).contains("the first 40 test rows"), text.out());
    assertTrue(lines.get(2).matches("  before +0[.]1\\d+ +1\\d[.]\\d\\d"), text.out());
  }

  @Test
  void inpaintFillsBetterThanItGuesses() throws IOException {
    JsonNode left = json("inpaint", path("i.png"), "--model", run, "--steps", "30");
    JsonNode hole =
        json("inpaint", path("h.png"), "--model", run, "--hide", "2,2,2,2", "--part", "train");
    for (JsonNode found : List.of(left, hole)) {
      double wrong = found.get("models").get("run").get("bit_error").doubleValue();
      assertTrue(wrong < 0.5, found.toString());
    }
    assertEquals(TinyDigits.TRAIN_ROWS, hole.get("rows").intValue());
  }

  /** Pixels that are given by one another, without hidden units. */
  @Test
  void machinesWithoutHiddenUnitsRestoreImagesToo() throws IOException {
    String coupled = train("coupled", "36", 60, "--lateral", "visible");
    JsonNode noisy = json("denoise", path("cn.png"), "--model", coupled, "--flip", "0.1");
    double after = noisy.get("models").get("coupled").get("bit_error").doubleValue();
    assertTrue(after < noisy.get("before").get("bit_error").doubleValue(), noisy.toString());
    JsonNode whole = json("reconstruct", path("cr.png"), "--model", coupled, "--by", "modes");
    double clean = whole.get("models").get("coupled").get("bit_error").doubleValue();
    assertTrue(clean < after, whole.toString());
    Outcome.fails(
        ExitCode.BAD_INPUT,
        List.of("no hidden units", "boltz couplings"),
        "filters",
        "--model",
        coupled,
        "--out",
        path("no.png"));
    String page = Files.readString(Path.of(report(coupled)));
    assertTrue(page.contains("couplings between visible units"), "a map in place of filters");
    assertFalse(page.contains("weights to hidden units"));
  }

  private static String report(String of) throws IOException {
    return Outcome.json("report", "--run", of, "--out", path("report.html"))
        .get("report")
        .textValue();
  }

  @Test
  void filtersAreDrawnWithoutData() throws IOException {
    json("filters", path("f.png"), "--model", other, "--choose", "different");
    json("filters", path("f2.png"), "--model", other, "--layer", "2", "--count", "4");
    BufferedImage both = ImageIO.read(directory.resolve("f.png").toFile());
    BufferedImage one = ImageIO.read(directory.resolve("f2.png").toFile());
    assertTrue(both.getWidth() > one.getWidth());
    Outcome.fails(
        ExitCode.BAD_INPUT,
        List.of("layer 3", "1 to 2"),
        "filters",
        "--model",
        other,
        "--layer",
        "3",
        "--out",
        path("no.png"));
  }

  @Test
  void featuresDrawsTheSameFilters() throws IOException {
    json("filters", path("same.png"), "--model", other, "--layer", "1", "--choose", "first");
    String out = path("features.png");
    String[] words = {"features", "--model", other, "--filters", out, "--layer", "1"};
    Outcome drawn = Outcome.of(with(words, "--choose", "first", "--json"));
    assertEquals(0, drawn.exitCode(), drawn.err());
    assertEquals(out, drawn.json().get("picture").textValue());
    assertArrayEquals(
        Files.readAllBytes(directory.resolve("same.png")), Files.readAllBytes(Path.of(out)));
    Outcome.fails(ExitCode.OUTPUT_EXISTS, List.of("features.png", "--overwrite"), words);
    assertEquals(0, Outcome.of(with(words, "--overwrite", "--count", "4")).exitCode());
    Outcome.fails(
        ExitCode.USAGE,
        List.of("x.jpg", ".png"),
        "features",
        "--model",
        other,
        "--filters",
        path("x.jpg"));
    for (String given : List.of("--data", "--out", "--epochs", "--set")) {
      Outcome.fails(
          ExitCode.USAGE, List.of("--filters", given), with(words, given, "learning.epochs=1"));
    }
    Outcome.fails(ExitCode.USAGE, List.of("--data", "--filters"), "features", "--model", other);
    Outcome.fails(
        ExitCode.USAGE,
        List.of("--count", "--filters"),
        "features",
        "--model",
        other,
        "--data",
        data,
        "--out",
        path("none"),
        "--count",
        "3");
  }

  @Test
  void chainsAreShownThroughTime() throws IOException {
    String[] common = {"--model", run, "--count", "4", "--steps", "25", "--every", "10"};
    assertEquals(4, json("sample", path("s.png"), common).get("times").intValue());
    json("sample", path("s.gif"), common);
    assertEquals(
        "GIF89a",
        new String(
            Files.readAllBytes(directory.resolve("s.gif")),
            0,
            6,
            java.nio.charset.StandardCharsets.US_ASCII));
    BufferedImage strip = ImageIO.read(directory.resolve("s.png").toFile());
    int pitch = TinyDigits.SIDE * 15 + 2;
    assertEquals(2 * 12 + 4 * pitch + 2, strip.getWidth());
    JsonNode annealed =
        json(
            "sample",
            path("a.png"),
            "--model",
            run,
            "--anneal-from",
            "0.2",
            "--start",
            "gaussian",
            "--last",
            "states",
            "--steps",
            "20");
    assertEquals(0.2, annealed.get("anneal_from").doubleValue());
    BufferedImage states = ImageIO.read(directory.resolve("a.png").toFile());
    for (int x = 0; x < states.getWidth(); x++) {
      int grey = states.getRaster().getSample(x, 50, 0);
      assertTrue(grey == 0 || grey == 255 || grey == 225, "states are ink or paper: " + grey);
    }
  }

  /** Of a model without labels: chains that start at images of the class, and soon leave it. */
  @Test
  void aDigitWithoutLabelsIsHadFromItsImages() throws IOException {
    JsonNode found =
        json(
            "sample",
            path("d.png"),
            "--model",
            run,
            "--digit",
            "3",
            "--data",
            data,
            "--steps",
            "1",
            "--every",
            "1",
            "--count",
            "4");
    assertTrue(found.get("digit_from_images").booleanValue());
    assertEquals(4, found.get("count").intValue());
    JsonNode all =
        json(
            "sample",
            path("all.png"),
            "--model",
            run,
            "--digit",
            "all",
            "--data",
            data,
            "--steps",
            "2");
    // Ten each would be more than the test rows have of a class: four.
    assertEquals(TinyDigits.TEST_ROWS, all.get("count").intValue());
    sampleIsRefused(
        ExitCode.BAD_INPUT, List.of("no labels", "--data DIR", "--labels"), "--digit", "3");
    sampleIsRefused(
        ExitCode.BAD_INPUT, List.of("--digit 17", "0 to 9"), "--digit", "17", "--data", data);
  }

  @Test
  void whatCannotBeDrawnIsRefused() throws IOException {
    sampleIsRefused(ExitCode.USAGE, List.of("--anneal-from 0"), "--anneal-from", "0");
    sampleIsRefused(
        ExitCode.USAGE, List.of("--every 1", "larger --every"), "--every", "1", "--steps", "500");
    for (String command : List.of("sample", "reconstruct", "denoise", "inpaint", "filters")) {
      String jpg = path("x.jpg");
      Outcome.fails(
          ExitCode.USAGE, List.of("x.jpg", ".png"), command, "--model", run, "--out", jpg);
    }
    Outcome.fails(
        ExitCode.USAGE,
        List.of("GIF", "--every"),
        "sample",
        "--model",
        run,
        "--out",
        path("x.gif"));
    Outcome.fails(
        ExitCode.USAGE,
        List.of("--flip 1.5", "0 to 1"),
        "denoise",
        "--model",
        run,
        "--flip",
        "1.5",
        "--out",
        path("x.png"));
    Outcome.fails(
        ExitCode.USAGE,
        List.of("given twice"),
        "reconstruct",
        "--model",
        run,
        "--model",
        run,
        "--out",
        path("x.png"));
    inpaintIsRefused(List.of("--hide 4,0,3,1", "6 x 6"), "--hide", "4,0,3,1");
    inpaintIsRefused(List.of("LEFT,TOP,WIDTH,HEIGHT"), "--hide", "a square");
    inpaintIsRefused(List.of("--keep", "--hide"), "--keep", "top", "--hide", "0,0,1,1");
    assertFalse(Files.exists(directory.resolve("x.png")));
    byte[] kept = {1, 2, 3};
    Path there = Files.write(directory.resolve("there.png"), kept);
    Outcome.fails(
        ExitCode.OUTPUT_EXISTS,
        List.of("--overwrite"),
        "look",
        "--data",
        data,
        "--out",
        there.toString());
    assertArrayEquals(kept, Files.readAllBytes(there));
  }

  private static void sampleIsRefused(ExitCode code, List<String> said, String... more)
      throws IOException {
    isRefused(code, said, "sample", more);
  }

  private static void inpaintIsRefused(List<String> said, String... more) throws IOException {
    isRefused(ExitCode.USAGE, said, "inpaint", more);
  }

  private static void isRefused(ExitCode code, List<String> said, String command, String... more)
      throws IOException {
    String out = path("refused.png");
    Outcome.fails(code, said, with(new String[] {command, "--model", run, "--out", out}, more));
    assertFalse(Files.exists(Path.of(out)), "nothing is written");
  }

  private static String[] with(String[] words, String... more) {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of(more));
    return all.toArray(new String[0]);
  }
}
