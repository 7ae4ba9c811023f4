package io.boltzspark.engine.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.boltzmann.StoppingConfig.Metric;
import io.boltzspark.store.Checkpoint;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BestModelTest {
  private static final float[] LAST = {9, 9};

  private static BestModel best(Metric metric, int patience, boolean keepBest) {
    return best(metric, patience, OptionalDouble.empty(), keepBest);
  }

  private static BestModel best(
      Metric metric, int patience, OptionalDouble target, boolean keepBest) {
    boolean larger = largerIsBetter(metric);
    return new BestModel(
        new Stopping(metric != Metric.NONE, larger, patience, target, keepBest), 2);
  }

  private static boolean largerIsBetter(Metric metric) {
    return !Set.of(Metric.RECONSTRUCTION_ERROR, Metric.FREE_ENERGY_GAP).contains(metric);
  }

  private static boolean isOver(BestModel best, int epoch) {
    return best.reasonToStop(epoch).isPresent();
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
    double sign = largerIsBetter(metric) ? 1 : -1; // of what is better
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
    assertFalse(isOver(best, 100), "nothing has been observed");
    double[] values = {0.9, 0.7, 0.8, 0.71, 0.6, 0.6, 0.61, 0.7};
    boolean[] over = {false, false, false, false, false, false, false, true};
    for (int e = 1; e <= values.length; e++) {
      best.observe(e, values[e - 1], LAST);
      assertEquals(over[e - 1], isOver(best, e), "epoch " + e);
    }
    BestModel patient = best(Metric.RECONSTRUCTION_ERROR, 0, true);
    observe(patient, values);
    assertFalse(isOver(patient, 1000), "patience 0 never ends");
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void trainingEndsWhenAValueIsReached(Metric metric) {
    double sign = largerIsBetter(metric) ? 1 : -1;
    BestModel best = best(metric, 0, OptionalDouble.of(0.5 * sign), false);
    assertFalse(isOver(best, 1), "nothing has been observed");
    double[] values = {Double.NaN, 0.2, 0.4999, 0.3, 0.5};
    for (int e = 1; e <= values.length; e++) {
      best.observe(e, sign * values[e - 1], LAST);
      assertEquals(e == values.length, isOver(best, e), "epoch " + e);
    }
    assertEquals(
        Optional.of(
            "epoch 5 reached learning.stopping.value = %s with %s"
                .formatted(0.5 * sign, 0.5 * sign)),
        best.reasonToStop(5));
    BestModel restored = best(metric, 0, OptionalDouble.of(0.5 * sign), false);
    Checkpoint kept = new Checkpoint(1, 0, Map.of(), best.facts());
    restored.restore(new CheckpointFacts(kept), new float[0]);
    assertEquals(best.reasonToStop(5), restored.reasonToStop(5));
  }

  @Test
  void aValueThatIsNoNumberIsNeverTheBest() {
    BestModel best = best(Metric.PSEUDO_LOG_LIKELIHOOD, 2, true);
    observe(best, Double.NaN, -5, Double.NaN, -4, Double.NaN);
    assertEquals(4, best.epoch());
    assertArrayEquals(new float[] {4, -4}, best.chosen(LAST));
    assertTrue(isOver(best, 6));
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
      assertEquals(isOver(first, epoch), isOver(second, epoch), "epoch " + epoch);
    }
  }

  @Test
  void nothingIsWatchedWithoutAMetric() {
    assertFalse(best(Metric.NONE, 0, false).isWatching());
  }
}
