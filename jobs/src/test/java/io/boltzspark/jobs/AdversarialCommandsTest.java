package io.boltzspark.jobs;

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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

/** What commands make of generative adversarial networks, with and without labels. */
class AdversarialCommandsTest {
  private static final int EPOCHS = 3;
  private static final int ROWS = TinyDigits.TRAIN_ROWS;
  private static final int BATCH = 50;
  private static final int GUTTER = 2;

  private static final String CONFIG =
      """
      model.kind = adversarial
      model.labels = %d
      learning { batch-size = %d, epochs = %d }
      samples.epochs = [1, 2, 3]
      adversarial {
        noise = 8
        generator.layers = ["dense:36:no-bias", "batch-norm", "leaky-relu", "reshape:3x3x4",
          "transposed-convolution:1:5:2:no-bias", "tanh"]
        discriminator.layers = ["convolution:4:5:2", "leaky-relu", "dropout", "dense:1"]
      }
      """;

  @TempDir(factory = AwkwardDirectory.class)
  static Path directory;

  private static String data;
  private static String plain;
  private static String labelled;
  private static String machine;

  @BeforeAll
  static void train() throws IOException {
    Path source = TinyDigits.write(directory.resolve("idx"));
    data = directory.resolve("data").toString();
    json("prepare", "--source", source, "--out", data, "--binarize", "none", "--valid-fraction", 0);
    plain = train("plain", 0, EPOCHS);
    labelled = train("labelled", 10, 1);
    machine = directory.resolve("machine").toString();
    json("train", "--data", data, "--out", machine, "--dimensions", "36,4", "--epochs", 1);
  }

  private static String train(String name, int labels, int epochs) throws IOException {
    Path config =
        Files.writeString(
            directory.resolve(name + ".conf"), CONFIG.formatted(labels, BATCH, epochs));
    String run = directory.resolve(name).toString();
    json("train", "--data", data, "--out", run, "--config", config);
    return run;
  }

  private static JsonNode json(Object... words) throws IOException {
    return Outcome.json(texts(words));
  }

  private static String fails(ExitCode code, List<String> said, Object... words)
      throws IOException {
    return Outcome.fails(code, said, texts(words));
  }

  private static String[] texts(Object... words) {
    return Arrays.stream(words).map(String::valueOf).toArray(String[]::new);
  }

  private static Path out(String name) {
    return directory.resolve(name);
  }

  private static BufferedImage picture(Path file) throws IOException {
    return ImageIO.read(file.toFile());
  }

  /** Lines and columns of a grid whose images are scaled to some whole factor. */
  private static int[] grid(BufferedImage picture, int scale) {
    int pitch = TinyDigits.SIDE * scale + GUTTER;
    return new int[] {
      (picture.getHeight() - GUTTER) / pitch, (picture.getWidth() - GUTTER) / pitch
    };
  }

  @Test
  void imagesOfASeedAreTheSameForAnyCount() throws IOException {
    JsonNode twenty = json("sample", "--model", plain, "--out", out("20.png"), "--count", 20);
    assertEquals(20, twenty.get("count").intValue());
    assertEquals("0", String.valueOf(twenty.get("epochs").size()));
    json("sample", "--model", plain, "--out", out("40.png"), "--count", 40);
    json("sample", "--model", plain, "--out", out("other.png"), "--count", 20, "--seed", 2);
    BufferedImage small = picture(out("20.png"));
    BufferedImage large = picture(out("40.png"));
    assertArrayEquals(new int[] {2, 10}, grid(small, 15));
    assertArrayEquals(new int[] {4, 10}, grid(large, 15));
    int[] same = rgb(small);
    assertArrayEquals(same, Arrays.copyOf(rgb(large), same.length));
    assertFalse(Arrays.equals(same, rgb(picture(out("other.png")))));
    assertTrue(Arrays.stream(same).distinct().count() > 10, "the images are grey");
  }

  private static int[] rgb(BufferedImage picture) {
    int width = picture.getWidth();
    return picture.getRGB(0, 0, width, picture.getHeight(), null, 0, width);
  }

  @Test
  void theSamplesOfTrainingAreImagesOfItsSeed() throws IOException {
    json("sample", "--model", plain + "@epoch:2", "--out", out("two.png"), "--count", 4);
    BufferedImage mine = picture(out("two.png"));
    BufferedImage theirs = picture(Path.of(plain, "samples", "epoch-002.png"));
    int myScale = (mine.getWidth() - 5 * GUTTER) / 4 / TinyDigits.SIDE;
    int theirScale = (theirs.getWidth() - 5 * GUTTER) / 4 / TinyDigits.SIDE;
    for (int y = 0; y < TinyDigits.SIDE; y++) {
      for (int x = 0; x < TinyDigits.SIDE; x++) {
        assertEquals(
            theirs.getRGB(GUTTER + x * theirScale, GUTTER + y * theirScale),
            mine.getRGB(GUTTER + x * myScale, GUTTER + y * myScale));
      }
    }
  }

