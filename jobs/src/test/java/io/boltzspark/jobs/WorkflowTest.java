package io.boltzspark.jobs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.jobs.actions.BuildVersion;
import io.boltzspark.jobs.console.ShellCommand;
import io.boltzspark.jobs.testing.AwkwardDirectory;
import io.boltzspark.jobs.testing.Outcome;
import io.boltzspark.jobs.testing.TinyDigits;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From IDX files to pictures, as a user goes: prepare, train, sample. */
class WorkflowTest {
  // 200 rows, a tenth of which validate; 180 rows in minibatches of 20 are nine steps an epoch.
  private static final int VALID_ROWS = 20;
  private static final int STEPS_PER_EPOCH = 9;
  private static final int EPOCHS = 40;

  @TempDir(factory = AwkwardDirectory.class)
  static Path directory;

  private static Path data;
  private static Path run;
  private static JsonNode prepared;
  private static JsonNode trained;

  @BeforeAll
  static void prepareAndTrain() throws IOException {
    Path source = TinyDigits.write(directory.resolve("idx"));
    data = directory.resolve("data");
    run = directory.resolve("run");
    prepared =
        Outcome.json(
            "prepare",
            "--source",
            source.toString(),
            "--out",
            data.toString(),
            "--valid-fraction",
            "0.1");
    trained =
        Outcome.json(
            "train",
            "--data",
            data.toString(),
            "--out",
            run.toString(),
            "--dimensions",
            "36,16",
            "--batch-size",
            "20",
            "--chains",
            "20",
            "--epochs",
            Integer.toString(EPOCHS),
            "--learning-rate",
            "0.05");
  }

  @Test
  void prepareSaysWhatItMade() {
    JsonNode rows = prepared.get("rows");
    assertEquals(TinyDigits.TRAIN_ROWS - VALID_ROWS, rows.get("train").longValue());
    assertEquals(VALID_ROWS, rows.get("valid").longValue());
    assertEquals(TinyDigits.TEST_ROWS, rows.get("test").longValue());
    assertEquals(TinyDigits.SIDE, prepared.get("width").intValue());
    assertEquals(TinyDigits.SIDE, prepared.get("height").intValue());
    assertEquals(data.toString(), prepared.get("data").textValue());
    assertTrue(Files.exists(data.resolve("manifest.json")));
  }

