package io.boltzspark.jobs.retrain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.boltzspark.jobs.testing.Outcome;
import io.boltzspark.jobs.testing.TinyDigits;
import io.boltzspark.store.TrainedModel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A champion and a challenger of grey images that standardise them differently, since images have
 * become brighter. No step of the training moves anything, so that both are the same distribution.
 */
class RetrainDensityTest {
  @TempDir Path directory;

  private void deliver(String name, int brightest, long seed) throws IOException {
    Random random = new Random(seed);
    ByteBuffer bytes = ByteBuffer.allocate(16 + 60 * TinyDigits.PIXELS);
    bytes.putInt(0x00000803).putInt(60).putInt(TinyDigits.SIDE).putInt(TinyDigits.SIDE);
    while (bytes.hasRemaining()) {
      bytes.put((byte) random.nextInt(brightest + 1));
    }
    Path delivery = Files.createDirectories(directory.resolve("inbox").resolve(name));
    Files.write(delivery.resolve(TinyDigits.TRAIN_IMAGES), TinyDigits.gzip(bytes.array()));
  }

  private JsonNode run(String id) throws IOException {
    Path spec = directory.resolve("spec.conf");
    Files.writeString(
        spec,
        """
        registry = "%s", data.source = "%s", data.binarize = none, check.drift = 100
        settings {
          model.dimensions = [36, 4], model.units = [gaussian, bernoulli]
          learning.epochs = 1, learning.batch-size = 10, learning.chains = 10
          learning.optimizer { kind = sgd, learning-rate = 1e-30 }
        }
        """
            .formatted(directory.resolve("registry"), directory.resolve("inbox")));
    return Outcome.json("retrain", "--spec", spec.toString(), "--run-id", id);
  }

  private TrainedModel version(String name) {
    Path path = directory.resolve("registry/versions").resolve(name);
    return TrainedModel.load(new Configuration(), path.toString(), Assertions::fail);
  }

  @Test
  void theyAreComparedInTheUnitsOfTheData() throws IOException {
    deliver("d1", 60, 1);
    assertEquals("promoted", run("one").path("outcome").asText());
    deliver("d2", 255, 2);
    JsonNode second = run("two");
    assertEquals("v0001", second.path("stages").path("train").path("started_from").asText());
    double jacobians = version("v0001").logJacobian() - version("v0002").logJacobian();
    assertTrue(jacobians > 20, "36 scales have about doubled: " + jacobians);
    JsonNode evaluated = second.path("stages").path("evaluate");
    // Both sum some hundred terms of single precision.
    assertEquals(
        evaluated.path("champion").path("lower").doubleValue(),
        evaluated.path("challenger").path("lower").doubleValue(),
        1e-3);
    assertEquals(0, evaluated.path("gain").doubleValue(), 1e-3);
    assertEquals("kept", second.path("outcome").asText());
  }
}
