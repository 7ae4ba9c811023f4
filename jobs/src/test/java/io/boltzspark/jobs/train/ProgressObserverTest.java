package io.boltzspark.jobs.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.engine.training.TrainingResult;
import io.boltzspark.jobs.console.Progress;
import io.boltzspark.monitoring.Monitors;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProgressObserverTest {

  /** Keeps what was said last. */
  private static final class Heard implements Progress {
    private String last = "";

    @Override
    public void start(String what, long firstStep, long totalSteps) {}

    @Override
    public void update(long step, String detail) {
      last = detail;
    }

    @Override
    public void finish(String message) {
      last = message;
    }

    @Override
    public void note(String message) {}
  }

  /** What is shown after epoch 1 of 3, with these values. */
  private static String shown(Map<String, Object> values) {
    Heard heard = new Heard();
    ProgressObserver observer = new ProgressObserver(heard, () -> {}, (epoch, drawn) -> {});
    observer.started("training", 0, 30, 1);
    Map<String, Object> line = new HashMap<>(values);
    line.put("epoch", 1.0);
    observer.metrics(line);
    observer.stepDone(10, 10);
    return heard.last;
  }

  @Test
  void theFewThatMatterMost() {
    Map<String, Object> all = new HashMap<>();
    Monitors.all().forEach(m -> m.values().forEach(value -> all.put(value.key(), 0.5)));
    assertEquals(
        "epoch 2/3; after epoch 1.00: reconstruction error 0.500, one-unit pseudo-log-likelihood"
            + " 0.5",
        shown(all));
    all.put("pseudo_log_likelihood", null);
    assertEquals(
        "epoch 2/3; after epoch 1.00: reconstruction error 0.500, energy coefficient 0.500",
        shown(all));
  }

  /** Whatever is watched alone is shown. */
  @Test
  void everyMonitorIsShownWhereThereIsNoOther() {
    Monitors.all()
        .forEach(
            monitor -> {
              Map<String, Object> values = new HashMap<>();
              monitor.values().forEach(value -> values.put(value.key(), 0.5));
              String shown = shown(values);
              assertTrue(shown.contains("after epoch 1.00: "), monitor.name() + ": " + shown);
              assertTrue(shown.contains(" 0.5"), monitor.name() + ": " + shown);
            });
  }

  @Test
  void nothingIsShownWhereNothingIsWatched() {
    assertEquals("epoch 2/3", shown(Map.of()));
    Heard heard = new Heard();
    ProgressObserver observer = new ProgressObserver(heard, () -> {}, (epoch, drawn) -> {});
    observer.metrics(Map.of("epoch", 1.0));
    observer.ended(
        new TrainingResult(
            TrainingResult.Ending.FINISHED,
            30,
            3,
            "00",
            Map.of(),
            Optional.empty(),
            Optional.empty(),
            Map.of("total", 1.0),
            1));
    assertEquals("finished after epoch 3, step 30", heard.last);
  }
}
