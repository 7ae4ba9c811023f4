package io.boltzspark.learning;

import java.io.Serializable;

/**
 * How a gradient becomes a step. Each kind uses its own constants and ignores the others.
 *
 * @param kind the rule
 * @param learningRate size of a step, before the schedule
 * @param beta1 Adam of all kinds: decay of the first moment, in [0, 1)
 * @param beta2 Adam of all kinds: decay of the second moment; RMSProp: of the mean square; in [0,
 *     1)
 * @param epsilon added to the root of the second moment (Adam, AdamW, RMSProp, AdaGrad)
 * @param momentum SGD: share of the last step that is retained, in [0, 1)
 * @param nesterov SGD: look ahead along the momentum (Sutskever et al. 2013)
 * @param weightDecay AdamW: share of each weight that a step at rate 1 would subtract from it
 *     (Loshchilov and Hutter 2019); others ignore it, see {@link PenaltyConfig#l2}
 */
public record OptimizerConfig(
    Kind kind,
    double learningRate,
    double beta1,
    double beta2,
    double epsilon,
    double momentum,
    boolean nesterov,
    double weightDecay)
    implements Serializable {

  /** The rule. */
  public enum Kind {
    ADAM,
    ADAMW,
    /** Adam whose moments start at the first gradient and its square, and are not corrected. */
    ADAM_UNCORRECTED,
    SGD,
    RMSPROP,
    ADAGRAD
  }

  /** The same rule at another rate. */
  public OptimizerConfig withLearningRate(double rate) {
    return new OptimizerConfig(kind, rate, beta1, beta2, epsilon, momentum, nesterov, weightDecay);
  }
}
