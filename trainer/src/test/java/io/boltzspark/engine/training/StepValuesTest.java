package io.boltzspark.engine.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.store.MetricsLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StepValuesTest {
  private static final List<String> NAMES = List.of("a", "b");

  @TempDir Path directory;
  private MetricsLog log;

  @BeforeEach
  void open() throws IOException {
    log =
        new MetricsLog(
            FileSystem.getLocal(new Configuration()),
            new org.apache.hadoop.fs.Path(directory.resolve("steps.jsonl").toUri()));
  }

  private static Map<String, Object> line(long step, double a, double b) {
    return Map.of("step", step, "a", a, "b", b);
  }

  @Test
  void linesAreWrittenAtTheEndOfARound() {
    StepValues values = new StepValues(NAMES, log, -1);
    values.measured(1, new float[] {1, 10});
    assertEquals(List.of(), log.read());
    values.roundEnded();
    values.measured(2, new float[] {2, 20});
    values.measured(3, new float[] {6, 60});
    values.roundEnded();
    values.roundEnded();
    assertEquals(List.of(line(1, 1, 10), line(2, 2, 20), line(3, 6, 60)), log.read());
    assertEquals(Map.of("a", 3.0, "b", 30.0), values.takeMeans());
  }

  /** A failed round begins again: what it measured the first time is forgotten. */
  @Test
  void aRoundMadeAgain() {
    StepValues values = new StepValues(NAMES, log, -1);
    for (int step = 1; step <= 3; step++) {
      values.measured(step, new float[] {100, 100});
    }
    values.measured(1, new float[] {1, 2});
    values.measured(2, new float[] {3, 4});
    values.roundEnded();
    assertEquals(List.of(line(1, 1, 2), line(2, 3, 4)), log.read());
    assertEquals(Map.of("a", 2.0, "b", 3.0), values.takeMeans());
  }

  @Test
  void meansSinceTheLastTime() {
    StepValues values = new StepValues(NAMES, log, -1);
    assertEquals(
        List.of("a", "b"), List.copyOf(values.takeMeans().keySet()), "before the first step");
    assertTrue(Collections.frequency(values.takeMeans().values(), null) == 2);
    values.measured(1, new float[] {1, 2});
    values.roundEnded();
    assertEquals(Map.of("a", 1.0, "b", 2.0), values.takeMeans());
    values.measured(2, new float[] {5, 6});
    values.roundEnded();
    assertEquals(Map.of("a", 5.0, "b", 6.0), values.takeMeans());
  }

  /** After a resumption the means go on from the lines since the last line of metrics. */
  @Test
  void meansOfAResumedRun() {
    StepValues first = new StepValues(NAMES, log, -1);
    for (int step = 1; step <= 4; step++) {
      first.measured(step, new float[] {step, 0.1f});
    }
    first.roundEnded();
    StepValues rest = new StepValues(NAMES, log, 2);
    rest.measured(5, new float[] {5, 0.1f});
    rest.roundEnded();
    assertEquals(Map.of("a", 4.0, "b", (double) 0.1f), rest.takeMeans());
  }

  /** Values that JSON cannot hold are null in the log, and do not count in means. */
  @Test
  void valuesThatAreNotFinite() {
    StepValues first = new StepValues(NAMES, log, -1);
    first.measured(1, new float[] {Float.NaN, 1});
    first.measured(2, new float[] {Float.POSITIVE_INFINITY, 3});
    first.roundEnded();
    assertEquals(null, log.read().get(0).get("a"));
    assertEquals(null, log.read().get(1).get("a"));
    first.measured(3, new float[] {7, Float.NaN});
    first.roundEnded();
    assertEquals(Map.of("a", 7.0, "b", 2.0), new StepValues(NAMES, log, -1).takeMeans());
    assertEquals(Map.of("a", 7.0, "b", 2.0), first.takeMeans());
    first.measured(4, new float[] {Float.NaN, 1});
    first.roundEnded();
    assertEquals(null, first.takeMeans().get("a"));
  }

  @Test
  void withoutValuesThereIsNoLog() {
    StepValues values = new StepValues(List.of(), log, -1);
    values.measured(1, new float[0]);
    values.roundEnded();
    assertEquals(Map.of(), values.takeMeans());
    assertFalse(Files.exists(directory.resolve("steps.jsonl")));
  }
}
