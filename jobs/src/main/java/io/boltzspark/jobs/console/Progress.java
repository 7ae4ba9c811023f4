package io.boltzspark.jobs.console;

/**
 * Tells a waiting person how far a job is, on standard error: one line that is redrawn on a
 * terminal, a plain line every few seconds otherwise, nothing at all with {@code --quiet}.
 *
 * <p>Safe to call from several threads. {@link #update} may be called for every step of a fast
 * loop: most calls only look at the clock.
 */
public interface Progress {

  /**
   * Begins a phase; one still under way is dropped.
   *
   * @param what a few words, e.g. {@code "training"}
   * @param firstStep steps that were done before, which count neither for the rate nor for the time
   *     left
   * @param totalSteps steps at the end; 0 when unknown
   */
  void start(String what, long firstStep, long totalSteps);

  /** Begins a phase at step 0. */
  default void start(String what, long totalSteps) {
    start(what, 0, totalSteps);
  }

  /**
   * Says how far the phase is.
   *
   * @param step steps done, those before {@link #start} included
   * @param detail what else is worth a look, e.g. {@code "epoch 3/10, error 0.021"}; may be empty
   */
  void update(long step, String detail);

  /** Ends the phase and leaves one line behind. */
  void finish(String message);

  /** Prints a line of its own without disturbing the phase under way. */
  void note(String message);

  /** Says nothing. */
  static Progress silent() {
    return SilentProgress.INSTANCE;
  }
}
