package io.boltzspark.engine.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.boltzmann.StoppingConfig.Metric;
import io.boltzspark.store.Checkpoint;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BestModelTest {
  private static final float[] LAST = {9, 9};

  private static BestModel best(Metric metric, int patience, boolean keepBest) {
    boolean larger = metric == Metric.PSEUDO_LOG_LIKELIHOOD;
    return new BestModel(new Stopping(metric != Metric.NONE, larger, patience, keepBest), 2);
  }

  /** Observes values of epochs 1, 2, ... with parameters that tell the epoch. */
  private static void observe(BestModel best, double... values) {
    for (int e = 1; e <= values.length; e++) {
      best.observe(e, values[e - 1], new float[] {e, -e});
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void theBestEpochIsKept(Metric metric) {
    double sign = metric == Metric.PSEUDO_LOG_LIKELIHOOD ? 1 : -1; // of what is better
    BestModel best = best(metric, 0, true);
    assertTrue(best.isWatching());
    assertEquals(-1, best.epoch());
    assertSame(LAST, best.chosen(LAST), "nothing has been observed");
    observe(best, -3 * sign, -2 * sign, -2.5 * sign, -2 * sign, -7 * sign);
    assertEquals(2, best.epoch(), "the first of two that are equally good");
    assertArrayEquals(new float[] {2, -2}, best.chosen(LAST));
  }

  @Test
  void parametersAreCopied() {
    BestModel best = best(Metric.RECONSTRUCTION_ERROR, 0, true);
    float[] now = {1, 2};
    best.observe(1, 0.5, now);
    now[0] = 77;
    assertArrayEquals(new float[] {1, 2}, best.chosen(LAST));
  }

  @Test
  void withoutKeepingTheLastIsChosenAndNothingIsStored() {
    BestModel best = best(Metric.RECONSTRUCTION_ERROR, 3, false);
    observe(best, 0.5, 0.7);
    assertSame(LAST, best.chosen(LAST));
    assertEquals(0, best.parameters().length);
    assertEquals(1, best.epoch());
  }

  @Test
  void trainingEndsAfterSoManyEpochsWithoutABetterValue() {
    BestModel best = best(Metric.RECONSTRUCTION_ERROR, 3, true);
    assertFalse(best.isOver(100), "nothing has been observed");
    double[] values = {0.9, 0.7, 0.8, 0.71, 0.6, 0.6, 0.61, 0.7};
    boolean[] over = {false, false, false, false, false, false, false, true};
    for (int e = 1; e <= values.length; e++) {
      best.observe(e, values[e - 1], LAST);
      assertEquals(over[e - 1], best.isOver(e), "epoch " + e);
    }
    BestModel patient = best(Metric.RECONSTRUCTION_ERROR, 0, true);
    observe(patient, values);
    assertFalse(patient.isOver(1000), "patience 0 never ends");
  }

  @Test
  void aValueThatIsNoNumberIsNeverTheBest() {
    BestModel best = best(Metric.PSEUDO_LOG_LIKELIHOOD, 2, true);
    observe(best, Double.NaN, -5, Double.NaN, -4, Double.NaN);
    assertEquals(4, best.epoch());
    assertArrayEquals(new float[] {4, -4}, best.chosen(LAST));
    assertTrue(best.isOver(6));
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void aRestoredOneGoesOnAsBefore(Metric metric) {
    BestModel first = best(metric, 2, true);
    observe(first, 0.1 + 0.2, 0.4, 0.3); // 0.1 + 0.2 is not 0.3: the value comes back exactly
    BestModel second = best(metric, 2, true);
    Checkpoint kept = new Checkpoint(1, 0, Map.of(), first.facts());
    second.restore(new CheckpointFacts(kept), first.parameters().clone());
    for (BestModel best : new BestModel[] {first, second}) {
      best.observe(4, 0.1 + 0.2, new float[] {4, -4});
    }
    assertEquals(first.epoch(), second.epoch());
    assertEquals(first.facts(), second.facts());
    assertArrayEquals(first.chosen(LAST), second.chosen(LAST));
    for (int epoch = 3; epoch < 9; epoch++) {
      assertEquals(first.isOver(epoch), second.isOver(epoch), "epoch " + epoch);
    }
  }

  @Test
  void nothingIsWatchedWithoutAMetric() {
    assertFalse(best(Metric.NONE, 0, false).isWatching());
  }
}
