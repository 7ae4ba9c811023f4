package io.boltzspark.jobs.console;

import io.boltzspark.errors.ExitCode;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hadoop.service.launcher.IrqHandler;

/**
 * What SIGINT (Ctrl-C) and SIGTERM do. A job that can stop in an orderly way says how with {@link
 * #onStop}; the first signal asks it to, and the job then ends with {@link ExitCode#INTERRUPTED}.
 * Without such a job, or at the second signal, the process ends at once with the same exit code.
 */
public final class Interruption {
  private static final AtomicInteger SIGNALS = new AtomicInteger();
  private static final AtomicReference<Runnable> STOP = new AtomicReference<>();

  /** Takes an {@link #onStop} back. */
  public interface Registration extends AutoCloseable {
    @Override
    void close();
  }

  private Interruption() {}

  /** Takes over the two signals of this process; called once, by {@code main}. */
  public static void install() {
    for (String signal : new String[] {"INT", "TERM"}) {
      new IrqHandler(signal, interrupt -> received()).bind();
    }
  }

  /**
   * While the result is open, a signal runs {@code stop} instead of ending the process.
   *
   * @param stop must return at once, e.g. set a flag; runs on the thread that handles signals
   */
  public static Registration onStop(Runnable stop) {
    STOP.set(stop);
    return () -> STOP.compareAndSet(stop, null);
  }

  private static void received() {
    Runnable stop = STOP.get();
    boolean first = SIGNALS.incrementAndGet() == 1;
    if (first && stop != null) {
      System.err.println("\nstopping in order; once more to stop at once");
      stop.run();
    } else if (first) {
      // On a thread of its own: exit waits for shutdown hooks, and a second signal must get
      // through.
      new Thread(() -> System.exit(ExitCode.INTERRUPTED.number()), "interrupted").start();
    } else {
      Runtime.getRuntime().halt(ExitCode.INTERRUPTED.number());
    }
  }
}
