package io.boltzspark.jobs.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.codahale.metrics.MetricRegistry;
import com.sun.management.ThreadMXBean;
import io.boltzspark.engine.data.TrainingData.Part;
import io.boltzspark.engine.training.TrainingObserver;
import java.lang.management.ManagementFactory;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TrainingMetricsTest {
  private final TrainingMetrics metrics = new TrainingMetrics();
  private final MetricRegistry registry = new MetricRegistry();

  TrainingMetricsTest() {
    metrics.registerIn(registry);
  }

  private double gauge(String name) {
    return ((Number) registry.getGauges().get(name).getValue()).doubleValue();
  }

  private static Map<String, Double> seconds(double products, double driver, double exchange) {
    return Map.of("products", products, "sampling", 0.0, "driver", driver, "exchange", exchange);
  }

  private static void round(TrainingObserver observer, long from, long to) {
    for (long step = from + 1; step <= to; step++) {
      observer.stepDone(step, 10);
    }
  }

  @Test
  void aTrainingInTwoStagesWithAFailedRound() {
    assertEquals(0, gauge("epoch"));
    assertTrue(Double.isNaN(gauge("reconstruction_error")));
    TrainingObserver observer = metrics.observer();
    observer.started("pretraining", 0, 40, 2);
    round(observer, 0, 10);
    observer.roundEnded(seconds(1, 0.25, 0.5));
    round(observer, 10, 15);
    observer.retrying();
    round(observer, 10, 20);
    observer.roundEnded(seconds(2, 0.5, 1.5));
    // The times of a stage begin anew.
    observer.started("training", 20, 40, 2);
    observer.metrics(Map.of("reconstruction_error", 0.75, "stage", "training"));
    round(observer, 20, 25);
    observer.roundEnded(seconds(0.5, 0.125, 0.25));

    assertEquals(30, registry.getMeters().get("steps").getCount(), "five were made again");
    assertEquals(25, gauge("step"));
    assertEquals(40, gauge("total_steps"));
    assertEquals(2.5, gauge("epoch"));
    assertEquals(3, registry.getCounters().get("rounds").getCount());
    assertEquals(1, registry.getCounters().get("retries").getCount());
    assertEquals(2.5, gauge("products_seconds"));
    assertEquals(0.625, gauge("driver_seconds"));
    assertEquals(1.75, gauge("exchange_seconds"));
    assertEquals(1000 * 0.25 / 5, gauge("step_exchange_milliseconds"));
    assertEquals(0.75, gauge("reconstruction_error"));
    assertTrue(Double.isNaN(gauge("pseudo_log_likelihood")), "not on the line");
  }

  @Test
  void timesOfTrainingsAtOnceAddUp() {
    TrainingObserver one = metrics.observer();
    TrainingObserver two = metrics.observer();
    one.started("training", 0, 10, 1);
    two.started("training", 0, 10, 1);
    one.roundEnded(seconds(1, 0, 0));
    two.roundEnded(seconds(2, 0, 0));
    one.roundEnded(seconds(4, 0, 0));
    assertEquals(6, gauge("products_seconds"));
  }

  @Test
  void theJobsEngineKnowsNoTimes() {
    TrainingObserver observer = metrics.observer();
    observer.started("training", 0, 10, 1);
    round(observer, 0, 10);
    observer.roundEnded(Map.of());
    assertEquals(0, gauge("exchange_seconds"));
    assertTrue(Double.isNaN(gauge("step_exchange_milliseconds")));
  }

  @Test
  void bothEndsOfAnEvaluatedLikelihood() {
    metrics.evaluated(Part.TEST, -81.25, -80.5);
    metrics.evaluated(Part.TRAIN, -70, -70);
    assertEquals(-81.25, gauge("log_likelihood_test_lower"));
    assertEquals(-80.5, gauge("log_likelihood_test_upper"));
    assertEquals(-70, gauge("log_likelihood_train_lower"));
    assertEquals(-70, gauge("log_likelihood_train_upper"));
    assertTrue(Double.isNaN(gauge("log_likelihood_valid_lower")));
    metrics.evaluated(Part.TEST, Double.NaN, Double.NaN);
    assertEquals(-81.25, gauge("log_likelihood_test_lower"));
  }

  /** The hot path: whatever is read is computed by the reader. */
  @Test
  void aStepAllocatesNothing() {
    TrainingObserver observer = metrics.observer();
    observer.started("training", 0, 1_000_000, 2);
    round(observer, 0, 100_000);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    round(observer, 100_000, 600_000);
    long bytes = threads.getCurrentThreadAllocatedBytes() - before;
    // A single object of 16 bytes a step would be 8 MB; the JVM itself takes a little now and then.
    assertTrue(bytes < 100_000, bytes + " bytes in 500,000 steps");
  }
}
