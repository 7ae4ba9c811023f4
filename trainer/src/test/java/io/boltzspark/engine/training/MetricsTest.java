package io.boltzspark.engine.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.boltzmann.BoltzmannConfig;
import io.boltzspark.boltzmann.Configs;
import io.boltzspark.boltzmann.NegativePhaseConfig.Algorithm;
import io.boltzspark.dataprep.Binarization;
import io.boltzspark.engine.data.PreparedSets;
import io.boltzspark.monitoring.MonitoredValue;
import io.boltzspark.monitoring.Monitors;
import io.boltzspark.testing.TestSpark;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code metrics.jsonl} holds after trainings of all kinds. */
class MetricsTest {
  private static final int ROWS = 302;

  /** 302 rows less 30 for validation, in minibatches of 25. */
  private static final int STEPS_PER_EPOCH = 11;

  private static final List<String> KEYS =
      List.of(
          "step",
          "epoch",
          "stage",
          "seconds",
          "reconstruction_error",
          "reconstruction_error_valid",
          "pseudo_log_likelihood",
          "pseudo_log_likelihood_valid",
          "free_energy_train",
          "free_energy_valid",
          "free_energy_gap");
  private static final BoltzmannConfig PCD = Trainings.config(Algorithm.PCD, false);

  @TempDir static Path shared;
  @TempDir Path directory;
  private static SparkSession spark;
  private static String data;

  @BeforeAll
  static void prepare() {
    spark = TestSpark.local(2);
    Path source = PreparedSets.source(shared.resolve("idx"), ROWS);
    data = PreparedSets.prepare(spark, source, shared.resolve("data"), Binarization.SAMPLE, 2, 0.1);
  }

  private static List<Long> steps(List<Map<String, Object>> lines) {
    return lines.stream().map(line -> (Long) line.get("step")).toList();
  }

  @Test
  void aLineBeforeTheFirstStepAndOneAnEpoch() {
    Path run = directory.resolve("run");
    TrainingResult result = new Trainings(spark, data, PCD).into(run);
    List<Map<String, Object>> lines = Trainings.metrics(run);
    assertEquals(
        LongStream.rangeClosed(0, 3).map(e -> e * STEPS_PER_EPOCH).boxed().toList(), steps(lines));
    double before = 0;
    for (Map<String, Object> line : lines) {
      assertEquals(KEYS, List.copyOf(line.keySet()));
      line.forEach((key, value) -> assertNotNull(value, key));
      double epoch = ((Number) line.get("epoch")).doubleValue();
      assertEquals(((Long) line.get("step")).doubleValue() / STEPS_PER_EPOCH, epoch);
      double seconds = number(line, "seconds");
      assertTrue(seconds >= before, line::toString);
      before = seconds;
      assertEquals(
          number(line, "free_energy_valid") - number(line, "free_energy_train"),
          number(line, "free_energy_gap"));
    }
    assertEquals(
        lines.get(3).get("reconstruction_error"), result.metrics().get("reconstruction_error"));
    assertTrue(
        number(lines.get(3), "reconstruction_error") < number(lines.get(0), "reconstruction_error"),
        () -> "nothing was learnt: " + lines);
  }

  private static double number(Map<String, Object> line, String key) {
    return ((Number) line.get(key)).doubleValue();
  }

  @Test
  void whatDoesNotExistIsNull() {
    Path source = PreparedSets.source(directory.resolve("idx"), 50);
    String grey =
        PreparedSets.prepare(spark, source, directory.resolve("grey"), Binarization.NONE, 1, 0);
    Path run = directory.resolve("run");
    new Trainings(spark, grey, Trainings.config(Algorithm.CD, false)).into(run);
    for (Map<String, Object> line : Trainings.metrics(run)) {
      assertEquals(KEYS, List.copyOf(line.keySet()));
      assertNull(line.get("pseudo_log_likelihood"), "values are not binary");
      assertNull(line.get("pseudo_log_likelihood_valid"));
      assertNull(line.get("reconstruction_error_valid"), "no validation rows");
      assertNull(line.get("free_energy_valid"));
      assertNull(line.get("free_energy_gap"));
      assertNotNull(line.get("free_energy_train"));
    }
  }

