package io.boltzspark.jobs.console;

import io.boltzspark.errors.ExitCode;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.hadoop.service.launcher.IrqHandler;

/**
 * Handles SIGINT (Ctrl-C) and SIGTERM. A job that can stop in an orderly way registers how with
 * {@link #onStop}; the first signal asks it to stop, and the job then ends with {@link
 * ExitCode#INTERRUPTED}. Without such a job, or at the second signal, the process ends at once with
 * the same exit code; {@link LastWord} says so.
 *
 * <p>A scheduler that sends SIGTERM sends SIGKILL soon after. So a job that has not ended after
 * {@link #PATIENCE} is told to abandon its work, and after {@link #LIMIT} the process ends in any
 * case, in both cases with the same exit code.
 */
public final class Interruption {
  /** How long an orderly end may take, e.g. the rest of a training step and its checkpoint. */
  public static final Duration PATIENCE = Duration.ofSeconds(6);

  /** How long any end may take. */
  static final Duration LIMIT = Duration.ofMillis(9500);

  private static final Duration BETWEEN_DEMANDS = Duration.ofMillis(200);

  private static final AtomicInteger SIGNALS = new AtomicInteger();
  private static final List<Job> JOBS = new CopyOnWriteArrayList<>();

  private record Job(Consumer<String> stop, Runnable abandon) {}

  /** Undoes an {@link #onStop}. */
  public interface Registration extends AutoCloseable {
    @Override
    void close();
  }

  private Interruption() {}

  /** Takes over the two signals of this process; called once, by {@code main}. */
  public static void install() {
    for (String signal : new String[] {"INT", "TERM"}) {
      new IrqHandler(signal, interrupt -> received(signal)).bind();
    }
  }

  /**
   * While the result is open, a signal runs {@code stop} instead of ending the process; if there
   * are several, all of them.
   *
   * @param stop must return at once, e.g. set a flag; runs on the thread that handles signals
   */
  public static Registration onStop(Runnable stop) {
    return onStop(stop, () -> {});
  }

  /**
   * The same for a job that needs to know which signal it was.
   *
   * @param stop gets {@code INT} or {@code TERM}
   */
  public static Registration onSignal(Consumer<String> stop) {
    return register(new Job(stop, () -> {}));
  }

  /**
   * As {@link #onStop(Runnable)}, for a job whose steps may take long.
   *
   * @param abandon makes the job fail where it is; called again and again from {@link #PATIENCE}
   *     after the signal, until the job ends
   */
  public static Registration onStop(Runnable stop, Runnable abandon) {
    return register(new Job(signal -> stop.run(), abandon));
  }

  private static Registration register(Job job) {
    JOBS.add(job);
    return () -> JOBS.remove(job);
  }

  private static void received(String signal) {
    boolean first = SIGNALS.incrementAndGet() == 1;
    if (first && !JOBS.isEmpty()) {
      System.err.println(
          Terminal.newLine()
              + "stopping after the current step; a second signal stops immediately");
      JOBS.forEach(job -> job.stop().accept(signal));
      start("interruption-watch", () -> watch(signal));
    } else if (first) {
      // On threads of their own: exit waits for shutdown hooks, and a second signal must get
      // through.
      start("interrupted", () -> exit(signal));
      start("interruption-watch", () -> watch(signal));
    } else {
      start("interrupted-again", () -> halt(signal));
    }
  }

  private static void start(String name, Runnable body) {
    Thread thread = new Thread(body, name);
    thread.setDaemon(true);
    thread.start();
  }

  /** Runs shutdown hooks: they stop Spark, remove unfinished output and give locks back. */
  private static void exit(String signal) {
    if (LastWord.ofSignal(signal)) {
      System.exit(ExitCode.INTERRUPTED.number());
    }
  }

  private static void halt(String signal) {
    LastWord.ofSignal(signal);
    Runtime.getRuntime().halt(ExitCode.INTERRUPTED.number());
  }

  private static void abandon(Job job) {
    try {
      job.abandon().run();
    } catch (RuntimeException e) {
      // What it would stop has already ended, such as Spark.
    }
  }

  private static void watch(String signal) {
    try {
      Thread.sleep(PATIENCE.toMillis());
      long left = LIMIT.minus(PATIENCE).toMillis();
      for (; left > 0; left -= BETWEEN_DEMANDS.toMillis()) {
        JOBS.forEach(Interruption::abandon);
        Thread.sleep(BETWEEN_DEMANDS.toMillis());
      }
    } catch (InterruptedException e) {
      // Nothing interrupts this thread; if something did, the process should end.
    } finally {
      halt(signal);
    }
  }
}
