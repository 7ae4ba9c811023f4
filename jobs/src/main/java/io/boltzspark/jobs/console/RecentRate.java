package io.boltzspark.jobs.console;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Steps per second over the last seconds. A warm-up or a pause is forgotten after this window, so
 * that the time left follows the current speed.
 */
final class RecentRate {
  private static final long WINDOW_NANOS = 20_000_000_000L;

  private record Sample(long nanos, long step) {}

  private final Deque<Sample> samples = new ArrayDeque<>();

  RecentRate(long nanos, long step) {
    samples.add(new Sample(nanos, step));
  }

  /** Records the number of steps done at a time; times must not decrease. */
  void note(long nanos, long step) {
    samples.addLast(new Sample(nanos, step));
    // The oldest kept sample is the last one at or before the window's beginning.
    while (samples.size() > 2 && secondOldest().nanos <= nanos - WINDOW_NANOS) {
      samples.removeFirst();
    }
  }

  /** Steps per second; 0 until a step was done. */
  double stepsPerSecond() {
    Sample oldest = samples.getFirst();
    Sample newest = samples.getLast();
    long nanos = newest.nanos - oldest.nanos;
    return nanos <= 0 ? 0 : Math.max(0, newest.step - oldest.step) * 1e9 / nanos;
  }

  private Sample secondOldest() {
    var iterator = samples.iterator();
    iterator.next();
    return iterator.next();
  }
}