  @Test
  void whatIsAskedForIsWatchedAndDecidesNoByte() {
    String sha = new Trainings(spark, data, PCD).into(directory.resolve("default")).modelSha256();
    List<String> all = Monitors.expanded(List.of("all"));
    Path everything = directory.resolve("all");
    TrainingResult result = new Trainings(spark, data, PCD).monitors(all).into(everything);
    assertEquals(sha, result.modelSha256());
    List<String> keys =
        Monitors.all().stream()
            .flatMap(monitor -> monitor.values().stream().map(MonitoredValue::key))
            .toList();
    List<Map<String, Object>> lines = Trainings.metrics(everything);
    assertEquals(4, lines.size());
    for (Map<String, Object> line : lines) {
      assertEquals(keys, List.copyOf(line.keySet()).subList(4, line.size()));
      line.forEach((key, value) -> assertNotNull(value, key));
    }
    double each = 0;
    for (String name : all) {
      each += result.seconds().get("monitors." + name);
    }
    each += result.seconds().get("monitors.samples");
    assertEquals(each, result.seconds().get("monitors"), 1e-9);

    Path nothing = directory.resolve("none");
    TrainingResult unwatched = new Trainings(spark, data, PCD).monitors(List.of()).into(nothing);
    assertEquals(sha, unwatched.modelSha256());
    assertEquals(0, unwatched.seconds().get("monitors"));
    for (Map<String, Object> line : Trainings.metrics(nothing)) {
      assertEquals(List.of("step", "epoch", "stage", "seconds"), List.copyOf(line.keySet()));
    }
  }

  /**
   * With tempering, every step has the rates of its exchanges, and a line of metrics their means.
   */
  @Test
  void exchangeRatesOfTempering() {
    Path run = directory.resolve("run");
    TrainingResult result =
        new Trainings(spark, data, Configs.from(PCD).tempering(3, 0.5).build()).into(run);
    List<Map<String, Object>> lines = Trainings.metrics(run);
    assertNull(lines.get(0).get("exchange_rate"), "before the first step");
    for (Map<String, Object> line : lines.subList(1, lines.size())) {
      double rate = number(line, "exchange_rate");
      double least = number(line, "least_exchange_rate");
      assertTrue(0 <= least && least <= rate && rate <= 1, line::toString);
    }
    assertTrue(number(lines.get(1), "exchange_rate") > 0, lines::toString);
    assertTrue(result.health().orElseThrow().facts().containsKey("chain_spread"), "chains decoded");
  }

  @Test
  void whoAskedForWhatIsNotThereIsTold() {
    Path source = PreparedSets.source(directory.resolve("idx"), 50);
    String grey =
        PreparedSets.prepare(spark, source, directory.resolve("grey"), Binarization.NONE, 1, 0);
    Trainings silent = new Trainings(spark, grey, Trainings.config(Algorithm.CD, false));
    silent.into(directory.resolve("silent"));
    assertEquals(List.of(), silent.notes);
    Trainings asked =
        new Trainings(spark, grey, Trainings.config(Algorithm.CD, false))
            .monitors(List.of("pseudo-log-likelihood"));
    asked.into(directory.resolve("asked"));
    assertEquals(
        List.of(
            "pseudo-log-likelihood of monitor.metrics is null: it requires values of only 0 and 1"),
        asked.notes);
  }

  @Test
  void aResumedRunHasTheLinesOfOneThatWasNotStopped() {
    Path straight = directory.resolve("straight");
    training().into(straight);
    Path died = directory.resolve("died");
    Trainings dying =
        training()
            .onStep(
                step -> {
                  if (step == 17) {
                    throw new UnsupportedOperationException("died");
                  }
                });
    assertThrows(RuntimeException.class, () -> dying.into(died));
    // The line of step 15 speaks of steps that were lost: the last checkpoint is of step 14.
    assertEquals(List.of(0L, 5L, 10L, 15L), steps(Trainings.metrics(died)));
    training().resume().into(died);
    assertEquals(List.of(0L, 5L, 10L, 15L, 20L, 25L, 30L, 33L), steps(Trainings.metrics(died)));
    assertEquals(Trainings.metricsWithoutSeconds(straight), Trainings.metricsWithoutSeconds(died));
  }

  private static Trainings training() {
    return new Trainings(spark, data, PCD).checkpointEvery(7).monitorEvery(5);
  }
}
