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
 * @param clipped whether {@link PenaltyConfig#clip} limits their gradient, which then counts
 *     towards the length of the whole one
 */
public record ParameterRange(
    int from,
    int weights,
    int to,
    OptimizerConfig optimizer,
    Schedule schedule,
    Turn turn,
    boolean clipped) {
  public ParameterRange {
    if (from < 0 || weights < from || to < weights) {
      throw new IllegalArgumentException(from + " <= " + weights + " <= " + to);
    }
  }

  /** A range whose gradient is clipped with the others. */
  public ParameterRange(
      int from, int weights, int to, OptimizerConfig optimizer, Schedule schedule, Turn turn) {
    this(from, weights, to, optimizer, schedule, turn, true);
  }
}
