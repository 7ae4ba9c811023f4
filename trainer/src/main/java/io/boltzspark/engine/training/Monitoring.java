package io.boltzspark.engine.training;

import java.util.Map;

/**
 * Decides when a stage's monitors are evaluated. Evaluations that would exceed their share of the
 * time are skipped, but never the first (whose cost does not count, since it includes the JVM's
 * warm-up) and the last.
 */
final class Monitoring {
  private final Watch watch;
  private final double share;
  private long lastNanos;
  private long counted;
  private boolean warm;
  private int leftOut;

  /**
   * @param share largest share of the run's time, in (0, 1]
   */
  Monitoring(Watch watch, double share) {
    this.watch = watch;
    this.share = share;
  }

  /** Whether another evaluation stays within the share of {@code elapsedNanos} of training. */
  boolean isAffordable(long elapsedNanos) {
    boolean affordable = counted + lastNanos <= share * elapsedNanos;
    leftOut += affordable ? 0 : 1;
    return affordable;
  }

  /** Number of evaluations skipped because of their cost. */
  int leftOut() {
    return leftOut;
  }

  /** The monitored values, by key. */
  Map<String, Object> evaluate(float[] parameters, byte[] states, long step) {
    long start = System.nanoTime();
    Map<String, Object> values = watch.evaluate(parameters, states, step);
    lastNanos = warm ? System.nanoTime() - start : 0;
    counted += lastNanos;
    warm = true;
    return values;
  }
}
