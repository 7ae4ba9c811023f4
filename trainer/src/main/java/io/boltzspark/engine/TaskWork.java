package io.boltzspark.engine;

import java.util.concurrent.atomic.LongAdder;

/**
 * Work of this process's tasks so far, over all trainings: for metrics that reveal a slow executor.
 */
public final class TaskWork {
  private static final LongAdder STEPS = new LongAdder();
  private static final LongAdder NANOS = new LongAdder();

  private TaskWork() {}

  /** Records that a task has computed the statistics of its lanes for some steps. */
  static void stepsDone(long steps, long nanos) {
    STEPS.add(steps);
    NANOS.add(nanos);
  }

  /** Number of steps, each counted once per task of this process that took part in it. */
  public static long steps() {
    return STEPS.sum();
  }

  /** Time that tasks spent on these steps, without exchange and waiting, summed over tasks. */
  public static double seconds() {
    return NANOS.sum() / 1e9;
  }
}
