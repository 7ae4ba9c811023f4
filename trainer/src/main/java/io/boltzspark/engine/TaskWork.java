package io.boltzspark.engine;

import java.util.concurrent.atomic.LongAdder;

/**
 * What the tasks of this process have computed so far, over all trainings: for metrics, which show
 * an executor that is slower than the others.
 */
public final class TaskWork {
  private static final LongAdder STEPS = new LongAdder();
  private static final LongAdder NANOS = new LongAdder();

  private TaskWork() {}

  /** A task has computed the statistics of its lanes for a step. */
  static void stepDone(long nanos) {
    STEPS.increment();
    NANOS.add(nanos);
  }

  /** Steps, each counted once for every task of this process that had a part in it. */
  public static long steps() {
    return STEPS.sum();
  }

  /** Time that tasks spent on these steps, exchange and waiting left out, added up over tasks. */
  public static double seconds() {
    return NANOS.sum() / 1e9;
  }
}
