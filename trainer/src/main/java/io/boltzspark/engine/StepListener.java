package io.boltzspark.engine;

/**
 * Called on the driver after every step, or where lanes make several by themselves after these, so
 * it must be quick.
 */
@FunctionalInterface
public interface StepListener {

  /**
   * @param steps number of steps made so far
   * @return whether the engine should stop here
   */
  boolean stepDone(long steps);

  /** A round, or a step of the {@code jobs} engine, failed and is resubmitted. */
  default void retrying() {}
}
