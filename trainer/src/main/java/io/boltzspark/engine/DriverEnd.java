package io.boltzspark.engine;

import java.util.function.BooleanSupplier;

/** Handles the questions of tasks on the driver; may be called from several threads. */
interface DriverEnd {
  void receive(Object[] message, Answer answer);

  /**
   * Lets a task of the same process, which would only wait for its answer, take part in the
   * driver's work. Returns when the answer is there, or when nothing is left to do.
   */
  default void helpUntil(BooleanSupplier answered) {}
}
