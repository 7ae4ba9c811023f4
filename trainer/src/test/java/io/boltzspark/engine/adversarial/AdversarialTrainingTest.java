package io.boltzspark.engine.adversarial;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.engine.EngineConfig.Kind;
import io.boltzspark.engine.training.TrainingResult;
import io.boltzspark.engine.training.Trainings;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.network.Shape;
import io.boltzspark.store.AdversarialModel;
import io.boltzspark.store.TrainedModel;
import io.boltzspark.testing.TestSpark;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Adversarial networks keep the contract: threads, engines, stops and deaths decide no byte of the
 * model and no number of the logs. Ordered so that each session starts once. Executor processes are
 * those of {@code OpenProgramTest}.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AdversarialTrainingTest {
  @TempDir static Path directory;
  private static final Map<AdversarialRuns, Path> REFERENCE = new EnumMap<>(AdversarialRuns.class);
  private static final Map<AdversarialRuns, String> SHA = new EnumMap<>(AdversarialRuns.class);
  private static final AtomicInteger RUNS = new AtomicInteger();

  @BeforeAll
  static void trainOnOneThread() {
    for (AdversarialRuns c : AdversarialRuns.values()) {
      Path out = newRun();
      TrainingResult result = c.whole(TestSpark.local(1), Kind.ROUNDS, out, step -> {});
      REFERENCE.put(c, out);
      SHA.put(c, result.modelSha256());
    }
  }

  private static Path newRun() {
    return directory.resolve("run-" + RUNS.incrementAndGet());
  }

  private static void same(AdversarialRuns c, TrainingResult result, Path out) {
    assertEquals(TrainingResult.Ending.FINISHED, result.ending());
    assertEquals(SHA.get(c), result.modelSha256());
    assertEquals(AdversarialRuns.steps(REFERENCE.get(c)), AdversarialRuns.steps(out));
    assertEquals(
        Trainings.metricsWithoutSeconds(REFERENCE.get(c)), Trainings.metricsWithoutSeconds(out));
  }

  @ParameterizedTest
  @Order(1)
  @EnumSource
  void everyStepHasOneLine(AdversarialRuns c) {
    List<Map<String, Object>> lines = AdversarialRuns.steps(REFERENCE.get(c));
    assertEquals(
        LongStream.rangeClosed(1, AdversarialRuns.STEPS).boxed().toList(),
        lines.stream().map(line -> ((Number) line.get("step")).longValue()).toList());
    for (Map<String, Object> line : lines) {
      assertEquals(
          List.of("step", "generator_loss", "discriminator_loss"), List.copyOf(line.keySet()));
      for (String loss : List.of("generator_loss", "discriminator_loss")) {
        double value = ((Number) line.get(loss)).doubleValue();
        assertTrue(value > 0 && value < 10, line.toString());
      }
    }
  }

  /** A line of metrics has the means of the steps since the last one. */
  @ParameterizedTest
  @Order(1)
  @EnumSource
  void linesOfMetricsHaveMeans(AdversarialRuns c) {
    List<Map<String, Object>> steps = AdversarialRuns.steps(REFERENCE.get(c));
    List<Map<String, Object>> metrics = Trainings.metrics(REFERENCE.get(c));
    assertEquals(
        List.of(0L, 5L, 10L, 12L),
        metrics.stream().map(line -> ((Number) line.get("step")).longValue()).toList());
    int from = 0;
    for (Map<String, Object> line : metrics) {
      int to = ((Number) line.get("step")).intValue();
      for (String loss : List.of("generator_loss", "discriminator_loss")) {
        if (to == 0) {
          assertNull(line.get(loss));
          continue;
        }
        assertNotNull(line.get(loss), line.toString());
        double mean =
            steps.subList(from, to).stream()
                .mapToDouble(step -> ((Number) step.get(loss)).doubleValue())
                .average()
                .orElseThrow();
        assertEquals(mean, ((Number) line.get(loss)).doubleValue(), 1e-12, line.toString());
      }
      from = to;
    }
  }

  @Test
  @Order(1)
  void theHashTellsThemApart() {
    assertEquals(AdversarialRuns.values().length, SHA.values().stream().distinct().count());
  }

  /** From the run, and from checkpoints by step and by epoch; the last one has the model. */
  @ParameterizedTest
  @Order(1)
  @EnumSource
  void modelsAreReadBack(AdversarialRuns c) {
    AdversarialModel model = load(c, "");
    assertEquals(c.config().labels(), model.networks().labels());
    assertEquals(c.config().noise(), model.networks().noise());
    assertEquals(new Shape(5, 8, 1), model.networks().image());
    assertEquals(c.config().generator(), model.networks().generator().layers());
    assertEquals(c.config().discriminator(), model.networks().discriminator().layers());
    assertEquals(AdversarialRuns.STEPS, model.description().path("step").asInt());
    assertArrayEquals(model.parameters(), load(c, "@step:12").parameters());
    assertArrayEquals(model.parameters(), load(c, "@epoch:4").parameters());
    AdversarialModel early = load(c, "@step:4");
    assertEquals(model.networks(), early.networks());
    float[] start = model.networks().start(c.config().learning().seed());
    int unmoved = 0;
    for (int i = 0; i < start.length; i++) {
      assertTrue(Float.isFinite(early.parameters()[i]), "parameter " + i);
      unmoved += early.parameters()[i] == start[i] ? 1 : 0;
    }
    assertTrue(unmoved < start.length / 100, unmoved + " parameters have not moved");
    assertFalse(Arrays.equals(early.parameters(), model.parameters()));
  }

  private static AdversarialModel load(AdversarialRuns c, String selector) {
    return AdversarialModel.load(
        new Configuration(), REFERENCE.get(c).toUri() + selector, Assertions::fail);
  }

  @Test
  @Order(1)
  void aBoltzmannMachineIsAskedFor() {
    for (String selector : List.of("", "@step:8", "@epoch:4")) {
      String reference = REFERENCE.get(AdversarialRuns.PLAIN).toUri() + selector;
      BoltzException e =
          assertThrows(
              BoltzException.class,
              () -> TrainedModel.load(new Configuration(), reference, Assertions::fail));
      assertEquals(ExitCode.BAD_INPUT, e.exitCode());
      assertTrue(e.getMessage().contains(reference), e.getMessage());
      assertTrue(e.getMessage().contains("is a generative adversarial network"), e.getMessage());
      assertTrue(e.getMessage().contains("no energy"), e.getMessage());
    }
  }

  @ParameterizedTest
  @Order(2)
  @CsvSource({"PLAIN, JOBS", "LABELLED, ROUNDS", "ALTERNATING, JOBS"})
  void onTwoThreads(AdversarialRuns c, Kind kind) {
    Path out = newRun();
    same(c, c.whole(TestSpark.local(2), kind, out, step -> {}), out);
  }

  /** Two steps and one in each epoch, of which the log has the mean losses. */
  @ParameterizedTest
  @Order(2)
  @EnumSource
  void aSingleLaneMakesLocalStepsAsUsual(AdversarialRuns c) {
    Path with = newRun();
    Path without = newRun();
    SparkSession spark = TestSpark.local(2);
    String usual = c.local(spark, Kind.ROUNDS, 1, 1, without, step -> {}).modelSha256();
    assertEquals(usual, c.local(spark, Kind.ROUNDS, 1, 2, with, step -> {}).modelSha256());
    List<Map<String, Object>> each = AdversarialRuns.steps(without);
    for (Map<String, Object> line : AdversarialRuns.steps(with)) {
      int step = ((Number) line.get("step")).intValue();
      int from = step % 3 == 0 ? step - 1 : step - 2;
      for (String loss : List.of("generator_loss", "discriminator_loss")) {
        double mean =
            each.subList(from, step).stream()
                .mapToDouble(own -> ((Number) own.get(loss)).doubleValue())
                .average()
                .orElseThrow();
        // A sum of two floats below 10 and its half: two roundings.
        assertEquals(mean, ((Number) line.get(loss)).doubleValue(), 2 * 16 * 0x1p-24, "" + line);
      }
    }
  }

  @ParameterizedTest
  @Order(2)
  @EnumSource
  void localStepsOnBothEngines(AdversarialRuns c) {
    Path rounds = newRun();
    Path jobs = newRun();
    SparkSession spark = TestSpark.local(2);
    String sha =
        c.local(spark, Kind.ROUNDS, AdversarialRuns.LANES, 2, rounds, step -> {}).modelSha256();
    assertEquals(
        sha, c.local(spark, Kind.JOBS, AdversarialRuns.LANES, 2, jobs, step -> {}).modelSha256());
    assertEquals(AdversarialRuns.steps(rounds), AdversarialRuns.steps(jobs));
    assertNotEquals(SHA.get(c), sha);
  }

  /** In the middle of an epoch; an odd step, after which the generator is the next to move. */
  @ParameterizedTest
  @Order(2)
  @CsvSource({"PLAIN, ROUNDS, 7", "LABELLED, JOBS, 5", "ALTERNATING, ROUNDS, 7"})
  void stoppedAndResumed(AdversarialRuns c, Kind kind, long step) {
    Path out = newRun();
    TrainingResult part = c.until(TestSpark.local(2), kind, out, step);
    assertEquals(TrainingResult.Ending.INTERRUPTED, part.ending());
    assertEquals(step, part.step());
    assertEquals(step, AdversarialRuns.steps(out).size());
    same(c, c.resume(TestSpark.local(2), kind, out), out);
  }

  /** The steps after the checkpoint are made again, and so are their lines. */
  @Test
  @Order(2)
  void diedAndResumed() {
    AdversarialRuns c = AdversarialRuns.LABELLED;
    Path out = newRun();
    RuntimeException e =
        assertThrows(
            RuntimeException.class,
            () ->
                c.whole(
                    TestSpark.local(2),
                    Kind.ROUNDS,
                    out,
                    step -> {
                      if (step == 11) {
                        throw new UnsupportedOperationException("died");
                      }
                    }));
    assertTrue(e.getMessage().contains("died"), e.getMessage());
    assertTrue(AdversarialRuns.steps(out).size() > 8, "lines beyond the checkpoint of step 8");
    same(c, c.resume(TestSpark.local(2), Kind.ROUNDS, out), out);
  }
}
