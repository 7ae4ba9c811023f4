package io.boltzspark.jobs.stores;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.typesafe.config.ConfigUtil;
import io.boltzspark.files.FileSystems;
import io.boltzspark.files.Paths;
import io.boltzspark.files.WholeFiles;
import io.boltzspark.jobs.testing.Outcome;
import io.boltzspark.jobs.testing.TinyDigits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands from s3a to s3a leave the bytes that they leave in local directories. */
class S3TrainingTest {
  @TempDir static Path directory;
  private static S3Server s3;

  @BeforeAll
  static void start() throws IOException {
    s3 = S3Server.start(directory);
  }

  @AfterAll
  static void stop() {
    s3.close();
  }

  @Test
  void preparedTrainedAndResumed() throws IOException {
    String source = TinyDigits.write(directory.resolve("idx")).toString();
    String local = directory.resolve("data").toString();
    Outcome.json("prepare", "--source", source, "--out", local);
    JsonNode reference = train(local, directory.resolve("run").toString());

    Outcome.json(s3.line("prepare", "--source", source, "--out", s3.path("data")));
    train(s3.path("data"), s3.path("run"), "--stop-after-epoch", "2");
    JsonNode resumed = Outcome.json(s3.line("train", "--resume", "--out", s3.path("run")));
    assertEquals("finished", resumed.get("ending").textValue());
    assertEquals(reference.get("step"), resumed.get("step"));
    assertEquals(reference.get("model_sha256"), resumed.get("model_sha256"));
    assertEquals(
        reference.get("model_sha256").textValue(),
        WholeFiles.sha256(s3.fileSystem(), Paths.of(s3.path("run/model/model.safetensors"))));
    assertFalse(s3.fileSystem().exists(Paths.of(s3.path("run/owner.json"))), "the lock is free");
  }

  private static JsonNode train(String data, String out, String... more) throws IOException {
    List<String> words = new ArrayList<>(List.of("train", "--data", data, "--out", out));
    words.addAll(List.of("--dimensions", "36,12", "--batch-size", "50", "--epochs", "4"));
    words.addAll(List.of(more));
    return Outcome.json(s3.line(words.toArray(new String[0])));
  }

  @Test
  void retrainedTwice() throws IOException {
    FileSystem here = FileSystems.of(new Configuration(), Paths.of(directory.toString()));
    for (int version = 1; version <= 2; version++) {
      Path delivery = Files.createDirectories(directory.resolve("inbox/d" + version));
      byte[] images = TinyDigits.gzip(TinyDigits.images(100 * version, version));
      Files.write(delivery.resolve(TinyDigits.TRAIN_IMAGES), images);
      WholeFiles.write(
          s3.fileSystem(),
          Paths.of(s3.path("inbox/d" + version + "/" + TinyDigits.TRAIN_IMAGES)),
          images);
      String local = directory.resolve("registry").toString();
      retrain("local", local, directory.resolve("inbox").toString());
      retrain("s3", s3.path("registry"), s3.path("inbox"));
      String model = "/versions/v000" + version + "/model/model.safetensors";
      assertEquals(
          WholeFiles.sha256(here, Paths.of(local + model)),
          WholeFiles.sha256(s3.fileSystem(), Paths.of(s3.path("registry") + model)));
    }
  }

  private static void retrain(String name, String registry, String source) throws IOException {
    Path file = directory.resolve(name + ".conf");
    Files.writeString(
        file,
        """
        registry = %s, data.source = %s
        settings {
          model.dimensions = [36, 6], learning.batch-size = 50, learning.epochs = 2
          checkpoint.keep = 2
        }
        """
            .formatted(ConfigUtil.quoteString(registry), ConfigUtil.quoteString(source)));
    Outcome.json(s3.line("retrain", "--spec", file.toString()));
  }
}
