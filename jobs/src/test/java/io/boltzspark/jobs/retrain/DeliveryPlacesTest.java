package io.boltzspark.jobs.retrain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.jobs.retrain.RetrainSpec.DeliverySpec;
import io.boltzspark.jobs.testing.AwkwardDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeliveryPlacesTest {
  @TempDir(factory = AwkwardDirectory.class)
  Path directory;

  @Test
  void ofSeveralNamesThatCannotBeKeptTheFirstIsNamed() throws IOException {
    for (int i = 0; i < 21; i++) {
      Files.createDirectory(directory.resolve("not allowed " + (10 + (8 * i + 5) % 21)));
    }
    BoltzException refused = assertThrows(BoltzException.class, () -> places(1).list());
    assertEquals(ExitCode.BAD_INPUT, refused.exitCode());
    assertTrue(refused.getMessage().contains("'not allowed 10'"), refused.getMessage());
  }

  private DeliveryPlaces places(int depth) {
    return new DeliveryPlaces(
        new Configuration(), new DeliverySpec(directory.toString(), "", List.of(), 0, depth));
  }
}
