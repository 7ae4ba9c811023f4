package io.boltzspark.learning;

import java.util.Map;

/**
 * Turns gradients into steps uphill. Works on tiles, so that a tile of everything it reads stays in
 * the first-level cache; tiles of one step may be updated by several threads.
 */
public interface Optimizer {

  /**
   * Called once before the tiles of a step.
   *
   * @param step the step's number, from 0
   * @param rateFactor what the schedule multiplies the learning rate by
   */
  void beginStep(long step, double rateFactor);

  /**
   * Moves parameters {@code from} (inclusive) to {@code to} (exclusive) along their gradient, and
   * the moments of the same range with them. All arrays have the parameters' layout.
   */
  void update(float[] parameters, float[] gradient, int from, int to);

  /** What must be kept for the future to be the same, by name; the arrays themselves. */
  Map<String, float[]> moments();
}
