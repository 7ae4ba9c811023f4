package io.boltzspark.learning;

/**
 * Adam (Kingma and Ba 2015, algorithm 1, in the order of operations recommended in section 2: the
 * corrections of both moments are moved into the rate and epsilon, which is equivalent).
 *
 * <p>{@link OptimizerConfig.Kind#ADAM_UNCORRECTED} starts instead with the first gradient and its
 * square as moments, which then need no correction. Their size says nothing about that of later
 * gradients, and is remembered for some thousand steps: a parameter whose first gradient happens to
 * be small moves fast at first, and one with a large one slowly.
 */
public final class Adam implements Optimizer {
  private final OptimizerConfig config;
  private final float[] first;
  private final float[] second;
  private final boolean corrected;
  private boolean starts; // with the gradient as moment
  private float rate;
  private float epsilon;

  Adam(OptimizerConfig config, Moments moments) {
    this.config = config;
    this.first = moments.named("first-moment");
    this.second = moments.named("second-moment");
    this.corrected = config.kind() != OptimizerConfig.Kind.ADAM_UNCORRECTED;
  }

  @Override
  public void beginStep(long step, double rateFactor) {
    starts = !corrected && step == 0;
    if (!corrected) {
      rate = (float) (rateFactor * config.learningRate());
      epsilon = (float) config.epsilon();
      return;
    }
    double correction1 = 1 - StrictMath.pow(config.beta1(), step + 1.0);
    double correction2 = StrictMath.sqrt(1 - StrictMath.pow(config.beta2(), step + 1.0));
    rate = (float) (rateFactor * config.learningRate() * correction2 / correction1);
    epsilon = (float) (config.epsilon() * correction2);
  }

  @Override
  public void update(float[] parameters, float[] gradient, int from, int to) {
    // Locals, because HotSpot vectorises a loop only when nothing in it is read from a field.
    float[] m = first;
    float[] v = second;
    double beta1 = starts ? 0 : config.beta1();
    double beta2 = starts ? 0 : config.beta2();
    float keep1 = (float) beta1;
    float add1 = (float) (1 - beta1);
    float keep2 = (float) beta2;
    float add2 = (float) (1 - beta2);
    float alpha = rate;
    float eps = epsilon;
    for (int i = from; i < to; i++) {
      float g = gradient[i];
      float newM = keep1 * m[i] + add1 * g + LEAST - LEAST;
      float newV = keep2 * v[i] + add2 * g * g + LEAST;
      m[i] = newM;
      v[i] = newV;
      parameters[i] += alpha * newM / ((float) Math.sqrt(newV) + eps);
    }
  }
}
