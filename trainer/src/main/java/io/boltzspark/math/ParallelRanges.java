package io.boltzspark.math;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Runs element-wise work on a few threads: a fixed number of consecutive ranges, the first on the
 * caller's thread. For work on independent elements, whose result does not depend on the number of
 * threads. Idle threads end after a while, even without {@link #close}.
 */
public final class ParallelRanges implements AutoCloseable {

  /** Work on elements {@code from} (inclusive) to {@code to} (exclusive) of a range. */
  public interface Work {
    void run(int range, int from, int to);
  }

  private static final long IDLE_SECONDS = 30;

  private final int ranges;
  private final ExecutorService helpers;

  public ParallelRanges(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be at least 1, got " + threads);
    }
    this.ranges = threads;
    int others = Math.max(1, threads - 1);
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            others,
            others,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, "boltz-ranges");
              thread.setDaemon(true);
              return thread;
            });
    pool.allowCoreThreadTimeOut(true);
    this.helpers = pool;
  }

  /** Number of ranges that {@link #run} uses. */
  public int ranges() {
    return ranges;
  }

  /**
   * Splits {@code 0 .. total} into {@link #ranges()} ranges that begin at multiples of {@code
   * grain}, runs them all and returns when all are done.
   */
  public void run(int total, int grain, Work work) {
    int grains = (total + grain - 1) / grain;
    CountDownLatch open = new CountDownLatch(ranges - 1);
    AtomicReference<Throwable> failure = new AtomicReference<>();
    for (int r = 1; r < ranges; r++) {
      int range = r;
      helpers.execute(
          () -> {
            try {
              runOne(range, grains, grain, total, work);
            } catch (RuntimeException | Error e) {
              failure.set(e);
            } finally {
              open.countDown();
            }
          });
    }
    try {
      runOne(0, grains, grain, total, work);
    } finally {
      await(open);
    }
    if (failure.get() instanceof Error error) {
      throw error;
    }
    if (failure.get() != null) {
      throw (RuntimeException) failure.get();
    }
  }

  /**
   * Waits even when interrupted: the work would otherwise continue on data that the caller owns.
   */
  private static void await(CountDownLatch open) {
    boolean interrupted = false;
    while (true) {
      try {
        open.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void runOne(int range, int grains, int grain, int total, Work work) {
    int from = (int) ((long) grains * range / ranges) * grain;
    int to = Math.min(total, (int) ((long) grains * (range + 1) / ranges) * grain);
    if (from < to) {
      work.run(range, from, to);
    }
  }

  @Override
  public void close() {
    helpers.shutdownNow();
  }
}
