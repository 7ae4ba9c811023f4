package io.boltzspark.jobs.console;

import io.boltzspark.errors.ExitCode;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.hadoop.service.launcher.IrqHandler;

/**
 * What SIGINT (Ctrl-C) and SIGTERM do. A job that can stop in an orderly way says how with {@link
 * #onStop}; the first signal asks it to, and the job then ends with {@link ExitCode#INTERRUPTED}.
 * Without such a job, or at the second signal, the process ends at once with the same exit code.
 */
public final class Interruption {
  private static final AtomicInteger SIGNALS = new AtomicInteger();
  private static final List<Consumer<String>> STOPS = new CopyOnWriteArrayList<>();

  /** Takes an {@link #onStop} back. */
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
   * While the result is open, a signal runs {@code stop} instead of ending the process; where there
   * are several, all of them.
   *
   * @param stop must return at once, e.g. set a flag; runs on the thread that handles signals
   */
  public static Registration onStop(Runnable stop) {
    return onSignal(signal -> stop.run());
  }

  /**
   * The same for one who has to know which signal it was.
   *
   * @param stop gets {@code INT} or {@code TERM}
   */
  public static Registration onSignal(Consumer<String> stop) {
    STOPS.add(stop);
    return () -> STOPS.remove(stop);
  }

  private static void received(String signal) {
    boolean first = SIGNALS.incrementAndGet() == 1;
    if (first && !STOPS.isEmpty()) {
      System.err.println("\nstopping in order; once more to stop at once");
      STOPS.forEach(stop -> stop.accept(signal));
    } else if (first) {
      // On a thread of its own: exit waits for shutdown hooks, and a second signal must get
      // through.
      new Thread(() -> System.exit(ExitCode.INTERRUPTED.number()), "interrupted").start();
    } else {
      Runtime.getRuntime().halt(ExitCode.INTERRUPTED.number());
    }
  }
}
