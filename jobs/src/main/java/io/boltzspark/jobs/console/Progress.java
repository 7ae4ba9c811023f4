package io.boltzspark.jobs.console;

/**
 * Shows the progress of a job on standard error: one line that is redrawn on a terminal, a plain
 * line every few seconds otherwise, nothing at all with {@code --quiet}.
 *
 * <p>Safe to call from several threads. {@link #update} may be called for every step of a fast
 * loop: most calls only look at the clock.
 */
public interface Progress {

  /**
   * Begins a phase and drops the previous one if it has not finished.
   *
   * @param what a few words, e.g. {@code "training"}
   * @param firstStep steps done earlier, which do not count for the rate and the time left
   * @param totalSteps steps at the end; 0 when unknown
   */
  void start(String what, long firstStep, long totalSteps);

  /** Begins a phase at step 0. */
  default void start(String what, long totalSteps) {
    start(what, 0, totalSteps);
  }

  /**
   * Reports the progress of the phase.
   *
   * @param step steps done, those before {@link #start} included
   * @param detail other facts, e.g. {@code "epoch 3/10, error 0.021"}; may be empty
   */
  void update(long step, String detail);

  /** Ends the phase and leaves one line behind. */
  void finish(String message);

  /** Prints a separate line without disturbing the current phase. */
  void note(String message);

  /** Progress that prints nothing. */
  static Progress silent() {
    return SilentProgress.INSTANCE;
  }
}
