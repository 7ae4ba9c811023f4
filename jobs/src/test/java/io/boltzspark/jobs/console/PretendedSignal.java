package io.boltzspark.jobs.console;

/** Lets this process count as one that a signal is about to end. */
public final class PretendedSignal {
  private PretendedSignal() {}

  public static void during(Runnable work) {
    LastWord.begin(message -> {});
    LastWord.ofSignal("TERM");
    try {
      work.run();
    } finally {
      LastWord.forget();
    }
  }
}
