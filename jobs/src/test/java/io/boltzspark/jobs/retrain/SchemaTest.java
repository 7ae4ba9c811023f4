package io.boltzspark.jobs.retrain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.jobs.retrain.registry.DataSummary;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SchemaTest {
  private static final Schema CURRENT = new Schema(2, 3, true);

  @Test
  void rowsOfAnotherFormAreRefusedAndTheMessageSaysWhose() {
    refused(new Schema(3, 2, true), "d7 have 3 x 2 pixels, but those of the last training 2 x 3");
    refused(new Schema(2, 4, true), "d7 have 2 x 4 pixels");
    refused(new Schema(2, 3, false), "d7 have no labels, but those of the last training have");
    new Schema(2, 3, true).requireSame(CURRENT, "d7", "the last training");
  }

  private static void refused(Schema other, String said) {
    BoltzException error =
        assertThrows(
            BoltzException.class, () -> other.requireSame(CURRENT, "d7", "the last training"));
    assertEquals(ExitCode.BAD_INPUT, error.exitCode());
    assertTrue(error.getMessage().contains(said), error.getMessage());
  }

  @Test
  void itIsThatOfTheData() {
    DataSummary data =
        new DataSummary(
            3,
            2,
            true,
            1,
            1,
            "f",
            List.of(0.0, 0.0, 0.0, 0.0, 0.0, 0.0),
            List.of(),
            Optional.empty());
    assertEquals(CURRENT, Schema.of(data));
  }
}
