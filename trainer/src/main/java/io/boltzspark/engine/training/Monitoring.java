package io.boltzspark.engine.training;

import java.util.Map;

/**
 * When a stage is watched. Where watching would take more than its share of the time, evaluations
 * are left out, but never the first (which does not count, since the JVM warms up in it) and the
 * last.
 */
final class Monitoring {
  private final Watch watch;
  private final double share;
  private long lastNanos;
  private long counted;
  private boolean warm;
  private int leftOut;

  /**
   * @param share of the run's time, in (0, 1]
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

  /** Evaluations that were left out because of their cost. */
  int leftOut() {
    return leftOut;
  }

  /** The watched values, by their keys. */
  Map<String, Object> evaluate(float[] parameters, long step) {
    long start = System.nanoTime();
    Map<String, Object> values = watch.evaluate(parameters, step);
    lastNanos = warm ? System.nanoTime() - start : 0;
    counted += lastNanos;
    warm = true;
    return values;
  }
}
