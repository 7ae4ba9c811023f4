package io.boltzspark.math;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Runs element-wise work on a few threads: a fixed number of consecutive ranges, each taken by the
 * first thread that is free: the caller, threads that {@linkplain #helpUntil wait anyway}, and
 * where these are too few, threads of its own. For work on independent elements, whose result does
 * not depend on who takes what. Idle threads end after a while, even without {@link #close}.
 */
public final class ParallelRanges implements AutoCloseable {

  /** Work on elements {@code from} (inclusive) to {@code to} (exclusive) of a range. */
  public interface Work {
    void run(int range, int from, int to);
  }

  private static final long IDLE_SECONDS = 30;

  /**
   * How often a thread looks for something before it sleeps, because waking it takes some 50 us:
   * for some hundred microseconds.
   */
  private static final int LOOKS = 10_000;

  private final int ranges;
  private final ExecutorService helpers;
  private final AtomicInteger volunteers = new AtomicInteger();
  private volatile Run current; // or null

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
   * grain}, runs them all and returns when all are done, even when interrupted: the work would
   * otherwise continue on data that the caller owns.
   */
  public void run(int total, int grain, Work work) {
    Run run = new Run(total, grain, work);
    int missing = ranges - 1 - volunteers.get();
    current = run;
    for (int i = 0; i < missing; i++) {
      helpers.execute(run::takeAll);
    }
    run.takeAll();
    current = null;
    run.await();
  }

  /**
   * Takes part in what others {@link #run} until something has happened, or until there has been
   * nothing to do for a while, so that waiting longer should be left to the operating system. For a
   * thread that would otherwise wait for the result of such a run.
   *
   * @param happened asked again and again
   */
  public void helpUntil(BooleanSupplier happened) {
    volunteers.incrementAndGet();
    for (int looks = 0; looks < LOOKS && !happened.getAsBoolean(); looks++) {
      Run run = current;
      if (run != null && run.takeAll()) {
        looks = 0;
      }
      Thread.onSpinWait();
    }
    volunteers.decrementAndGet();
  }

  /** One call of {@link #run}. */
  private final class Run {
    private final int total;
    private final int grain;
    private final Work work;
    private final Thread caller = Thread.currentThread();
    private final AtomicInteger taken = new AtomicInteger();
    private final AtomicInteger done = new AtomicInteger();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    Run(int total, int grain, Work work) {
      this.total = total;
      this.grain = grain;
      this.work = work;
    }

    /** Works until no range is left; returns whether there was one. */
    boolean takeAll() {
      boolean any = false;
      while (taken.get() < ranges) {
        int range = taken.getAndIncrement();
        if (range < ranges) {
          take(range);
          any = true;
        }
      }
      return any;
    }

    private void take(int range) {
      int grains = (total + grain - 1) / grain;
      int from = (int) ((long) grains * range / ranges) * grain;
      int to = Math.min(total, (int) ((long) grains * (range + 1) / ranges) * grain);
      try {
        if (from < to) {
          work.run(range, from, to);
        }
      } catch (RuntimeException | Error e) {
        failure.set(e);
      } finally {
        if (done.incrementAndGet() == ranges) {
          LockSupport.unpark(caller);
        }
      }
    }

    void await() {
      boolean interrupted = false;
      for (int looks = 0; done.get() < ranges; looks++) {
        if (looks < LOOKS) {
          Thread.onSpinWait();
        } else {
          LockSupport.park(this);
          interrupted |= Thread.interrupted();
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
      if (failure.get() instanceof Error error) {
        throw error;
      }
      if (failure.get() != null) {
        throw (RuntimeException) failure.get();
      }
    }
  }

  @Override
  public void close() {
    helpers.shutdownNow();
  }
}
