package io.boltzspark.learning;

/**
 * Turns gradients into ascent steps. Works on tiles, so that everything it reads for a tile stays
 * in the first-level cache; several threads may update the tiles of one step.
 */
public interface Optimizer {

  /**
   * What is smaller in a decaying moment is rounded away, or set to about this. A moment whose
   * gradient stays 0 would otherwise fall among the subnormal numbers, never reach 0, and slow
   * every further step down.
   */
  float LEAST = 1e-30f;

  /**
   * Called once before the tiles of a step.
   *
   * @param step the step's number, from 0
   * @param rateFactor the schedule's factor of the learning rate
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
   * @param moments holds the rule's state; a rule without state adds nothing
   * @param weights end of the weights, where other parameters begin, for rules with weight decay
   */
  public static Optimizer of(OptimizerConfig config, Moments moments, int weights) {
    return switch (config.kind()) {
      case ADAM, ADAM_UNCORRECTED -> new Adam(config, moments);
      case ADAMW -> new AdamW(config, moments, weights);
      case SGD -> new Sgd(config, moments);
      case RMSPROP -> new RmsProp(config, moments);
      case ADAGRAD -> new AdaGrad(config, moments);
    };
  }
}
