package io.boltzspark.learning;

/**
 * Consecutive parameters that an optimiser of their own moves.
 *
 * @param from the first of them
 * @param weights where those end that penalties and weight decay hold on to: weights come first,
 *     biases and the like after them
 * @param to the first parameter after them
 * @param optimizer how their gradient becomes a step
 * @param schedule what their rate is multiplied by, counted in steps that move them
 * @param turn which steps move them
 */
public record ParameterRange(
    int from, int weights, int to, OptimizerConfig optimizer, Schedule schedule, Turn turn) {
  public ParameterRange {
    if (from < 0 || weights < from || to < weights) {
      throw new IllegalArgumentException(from + " <= " + weights + " <= " + to);
    }
  }
}
