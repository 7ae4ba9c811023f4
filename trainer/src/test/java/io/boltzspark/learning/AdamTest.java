package io.boltzspark.learning;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.boltzspark.boltzmann.Configs;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against algorithm 1 of the paper as it is printed, in double precision. */
class AdamTest {

  /** The printed algorithm for one parameter, which climbs where the paper's descends. */
  private static final class Printed {
    private final OptimizerConfig config;
    private double m;
    private double v;
    private double theta;
    private int t;

    Printed(OptimizerConfig config, double theta) {
      this.config = config;
      this.theta = theta;
    }

    void step(double g, double rateFactor) {
      t++;
      m = config.beta1() * m + (1 - config.beta1()) * g;
      v = config.beta2() * v + (1 - config.beta2()) * g * g;
      double mHat = m / (1 - Math.pow(config.beta1(), t));
      double vHat = v / (1 - Math.pow(config.beta2(), t));
      theta += rateFactor * config.learningRate() * mHat / (Math.sqrt(vHat) + config.epsilon());
    }
  }

  private static OptimizerConfig config(double rate, double beta1, double beta2, double epsilon) {
    // Momentum and weight decay are for other rules: Adam is to ignore them.
    return new OptimizerConfig(
        OptimizerConfig.Kind.ADAM, rate, beta1, beta2, epsilon, 0.7, true, 0.5);
  }

  @ParameterizedTest
  @CsvSource({"0.01, 0.9, 0.999, 1e-8", "0.05, 0.5, 0.99, 0.3", "0.001, 0, 0.9, 1e-3"})
  void manyStepsFollowThePrintedAlgorithm(double rate, double beta1, double beta2, double epsilon) {
    OptimizerConfig config = config(rate, beta1, beta2, epsilon);
    int size = 5;
    int steps = 200;
    SplittableRandom random = new SplittableRandom(91);
    Adam adam = new Adam(config, new Moments(size));
    float[] parameters = new float[size];
    float[] gradient = new float[size];
    Printed[] printed = new Printed[size];
    for (int i = 0; i < size; i++) {
      parameters[i] = i - 2;
      printed[i] = new Printed(config, parameters[i]);
    }
    for (int step = 0; step < steps; step++) {
      double factor = step < 100 ? 1 : 0.25;
      for (int i = 0; i < size; i++) {
        int sign = random.nextInt(4) == 0 ? -1 : 1;
        gradient[i] = sign * (float) random.nextDouble(0.5, 1);
        printed[i].step(gradient[i], factor);
      }
      adam.beginStep(step, factor);
      adam.update(parameters, gradient, 0, size);
    }
    // Moments carry three roundings of 2^-24 a step, and one of the decay itself: relative errors
    // of at most 4 * 200 * 2^-24 = 5e-5 in v (half of it in its root) and in m, of which at most
    // 1 / 0.5 times itself is seen, since gradients lie in [0.5, 1]. Parameters below 16 are
    // rounded at each step.
    double tolerance = steps * (rate * 2 * 1e-4 + 16 * 0x1p-24);
    for (int i = 0; i < size; i++) {
      assertEquals(printed[i].theta, parameters[i], tolerance, "parameter " + i + ", seed 91");
    }
  }

  @Test
  void theFirstStepMovesByTheRateWhateverTheGradient() {
    // m / (1 - 0.9) = g and v / (1 - 0.999) = g^2, so the step is rate g / (|g| + epsilon).
    float[] gradient = {0.5f, -0.001f, 1000f, 0f};
    float[] parameters = new float[4];
    Adam adam = new Adam(config(0.01, 0.9, 0.999, 1e-8), new Moments(4));
    adam.beginStep(0, 1);
    adam.update(parameters, gradient, 0, 4);
    // A handful of roundings of 0.01, and 1 - 0.999 in single precision: 1e-6 of it; and epsilon,
    // 1e-5 of the smallest gradient.
    assertEquals(0.01, parameters[0], 1e-8);
    assertEquals(-0.01, parameters[1], 1e-8 + 1e-7);
    assertEquals(0.01, parameters[2], 1e-8);
    assertEquals(0f, parameters[3]);
  }

  /** As the package paysage does it, whose steps are this rate times 10 sqrt(0.001). */
  @Test
  void uncorrectedMomentsStartAtTheFirstGradient() {
    OptimizerConfig uncorrected =
        new OptimizerConfig(
            OptimizerConfig.Kind.ADAM_UNCORRECTED, 0.1, 0.9, 0.999, 1e-8, 0, false, 0);
    Adam adam = new Adam(uncorrected, new Moments(2));
    float[] parameters = {0, 0};
    adam.beginStep(0, 0.5);
    adam.update(parameters, new float[] {2, 0}, 0, 2);
    assertEquals(0.05, parameters[0], 1e-7);
    assertEquals(0, parameters[1]);
    adam.beginStep(1, 0.5);
    adam.update(parameters, new float[] {-2, 3}, 0, 2);
    // m = 0.9 * 2 - 0.1 * 2 = 1.6, v = 4; m = 0.3, v = 0.009.
    assertEquals(0.05 + 0.05 * 1.6 / 2, parameters[0], 1e-7);
    assertEquals(0.05 * 0.3 / Math.sqrt(0.009), parameters[1], 1e-6);
  }

  @Test
  void twoStepsByHand() {
    Adam adam = new Adam(config(0.1, 0.9, 0.999, 1), new Moments(1));
    float[] parameters = {0};
    adam.beginStep(0, 1);
    adam.update(parameters, new float[] {1}, 0, 1); // 0.1 * 1 / (1 + 1)
    assertEquals(0.05, parameters[0], 1e-6);
    adam.beginStep(1, 1);
    adam.update(parameters, new float[] {-1}, 0, 1);
    // m = 0.9 * 0.1 - 0.1 = -0.01, corrected by 1 - 0.81: -1 / 19. v corrected: 1.
    assertEquals(0.05 - 0.1 / 19 / 2, parameters[0], 1e-6);
  }

  @Test
  void onlyTheRangeMoves() {
    float[] parameters = {1, 2, 3, 4};
    Moments moments = new Moments(4);
    Adam adam = new Adam(Configs.adam(0.01), moments);
    adam.beginStep(0, 1);
    adam.update(parameters, new float[] {1, 1, 1, 1}, 1, 3);
    assertEquals(1, parameters[0]);
    assertEquals(4, parameters[3]);
    assertEquals(List.of("first-moment", "second-moment"), List.copyOf(moments.arrays().keySet()));
    float[] first = moments.arrays().get("first-moment");
    assertArrayEquals(new float[] {0, 0.1f, 0.1f, 0}, first, 1e-7f);
    assertEquals(0, moments.arrays().get("second-moment")[0]);
  }
}
