package io.boltzspark.learning;

/**
 * AdaGrad (Duchi, Hazan and Singer 2011, with their diagonal matrix): the gradient is divided by
 * the root of the sum of all its squares so far, so that the steps shrink by themselves.
 */
final class AdaGrad implements Optimizer {
  private final OptimizerConfig config;
  private final float[] squareSum;
  private float rate;

  AdaGrad(OptimizerConfig config, Moments moments) {
    this.config = config;
    this.squareSum = moments.named("square-sum");
  }

  @Override
  public void beginStep(long step, double rateFactor) {
    rate = (float) (rateFactor * config.learningRate());
  }

  @Override
  public void update(float[] parameters, float[] gradient, int from, int to) {
    // Locals, because HotSpot vectorises a loop only when nothing in it is read from a field.
    float[] sum = squareSum;
    float alpha = rate;
    float eps = (float) config.epsilon();
    for (int i = from; i < to; i++) {
      float g = gradient[i];
      float newSum = sum[i] + g * g;
      sum[i] = newSum;
      parameters[i] += alpha * g / ((float) Math.sqrt(newSum) + eps);
    }
  }
}
