package io.boltzspark.learning;

import io.boltzspark.math.RowKernels;

/**
 * Adam with decoupled weight decay (Loshchilov and Hutter 2019, algorithm 2): weights shrink in
 * proportion to themselves, beside the step of {@link Adam} and not through its moments,
 *
 * <pre>w := w - rate decay w + (Adam's step)</pre>
 *
 * where {@code rate} is the learning rate times the schedule's factor. (The paper writes {@code
 * rate decay} as schedule factor times one constant; in units of the rate, a change of the rate
 * leaves the balance between decay and gradient alone.) Only weights decay: biases and variances
 * are no part of what makes a machine too flexible.
 */
final class AdamW implements Optimizer {
  private final Adam adam;
  private final double learningRate;
  private final double weightDecay;
  private final int weights;
  private float keep;

  /**
   * @param weights where weights end and other parameters begin
   */
  AdamW(OptimizerConfig config, Moments moments, int weights) {
    this.adam = new Adam(config, moments);
    this.learningRate = config.learningRate();
    this.weightDecay = config.weightDecay();
    this.weights = weights;
  }

  @Override
  public void beginStep(long step, double rateFactor) {
    adam.beginStep(step, rateFactor);
    keep = (float) (1 - rateFactor * learningRate * weightDecay);
  }

  @Override
  public void update(float[] parameters, float[] gradient, int from, int to) {
    RowKernels.scaleInPlace(parameters, keep, from, Math.min(to, weights));
    adam.update(parameters, gradient, from, to);
  }
}
