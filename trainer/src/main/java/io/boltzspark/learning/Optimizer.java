package io.boltzspark.learning;

import io.boltzspark.model.ParameterLayout;
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

  /**
   * What must be kept for the future to be the same, by name; the arrays themselves, each with one
   * number a parameter. Empty for a rule that remembers nothing.
   */
  Map<String, float[]> moments();

  /** The configured rule, before its first step, for the parameters of a machine. */
  static Optimizer of(OptimizerConfig config, ParameterLayout layout) {
    return switch (config.kind()) {
      case ADAM -> new Adam(config, layout.size());
      case ADAMW -> new AdamW(config, layout.size(), layout.firstUnitParameter());
      case SGD -> new Sgd(config, layout.size());
      case RMSPROP -> new RmsProp(config, layout.size());
      case ADAGRAD -> new AdaGrad(config, layout.size());
    };
  }
}
