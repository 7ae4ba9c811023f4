package io.boltzspark.jobs.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.jobs.evaluate.metrics.Metrics;
import io.boltzspark.jobs.testing.Outcome;
import io.boltzspark.jobs.testing.TinyDigits;
import io.boltzspark.monitoring.Monitors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code boltz train} with monitors that were asked for. */
class MonitorsCommandTest {
  @TempDir static Path directory;
  private static Path data;

  @BeforeAll
  static void prepare() throws IOException {
    Path source = TinyDigits.write(directory.resolve("idx"));
    data = directory.resolve("data");
    Outcome.json("prepare", "--source", source.toString(), "--out", data.toString());
  }

  private static String[] train(String out, String monitors, String... more) {
    List<String> line =
        new ArrayList<>(
            List.of(
                "train",
                "--data=" + data,
                "--out=" + directory.resolve(out),
                "--dimensions=36,8",
                "--batch-size=20",
                "--epochs=2",
                "--set",
                "monitor.metrics=" + monitors));
    line.addAll(List.of(more));
    return line.toArray(new String[0]);
  }

  @Test
  void programsGetValuesAndCosts() throws IOException {
    JsonNode said = Outcome.json(train("program", "notebook"));
    for (String name : Monitors.expanded(List.of("notebook"))) {
      assertTrue(said.get("metrics").has(name.replace('-', '_')), said.toString());
      assertTrue(said.get("seconds").get("monitors." + name).doubleValue() >= 0, name);
    }
    assertTrue(said.get("seconds").get("monitors.samples").doubleValue() > 0);
    assertEquals(List.of(), said.get("metrics").findValues("pseudo_log_likelihood"));
  }

  @Test
  void peopleSeeWhatMattersAndWhatItCost() {
    Outcome outcome = Outcome.of(train("people", "energy-coefficient,weight-square,heat-capacity"));
    assertEquals(0, outcome.exitCode(), outcome.err());
    assertTrue(outcome.out().contains("energy coefficient valid 0."), outcome.out());
    assertTrue(
        outcome.out().matches("(?s).*time: steps .* s, monitors .* s \\(\\d+ %: .*samples .* s.*"),
        outcome.out());
  }

  @Test
  void withoutMonitorsThereIsNothingToShow() {
    Outcome outcome = Outcome.of(train("nothing", "[]"));
    assertEquals(0, outcome.exitCode(), outcome.err());
    assertTrue(outcome.out().contains("monitors 0.0 s (0 %)"), outcome.out());
  }

  @Test
  void anUnknownNameIsRefusedBeforeWorkStarts() throws IOException {
    Outcome.fails(
        ExitCode.BAD_CONFIGURATION,
        List.of("monitor.metrics", "'kl-divergnce'", "Did you mean 'kl-divergence'?", "notebook"),
        train("never", "kl-divergnce"));
  }

  /** Before training both have the same parameters and random numbers, so only k differs. */
  @Test
  void lossesAreOfAsManySweepsAsTraining() throws IOException {
    Outcome.json(train("once", "contrastive-loss"));
    Outcome.json(train("thrice", "contrastive-loss", "--k=3"));
    assertNotEquals(losses("once").get(0), losses("thrice").get(0));
    JsonNode found =
        Outcome.json(
            "evaluate", "--model=" + directory.resolve("thrice"), "--metrics=contrastive-loss");
    assertEquals(3, found.get("contrastive_loss").get("sweeps").intValue(), found.toString());
    double loss = found.get("contrastive_loss").get("train").get("value").doubleValue();
    double error = found.get("contrastive_loss").get("train").get("standard_error").doubleValue();
    // Two draws of about the same rows: their difference has the root of 2 of the error of one.
    List<Double> losses = losses("thrice");
    assertEquals(losses.get(losses.size() - 1), loss, 7 * error, found.toString());
  }

  private static List<Double> losses(String run) throws IOException {
    List<Double> losses = new ArrayList<>();
    for (String line : Files.readAllLines(directory.resolve(run).resolve("metrics.jsonl"))) {
      losses.add(new ObjectMapper().readTree(line).get("contrastive_loss").doubleValue());
    }
    return losses;
  }

  @Test
  void evaluateHasTheSameNames() {
    Monitors.all()
        .forEach(
            monitor -> {
              boolean isOfSites = monitor.name().endsWith("-site-correlation");
              String metric = isOfSites ? "sites" : monitor.name(); // which has both, and more
              assertTrue(Metrics.names().contains(metric), monitor.name());
            });
  }
}
