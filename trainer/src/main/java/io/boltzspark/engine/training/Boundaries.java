package io.boltzspark.engine.training;

import io.boltzspark.learning.local.StepGroups;

/**
 * The steps at which a round ends because something is due between rounds. Where lanes make several
 * steps by themselves, what is due within these is due after them.
 */
final class Boundaries {
  private Boundaries() {}

  /**
   * The first step after {@code from}, at most {@code last}, at which something is due.
   *
   * @param period number of steps after which what is due at the end of an epoch is due
   */
  static long next(
      long from,
      long last,
      long period,
      CheckpointConfig checkpoint,
      MonitorConfig monitor,
      StepGroups groups) {
    long next = Math.min(last, nextMultiple(from, period));
    if (checkpoint.every() > 0) {
      next = Math.min(next, nextMultiple(from, checkpoint.every()));
    }
    if (monitor.every() > 0) {
      next = Math.min(next, nextMultiple(from, monitor.every()));
    }
    return groups.endFrom(next);
  }

  static boolean isCheckpoint(long step, long period, CheckpointConfig config, StepGroups groups) {
    return groups.reaches(step, config.every() > 0 ? config.every() : period);
  }

  static boolean isMonitored(long step, long period, MonitorConfig config, StepGroups groups) {
    return groups.reaches(step, config.every() > 0 ? config.every() : period);
  }

  private static long nextMultiple(long from, long of) {
    return (from / of + 1) * of;
  }
}
