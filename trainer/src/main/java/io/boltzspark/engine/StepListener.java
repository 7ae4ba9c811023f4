package io.boltzspark.engine;

/** Hears of every step, on the driver, between steps: it must be quick. */
@FunctionalInterface
public interface StepListener {

  /**
   * @param steps steps made so far
   * @return whether the engine should stop here
   */
  boolean stepDone(long steps);

  /** A round, or a step of the {@code jobs} engine, failed and is submitted again. */
  default void retrying() {}
}