  @Test
  void trainSaysHowItEndedAndWhichModelItLeft() throws Exception {
    assertEquals("finished", trained.get("ending").textValue());
    assertEquals(EPOCHS * STEPS_PER_EPOCH, trained.get("step").longValue());
    assertEquals(EPOCHS, trained.get("epoch").longValue());
    byte[] model = Files.readAllBytes(run.resolve("model/model.safetensors"));
    String sha256 = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(model));
    assertEquals(sha256, trained.get("model_sha256").textValue());
    JsonNode description = new ObjectMapper().readTree(run.resolve("model/model.json").toFile());
    assertEquals(sha256, description.get("model_sha256").textValue());
    assertEquals(BuildVersion.revision(), description.get("source_revision").textValue());
    assertTrue(trained.path("health").has("complaints"), trained::toString);
    assertEquals(trained.get("health"), description.get("health"));
    assertFalse(Files.exists(run.resolve("owner.json")), "the lock is given back");
  }

  @Test
  void theMachineLearns() throws IOException {
    List<String> lines = Files.readAllLines(run.resolve("metrics.jsonl"));
    JsonNode first = new ObjectMapper().readTree(lines.get(0));
    JsonNode last = new ObjectMapper().readTree(lines.get(lines.size() - 1));
    assertEquals(0, first.get("step").longValue());
    assertEquals(EPOCHS * STEPS_PER_EPOCH, last.get("step").longValue());
    // Starting from independent pixels; twelve bars hold far less surprise than those.
    assertTrue(
        last.get("pseudo_log_likelihood").doubleValue()
            > first.get("pseudo_log_likelihood").doubleValue(),
        lines.toString());
    assertEquals(trained.get("metrics").get("step"), last.get("step"));
  }

  @Test
  void aPictureHasTheImagesThatWereAskedFor() throws IOException {
    BufferedImage picture = picture("run.png", run.toString(), "--count", "12");
    // Ten columns and two rows: the sides of the grid are as 10 to 2, apart from the gutters.
    assertEquals(5.0, (double) picture.getWidth() / picture.getHeight(), 0.1);
    int darkest = 255;
    int lightest = 0;
    for (int y = 0; y < picture.getHeight(); y++) {
      for (int x = 0; x < picture.getWidth(); x++) {
        int grey = picture.getRaster().getSample(x, y, 0);
        darkest = Math.min(darkest, grey);
        lightest = Math.max(lightest, grey);
      }
    }
    // A machine that learnt the bars is sure of most pixels: darker than 0.6 ink, lighter than 0.2.
    assertTrue(darkest < 255 * 0.4 && lightest > 255 * 0.8, darkest + " to " + lightest);
  }

  @Test
  void checkpointsAreNamedByStepAndEpoch() throws IOException {
    picture("whole.png", run.toString());
    picture("step.png", run + "@step:" + EPOCHS * STEPS_PER_EPOCH);
    picture("epoch.png", run + "@epoch:" + EPOCHS);
    picture("early.png", run + "@epoch:1");
    byte[] whole = Files.readAllBytes(directory.resolve("whole.png"));
    assertArrayEquals(whole, Files.readAllBytes(directory.resolve("step.png")));
    assertArrayEquals(whole, Files.readAllBytes(directory.resolve("epoch.png")));
    assertNotEquals(
        Arrays.hashCode(whole),
        Arrays.hashCode(Files.readAllBytes(directory.resolve("early.png"))));
    String out = directory.resolve("none.png").toString();
    Outcome.fails(
        ExitCode.BAD_INPUT,
        List.of("no checkpoint of step 3", "9, 18"),
        "sample",
        "--model",
        run + "@step:3",
        "--out",
        out);
    Outcome.fails(
        ExitCode.USAGE,
        List.of("@stop", "@step:N"),
        "sample",
        "--model",
        run + "@stop:3",
        "--out",
        out);
    assertFalse(Files.exists(Path.of(out)));
  }

  @Test
  void chainsStartAtDataOrWhereTrainingLeftThem() throws IOException {
    JsonNode fromData =
        Outcome.json(
            "sample",
            "--model",
            run.toString(),
            "--out",
            directory.resolve("d.png").toString(),
            "--start",
            "data",
            "--data",
            data.toString(),
            "--steps",
            "1",
            "--count",
            "7");
    assertEquals(7, fromData.get("count").intValue());
    JsonNode fromChains =
        Outcome.json(
            "sample",
            "--model",
            run + "@epoch:2",
            "--out",
            directory.resolve("new/c.png").toString(),
            "--start",
            "chains",
            "--steps",
            "1");
    // As many as there are.
    assertEquals(20, fromChains.get("count").intValue());
    assertTrue(Files.exists(directory.resolve("new/c.png")), "its directory is made");
    Outcome.fails(
        ExitCode.BAD_INPUT,
        List.of("--start chains", run + "@epoch:1"),
        "sample",
        "--model",
        run.toString(),
        "--out",
        directory.resolve("x.png").toString(),
        "--start",
        "chains");
  }

  @Test
  void resultsForPeopleSayWhatCameOfItAndWhatNext() throws IOException {
    Path other = directory.resolve("other");
    Outcome outcome =
        Outcome.of(
            "train",
            "--master",
            "local[2]",
            "--data",
            data.toString(),
            "--out",
            other.toString(),
            "--epochs",
            "2",
            "--stop-after-epoch",
            "1");
    assertEquals(0, outcome.exitCode(), outcome.err());
    assertTrue(outcome.out().contains("stopped after epoch 1"), outcome.out());
    String next = ShellCommand.of("train", "--resume", "--out", other.toString());
    assertTrue(outcome.out().contains("Next: " + next), outcome.out());
  }

  private static BufferedImage picture(String name, String model, String... more)
      throws IOException {
    Path out = directory.resolve(name);
    String[] given = {"sample", "--model", model, "--out", out.toString(), "--steps", "20"};
    String[] all = Arrays.copyOf(given, given.length + more.length);
    System.arraycopy(more, 0, all, given.length, more.length);
    JsonNode json = Outcome.json(all);
    assertEquals(out.toString(), json.get("picture").textValue());
    return ImageIO.read(out.toFile());
  }
}
