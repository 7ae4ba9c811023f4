package io.boltzspark.learning;

/**
 * Consecutive parameters with their own optimiser.
 *
 * @param from index of the first one
 * @param weights end of those subject to penalties and weight decay: weights come first, biases and
 *     other parameters follow
 * @param to index after the last one
 * @param optimizer how their gradient becomes a step
 * @param schedule factor of their rate, counted in steps that move them
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
