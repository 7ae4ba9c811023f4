package io.boltzspark.learning;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Adam (Kingma and Ba 2015, algorithm 1, in the order of operations that its section 2 recommends:
 * the corrections of both moments are moved into the rate and into epsilon, which changes nothing
 * else).
 */
public final class Adam implements Optimizer {
  private final AdamConfig config;
  private final float[] first;
  private final float[] second;
  private float rate;
  private float epsilon;

  public Adam(AdamConfig config, int parameters) {
    this.config = config;
    this.first = new float[parameters];
    this.second = new float[parameters];
  }

  @Override
  public void beginStep(long step) {
    double correction1 = 1 - StrictMath.pow(config.beta1(), step + 1.0);
    double correction2 = StrictMath.sqrt(1 - StrictMath.pow(config.beta2(), step + 1.0));
    rate = (float) (config.learningRate() * correction2 / correction1);
    epsilon = (float) (config.epsilon() * correction2);
  }

  @Override
  public void update(float[] parameters, int from, float[] gradient, int count) {
    float keep1 = (float) config.beta1();
    float add1 = (float) (1 - config.beta1());
    float keep2 = (float) config.beta2();
    float add2 = (float) (1 - config.beta2());
    move(parameters, first, second, from, gradient, count, keep1, add1, keep2, add2, rate, epsilon);
  }

  private static void move(
      float[] parameters,
      float[] first,
      float[] second,
      int from,
      float[] gradient,
      int count,
      float keep1,
      float add1,
      float keep2,
      float add2,
      float rate,
      float epsilon) {
    for (int i = 0; i < count; i++) {
      float g = gradient[i];
      float m = keep1 * first[from + i] + add1 * g;
      float v = keep2 * second[from + i] + add2 * g * g;
      first[from + i] = m;
      second[from + i] = v;
      parameters[from + i] += rate * m / ((float) Math.sqrt(v) + epsilon);
    }
  }

  @Override
  public Map<String, float[]> moments() {
    Map<String, float[]> moments = new LinkedHashMap<>();
    moments.put("first-moment", first);
    moments.put("second-moment", second);
    return moments;
  }
}
