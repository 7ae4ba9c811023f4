package io.boltzspark.jobs.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.jobs.sweep.SweepOutcome.State;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SweepTableTest {
  private static final SweepOutcome GOOD =
      outcome("1", State.FINISHED, Map.of("reconstruction_error", 0.5), Optional.empty());
  private static final SweepOutcome BETTER =
      outcome("5", State.FINISHED, Map.of("reconstruction_error", 0.25), Optional.empty());
  private static final SweepOutcome FAILED =
      outcome(
          "9",
          State.FAILED,
          Map.of(),
          Optional.of(new RunFailure(ExitCode.DIVERGED, "not finite at step 7")));

  @Test
  void columnsAreAligned() {
    assertEquals(
        List.of(
            "| k | outcome                 | epochs | seconds | reconstruction error |",
            "|---|-------------------------|--------|---------|----------------------|",
            "| 1 | finished                | 3      | 1.5     | 0.50000              |",
            "| 9 | failed with exit code 7 | -      | -       | -                    |"),
        new SweepTable(List.of(GOOD, FAILED)).lines());
  }

  @Test
  void theBestComesFirstAndWhatHasNoValueLast() {
    List<SweepOutcome> all = List.of(FAILED, GOOD, BETTER);
    assertEquals(List.of(BETTER, GOOD, FAILED), SweepOrder.by("reconstruction_error").sorted(all));
    SweepOutcome likely =
        outcome("2", State.FINISHED, Map.of("pseudo_log_likelihood", -70.0), Optional.empty());
    SweepOutcome unlikely =
        outcome("3", State.FINISHED, Map.of("pseudo_log_likelihood", -170.0), Optional.empty());
    assertEquals(
        List.of(likely, unlikely, GOOD),
        SweepOrder.by("pseudo_log_likelihood").sorted(List.of(unlikely, GOOD, likely)));
    assertEquals(List.of(GOOD, FAILED), SweepOrder.by("seconds").sorted(List.of(FAILED, GOOD)));
  }

  @Test
  void anUnknownMetricIsRefusedWithTheNearest() {
    BoltzException error =
        assertThrows(BoltzException.class, () -> SweepOrder.by("reconstruction-error"));
    assertEquals(ExitCode.USAGE, error.exitCode());
    assertTrue(error.getMessage().contains("'reconstruction_error'?"), error.getMessage());
  }

  @Test
  void outcomesSurviveTheirFile() throws Exception {
    ObjectMapper mapper = new ObjectMapper();
    for (SweepOutcome outcome : List.of(GOOD, FAILED)) {
      JsonNode json = mapper.readTree(mapper.writeValueAsString(OutcomeJson.write(outcome)));
      assertEquals(outcome, OutcomeJson.read(json, "a file"));
    }
    JsonNode damaged = mapper.readTree("{\"name\": \"k=1\", \"outcome\": \"lost\"}");
    BoltzException error =
        assertThrows(BoltzException.class, () -> OutcomeJson.read(damaged, "a file"));
    assertEquals(ExitCode.BAD_INPUT, error.exitCode());
  }

  private static SweepOutcome outcome(
      String k, State state, Map<String, Double> metrics, Optional<RunFailure> failure) {
    boolean ran = failure.isEmpty();
    return new SweepOutcome(
        new SweepOutcome.Run("k=" + k, "sweep/k=" + k, Map.of("learning.k", k), "identity"),
        state,
        ran ? new SweepOutcome.Trained(3, 27, 1.5, metrics, "abc") : SweepOutcome.Trained.NOT,
        failure);
  }
}
