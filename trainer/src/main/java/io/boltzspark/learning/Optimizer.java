package io.boltzspark.learning;

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

  /**
   * The configured rule, before its first step.
   *
   * @param moments where it remembers what must be kept for the future to be the same; a rule that
   *     remembers nothing adds nothing
   * @param weights where weights end and other parameters begin, for rules with weight decay
   */
  public static Optimizer of(OptimizerConfig config, Moments moments, int weights) {
    return switch (config.kind()) {
      case ADAM -> new Adam(config, moments);
      case ADAMW -> new AdamW(config, moments, weights);
      case SGD -> new Sgd(config, moments);
      case RMSPROP -> new RmsProp(config, moments);
      case ADAGRAD -> new AdaGrad(config, moments);
    };
  }
}
