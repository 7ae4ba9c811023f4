package io.boltzspark.learning;

/**
 * RMSProp (Tieleman and Hinton 2012, lecture 6.5 of Neural Networks for Machine Learning): the
 * gradient is divided by the root of a moving average of its square, which starts from zero.
 */
final class RmsProp implements Optimizer {
  private final OptimizerConfig config;
  private final float[] meanSquare;
  private float rate;

  RmsProp(OptimizerConfig config, Moments moments) {
    this.config = config;
    this.meanSquare = moments.named("mean-square");
  }

  @Override
  public void beginStep(long step, double rateFactor) {
    rate = (float) (rateFactor * config.learningRate());
  }

  @Override
  public void update(float[] parameters, float[] gradient, int from, int to) {
    // Locals, because HotSpot vectorises a loop only when nothing in it is read from a field.
    float[] v = meanSquare;
    float keep = (float) config.beta2();
    float add = (float) (1 - config.beta2());
    float alpha = rate;
    float eps = (float) config.epsilon();
    for (int i = from; i < to; i++) {
      float g = gradient[i];
      float newV = keep * v[i] + add * g * g + LEAST;
      v[i] = newV;
      parameters[i] += alpha * g / ((float) Math.sqrt(newV) + eps);
    }
  }
}
