package io.boltzspark.jobs.console;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * How a command ended, told once: by the command, or by the signal that ends the process before the
 * command has. After a signal's word standard error is silent, and the command says nothing more.
 */
public final class LastWord {
  private static final String NOTHING_DONE = "nothing was done; run the same command again";

  /** A command whose reader is slow must not keep a second signal from ending the process. */
  private static final long MOST_MILLIS = 3000;

  private static final ReentrantLock SPEAKING = new ReentrantLock();

  private static Consumer<String> toUser = message -> {};
  private static Supplier<String> kept = () -> NOTHING_DONE;
  private static boolean isWithin;
  private static boolean said;
  private static boolean saidBySignal;

  private LastWord() {}

  /**
   * A command begins.
   *
   * @param teller tells the user in one line that a signal has ended it
   */
  public static void begin(Consumer<String> teller) {
    SPEAKING.lock();
    try {
      toUser = teller;
      kept = () -> NOTHING_DONE;
      said = saidBySignal;
    } finally {
      SPEAKING.unlock();
    }
  }

  /**
   * The work of the command begins.
   *
   * @param what part of a sentence: what a signal leaves of its work, and how to resume; of a
   *     command within another that of the other stays
   */
  public static void keeps(Supplier<String> what) {
    SPEAKING.lock();
    try {
      kept = isWithin ? kept : what;
    } finally {
      SPEAKING.unlock();
    }
  }

  /** Runs a command within another, whose words are not the last. */
  public static <T> T within(Supplier<T> command) {
    within(true);
    try {
      return command.get();
    } finally {
      within(false);
    }
  }

  private static void within(boolean begins) {
    SPEAKING.lock();
    try {
      isWithin = begins;
    } finally {
      SPEAKING.unlock();
    }
  }

  /**
   * Tells how the command ended. Does not return if a signal is ending the process, since whatever
   * the command has found then may be a consequence of that.
   */
  public static void ofCommand(Runnable words) {
    SPEAKING.lock();
    try {
      if (!saidBySignal) {
        said = !isWithin;
        StandardError.endLine();
        words.run();
        return;
      }
    } finally {
      SPEAKING.unlock();
    }
    awaitTheEnd();
  }

  /** Whether a signal is ending the process, so that errors are no longer what they seem. */
  public static boolean isOfSignal() {
    SPEAKING.lock();
    try {
      return saidBySignal;
    } finally {
      SPEAKING.unlock();
    }
  }

  /**
   * Tells that a signal ends the command.
   *
   * @param signal its name without SIG
   * @return false if the command has told how it ended, and so is about to end the process
   */
  static boolean ofSignal(String signal) {
    if (!tryToSpeak()) {
      return false;
    }
    try {
      if (!said) {
        said = true;
        saidBySignal = true;
        System.err.print(Terminal.newLine());
        toUser.accept("interrupted by SIG%s: %s".formatted(signal, kept.get()));
        StandardError.silence();
      }
      return saidBySignal;
    } finally {
      SPEAKING.unlock();
    }
  }

  /** As before the first command, for tests. */
  static void forget() {
    isWithin = false;
    said = false;
    saidBySignal = false;
  }

  private static boolean tryToSpeak() {
    try {
      return SPEAKING.tryLock(MOST_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static void awaitTheEnd() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      // The end is near in any case.
      Thread.currentThread().interrupt();
    }
  }
}
