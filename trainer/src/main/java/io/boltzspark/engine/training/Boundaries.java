package io.boltzspark.engine.training;

/** The steps at which a round ends because something is due between rounds. */
final class Boundaries {
  /** Epochs of a single step, of all rows, that count as one here. */
  private static final int SHORT_EPOCHS = 10;

  private Boundaries() {}

  /**
   * Number of steps after which what is due at the end of an epoch is due: those of an epoch, or of
   * ten where an epoch is a single step, since a round, a look at the monitors and a checkpoint
   * cost more than that.
   */
  static long period(long stepsPerEpoch) {
    return stepsPerEpoch == 1 ? SHORT_EPOCHS : stepsPerEpoch;
  }

  /** The first step after {@code from}, at most {@code last}, at which something is due. */
  static long next(
      long from,
      long last,
      long stepsPerEpoch,
      CheckpointConfig checkpoint,
      MonitorConfig monitor) {
    long next = Math.min(last, nextMultiple(from, period(stepsPerEpoch)));
    if (checkpoint.every() > 0) {
      next = Math.min(next, nextMultiple(from, checkpoint.every()));
    }
    if (monitor.every() > 0) {
      next = Math.min(next, nextMultiple(from, monitor.every()));
    }
    return next;
  }

  static boolean isCheckpoint(long step, long stepsPerEpoch, CheckpointConfig config) {
    return step % (config.every() > 0 ? config.every() : period(stepsPerEpoch)) == 0;
  }

  static boolean isMonitored(long step, long stepsPerEpoch, MonitorConfig config) {
    return step % (config.every() > 0 ? config.every() : period(stepsPerEpoch)) == 0;
  }

  private static long nextMultiple(long from, long of) {
    return (from / of + 1) * of;
  }
}
