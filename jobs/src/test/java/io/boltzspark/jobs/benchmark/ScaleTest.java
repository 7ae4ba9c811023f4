package io.boltzspark.jobs.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.jobs.testing.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** {@code boltz benchmark --suite scale} in its shortest form, and {@code boltz plan} from it. */
class ScaleTest {
  @TempDir static Path directory;

  @Test
  @EnabledIfSystemProperty(
      named = "boltz.processes",
      matches = "all",
      disabledReason = "executors take minutes to start and stop: -Dboltz.processes=all")
  void whatWasMeasuredIsPlannedFrom() throws IOException {
    JsonNode measured =
        Outcome.json(
            "benchmark",
            "--suite",
            "scale",
            "--series",
            "rows,executors",
            "--visible",
            "20",
            "--most-hidden",
            "100",
            "--most-rows",
            "10000",
            "--executors",
            "2",
            "--seconds",
            "0.02",
            "--set",
            "engine.slot-timeout=10m"); // a machine with other work starts executors slowly
    List<String> series = new ArrayList<>();
    for (JsonNode step : measured.get("results")) {
      series.add(step.get("series").textValue());
      assertTrue(step.get("step_ms").doubleValue() > 0, step::toString);
      assertTrue(step.get("products_ms").doubleValue() > 0, step::toString);
      assertEquals(2, step.get("threads").intValue());
    }
    // Without processes; then of the machines to exchange the one with 100 hidden units, the two
    // larger steps, and three with local steps; first on two processes of one core, then on one of
    // two.
    assertEquals("rows", series.get(0));
    assertEquals(Collections.nCopies(13, "executors"), series.subList(1, series.size()));
    assertEquals(0, measured.get("results").get(0).get("exchange_bytes").longValue());
    assertEquals(0, measured.get("results").get(1).get("executors").intValue());
    JsonNode exchange = measured.get("results").get(2);
    assertEquals(2, exchange.get("executors").intValue());
    assertEquals(2, exchange.get("tasks").intValue());
    // Two messages: 20 x 100 weights and 120 biases down, and 120 activities more up.
    assertEquals(2 * 4 * (2120 + 2240), exchange.get("exchange_bytes").longValue());
    JsonNode local = measured.get("results").get(6);
    assertEquals(16, local.get("local_steps").intValue());
    // Two states down and two up, of parameters and two moments, once in 16 steps.
    assertEquals(2 * 2 * 4 * 3 * 2120 / 16, local.get("exchange_bytes").longValue());
    JsonNode whole = measured.get("results").get(8);
    assertEquals(1, whole.get("executors").intValue());
    assertEquals(1, whole.get("tasks").intValue(), "both cores are one task");
    assertEquals(4 * (2120 + 2240), whole.get("exchange_bytes").longValue());

    Path from = Files.writeString(directory.resolve("scale.json"), measured.toString());
    JsonNode plan =
        Outcome.json("plan", "--from", from.toString(), "--executors", "1,16", "--latency", "1ms");
    assertEquals(8, plan.get("measured_steps").intValue());
    assertEquals(6, plan.get("checks").size());
    assertEquals(4, plan.get("checks").get(0).get("local_steps").intValue());
    JsonNode one = plan.get("computed").get(0).get("driver");
    assertEquals(1, one.get("efficiency").doubleValue(), 1e-12);
    assertTrue(one.get("exchange_ms").doubleValue() >= 2, "two ways of 1 ms");
    JsonNode many = plan.get("computed").get(1);
    assertEquals(64, many.get("threads").intValue());
    assertTrue(
        many.get("servers_of_parts").get("step_ms").doubleValue()
            < many.get("driver").get("step_ms").doubleValue(),
        many::toString);
    Outcome text = Outcome.of("plan", "--from", from.toString(), "--executors", "2");
    assertEquals(0, text.exitCode(), text.err());
    assertTrue(text.out().contains("measured (fitted to 8 steps"), text.out());
    assertTrue(text.out().contains("computed, milliseconds"), text.out());
  }

  @Test
  void whatCannotBePlannedIsRefused() throws IOException {
    Path text = Files.writeString(directory.resolve("text"), "no JSON");
    Outcome.fails(
        ExitCode.BAD_INPUT,
        List.of(text.toString(), "--suite scale --json"),
        "plan",
        "--from",
        text.toString());
    Outcome.fails(
        ExitCode.USAGE,
        List.of("--bandwidth", "10 apples", "10Gbit"),
        "plan",
        "--from",
        text.toString(),
        "--bandwidth",
        "10 apples");
  }
}
