package io.boltzspark.testing;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** What can befall a process: killed, stopped and continued, slowed down. For POSIX systems. */
public final class Processes {
  private static final long POLL_MILLIS = 50;
  private static final long END_SECONDS = 30;

  private Processes() {}

  /** Kills a process the hard way (SIGKILL) and waits until it is gone. */
  public static void kill(ProcessHandle process) {
    if (process.isAlive() && !process.destroyForcibly() && process.isAlive()) {
      throw new IllegalStateException("cannot kill " + process);
    }
    CompletableFuture<ProcessHandle> end = process.onExit();
    try {
      end.get(END_SECONDS, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException("killed process " + process.pid() + " does not end", e);
    }
  }

  /** Stops a process (SIGSTOP): it lives, and does nothing until {@link #proceed}. */
  public static void pause(ProcessHandle process) {
    signal("STOP", process);
  }

  /** Lets a stopped process go on (SIGCONT). */
  public static void proceed(ProcessHandle process) {
    signal("CONT", process);
  }

  /**
   * Slows a process down until the result is closed: it is stopped for part of each tenth of a
   * second.
   *
   * @param share of the time in which the process may run, between 0 and 1
   */
  public static AutoCloseable slowDown(ProcessHandle process, double share) {
    if (!(share > 0 && share < 1)) {
      throw new IllegalArgumentException("share " + share);
    }
    Thread brake =
        new Thread(
            () -> {
              try {
                while (process.isAlive()) {
                  pause(process);
                  Thread.sleep(Math.round(100 * (1 - share)));
                  proceed(process);
                  Thread.sleep(Math.round(100 * share));
                }
              } catch (InterruptedException e) {
                // Closed.
              }
            },
            "slow-down-" + process.pid());
    brake.setDaemon(true);
    brake.start();
    return () -> {
      brake.interrupt();
      brake.join();
      if (process.isAlive()) {
        proceed(process);
      }
    };
  }

  /**
   * Waits for something to become true.
   *
   * @param what for the message when it does not
   * @throws AssertionError when it does not in time
   */
  public static void await(Supplier<String> what, Duration patience, BooleanSupplier condition) {
    long end = System.nanoTime() + patience.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("not within " + patience.toSeconds() + " s: " + what.get());
      }
      try {
        Thread.sleep(POLL_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
  }

  private static void signal(String name, ProcessHandle process) {
    try {
      int status =
          new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor();
      if (status != 0 && process.isAlive()) {
        throw new IllegalStateException("kill -" + name + " " + process.pid() + ": " + status);
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
