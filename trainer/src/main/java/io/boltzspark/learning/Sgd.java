package io.boltzspark.learning;

/**
 * Stochastic gradient ascent with momentum (Sutskever, Martens, Dahl and Hinton 2013, equations 1
 * to 4): the velocity v and the parameters x follow
 *
 * <pre>v' = momentum v + rate g,   x' = x + v'</pre>
 *
 * where g is the gradient at x or, with Nesterov's momentum, at {@code x + momentum v}. The
 * parameters that this class moves are then the points y at which gradients are taken, for which
 * the same steps read (Bengio, Boulanger-Lewandowski and Pascanu 2013, equation 7)
 *
 * <pre>y' = y + momentum v' + rate g</pre>
 */
final class Sgd implements Optimizer {
  private final float[] velocity;
  private final double learningRate;
  private final float momentum;
  private final boolean nesterov;
  private float rate;

  Sgd(OptimizerConfig config, Moments moments) {
    this.learningRate = config.learningRate();
    this.momentum = (float) config.momentum();
    this.nesterov = config.nesterov();
    this.velocity = momentum > 0 ? moments.named("velocity") : new float[0];
  }

  @Override
  public void beginStep(long step, double rateFactor) {
    rate = (float) (rateFactor * learningRate);
  }

  @Override
  public void update(float[] parameters, float[] gradient, int from, int to) {
    if (momentum == 0) {
      moveBy(rate, parameters, gradient, from, to);
    } else {
      moveWithMomentum(parameters, gradient, from, to);
    }
  }

  private static void moveBy(float alpha, float[] parameters, float[] gradient, int from, int to) {
    for (int i = from; i < to; i++) {
      parameters[i] += alpha * gradient[i];
    }
  }

  private void moveWithMomentum(float[] parameters, float[] gradient, int from, int to) {
    // Locals, because HotSpot vectorises a loop only when nothing in it is read from a field.
    float[] v = velocity;
    float keep = momentum;
    float alpha = rate;
    float ofVelocity = nesterov ? momentum : 1f;
    float ofGradient = nesterov ? rate : 0f;
    for (int i = from; i < to; i++) {
      float g = gradient[i];
      float newV = keep * v[i] + alpha * g + LEAST - LEAST;
      v[i] = newV;
      parameters[i] += ofVelocity * newV + ofGradient * g;
    }
  }
}