  @Test
  void aGifShowsTheEpochs() throws IOException {
    Path gif = out("epochs.gif");
    JsonNode made = json("sample", "--model", plain, "--out", gif, "--count", 4);
    assertEquals("[1,2,3]", made.get("epochs").toString());
    assertEquals(EPOCHS, frames(gif));
    fails(
        ExitCode.USAGE,
        List.of("GIF", "--model " + plain),
        "sample",
        "--model",
        plain + "@epoch:1",
        "--out",
        out("x.gif"));
  }

  private static int frames(Path gif) throws IOException {
    ImageReader reader = ImageIO.getImageReadersByFormatName("gif").next();
    try (ImageInputStream in = ImageIO.createImageInputStream(gif.toFile())) {
      reader.setInput(in);
      return reader.getNumImages(true);
    } finally {
      reader.dispose();
    }
  }

  @Test
  void digitsNeedLabels() throws IOException {
    json("sample", "--model", labelled, "--out", out("3.png"), "--digit", 3, "--count", 10);
    json("sample", "--model", labelled, "--out", out("4.png"), "--digit", 4, "--count", 10);
    assertFalse(Arrays.equals(rgb(picture(out("3.png"))), rgb(picture(out("4.png")))));
    JsonNode all =
        json(
            "sample",
            "--model",
            labelled,
            "--out",
            out("all.png"),
            "--digit",
            "all",
            "--count",
            25);
    assertEquals(30, all.get("count").intValue());
    fails(
        ExitCode.USAGE,
        List.of("--digit 10", "0 to 9"),
        "sample",
        "--model",
        labelled,
        "--out",
        out("x.png"),
        "--digit",
        10);
    fails(
        ExitCode.BAD_INPUT,
        List.of("--digit", "without", "--labels"),
        "sample",
        "--model",
        plain,
        "--out",
        out("x.png"),
        "--digit",
        1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--steps 5",
        "--start noise",
        "--anneal-from 0.5",
        "--last states",
        "--every 2",
        "--data d",
        "--belief-net"
      })
  void whatIsOfChainsIsRefused(String option) throws IOException {
    List<Object> words = new ArrayList<>(List.of("sample", "--model", plain));
    words.addAll(List.of("--out", out("refused.png")));
    words.addAll(List.of(option.split(" ")));
    fails(
        ExitCode.USAGE,
        List.of(option.split(" ")[0] + ": " + plain, "at once", "omit"),
        words.toArray());
    assertFalse(Files.exists(out("refused.png")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "features --out X --data D",
        "classify --data D",
        "anomaly --out X --data D",
        "denoise --out X.png --data D",
        "inpaint --out X.png --data D",
        "reconstruct --out X.png --data D",
        "filters --out X.png"
      })
  void whatNeedsAMachineSaysSo(String line) throws IOException {
    Path made = out("needs-a-machine");
    List<Object> words = new ArrayList<>();
    for (String word : line.split(" ")) {
      words.add(word.equals("D") ? data : word.replace("X", made.toString()));
    }
    words.addAll(List.of("--model", plain));
    fails(
        ExitCode.BAD_INPUT,
        List.of(plain, "generative adversarial network", "needs a Boltzmann machine"),
        words.toArray());
    try (Stream<Path> left = Files.list(directory)) {
      assertEquals(0, left.filter(file -> file.toString().startsWith(made.toString())).count());
    }
  }

  @Test
  void exportsAreOfTheNetworks() throws IOException {
    Path tensors = out("model.safetensors");
    json("export", "--model", plain, "--format", "safetensors", "--out", tensors);
    assertArrayEquals(
        Files.readAllBytes(Path.of(plain, "model", "model.safetensors")),
        Files.readAllBytes(tensors));
    JsonNode npz = json("export", "--model", plain, "--format", "npz", "--out", out("m.npz"));
    assertEquals("10 tensors", npz.get("holds").textValue());
    for (String graph : List.of("generator", "discriminator")) {
      JsonNode made =
          json(
              "export",
              "--model",
              labelled,
              "--format",
              "onnx",
              "--graph",
              graph,
              "--out",
              out(graph + ".onnx"));
      assertEquals("the " + graph, made.get("holds").textValue());
    }
    json("export", "--model", labelled, "--format", "onnx", "--out", out("default.onnx"));
    assertArrayEquals(
        Files.readAllBytes(out("generator.onnx")), Files.readAllBytes(out("default.onnx")));
    fails(
        ExitCode.BAD_INPUT,
        List.of("--graph gibbs", "generator and discriminator"),
        "export",
        "--model",
        plain,
        "--format",
        "onnx",
        "--graph",
        "gibbs",
        "--out",
        out("x"));
    fails(
        ExitCode.BAD_INPUT,
        List.of("--graph generator", "features and gibbs"),
        "export",
        "--model",
        machine,
        "--format",
        "onnx",
        "--graph",
        "generator",
        "--out",
        out("x"));
  }

  @Test
  void aWalkIsADirectoryOfPictures() throws IOException {
    Path walk = out("walk");
    JsonNode made = json("latent", "--model", plain, "--out", walk);
    Map<String, Integer> sides =
        Map.of(
            "walk.png", 10,
            "means-5.png", 15,
            "means-minus-5.png", 15,
            "deviation-5.png", 15,
            "deviation-10.png", 20);
    assertEquals(sides.size(), made.get("pictures").size());
    for (Map.Entry<String, Integer> side : sides.entrySet()) {
      assertTrue(made.get("pictures").has(side.getKey()));
      BufferedImage picture = picture(walk.resolve(side.getKey()));
      int scale = (picture.getWidth() - GUTTER) / side.getValue() / TinyDigits.SIDE;
      int[] square = {side.getValue(), side.getValue()};
      assertArrayEquals(square, grid(picture, scale), side.getKey());
    }
    fails(
        ExitCode.OUTPUT_EXISTS, List.of("--overwrite"), "latent", "--model", plain, "--out", walk);
    json("latent", "--model", labelled, "--out", walk, "--overwrite", "--digit", 2);
    fails(
        ExitCode.BAD_INPUT,
        List.of("Boltzmann machine"),
        "latent",
        "--model",
        machine,
        "--out",
        out("x"));
  }

  @Test
  void aPathIsAStripOrAGif() throws IOException {
    Path strip = out("path.png");
    JsonNode made =
        json("latent", "--model", plain, "--from", 1, "--to", 2, "--out", strip, "--steps", 6);
    assertEquals("[\"straight\",\"spherical\"]", made.get("paths").toString());
    assertTrue(picture(strip).getWidth() > picture(strip).getHeight());
    Path gif = out("path.gif");
    made = json("latent", "--model", labelled, "--from", 1, "--to", 2, "--out", gif, "--digit", 7);
    assertEquals("[\"spherical\"]", made.get("paths").toString());
    assertEquals(10, frames(gif));
    fails(
        ExitCode.USAGE, List.of("--to"), "latent", "--model", plain, "--from", 1, "--out", "x.png");
    fails(
        ExitCode.USAGE,
        List.of("--path", "--from and --to"),
        "latent",
        "--model",
        plain,
        "--path",
        "straight",
        "--out",
        out("x"));
    fails(
        ExitCode.USAGE,
        List.of("--steps 1", "2 or larger"),
        "latent",
        "--model",
        plain,
        "--from",
        1,
        "--to",
        2,
        "--steps",
        1,
        "--out",
        out("x.png"));
    fails(
        ExitCode.USAGE,
        List.of("--seed"),
        "latent",
        "--model",
        plain,
        "--from",
        1,
        "--to",
        2,
        "--seed",
        1,
        "--out",
        out("x.png"));
  }

  @Test
  void theReportHasLossesEpochsAndLayers() throws Exception {
    Path report = out("report.html");
    json("report", "--run", plain, "--compare", machine, "--out", report);
    Document page =
        DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(report.toFile());
    List<String> headings = texts(page.getElementsByTagName("h2"));
    assertTrue(
        headings.containsAll(List.of("Step by step", "Samples", "Networks", "Comparison")),
        headings.toString());
    for (String absent :
        List.of("Filters", "Reconstruction and de-noising", "Weights and biases")) {
      assertFalse(headings.contains(absent), absent);
    }
    List<String> captions = texts(page.getElementsByTagName("figcaption"));
    for (int epoch = 1; epoch <= EPOCHS; epoch++) {
      assertTrue(captions.contains("after epoch " + epoch), captions.toString());
    }
    assertTrue(captions.contains("plain: the model, from the noise of seed 1"));
    String text = Files.readString(report, StandardCharsets.UTF_8);
    assertTrue(text.contains("transposed-convolution:1:5:2:no-bias"));
    // 8 x 36 kernel, 4 x 36 of batch-norm, 5 x 5 x 1 x 4 kernel.
    assertTrue(texts(page.getElementsByTagName("td")).contains(String.valueOf(288 + 144 + 100)));
    assertEquals(EPOCHS * ROWS / BATCH, Files.readAllLines(Path.of(plain, "steps.jsonl")).size());
    assertTrue(text.contains("values against step"));
    assertTrue(
        text.contains("compares samples with data")
            && !text.contains("computes the log-likelihood"));
  }

  private static List<String> texts(NodeList nodes) {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      texts.add(nodes.item(i).getTextContent());
    }
    return texts;
  }
}
