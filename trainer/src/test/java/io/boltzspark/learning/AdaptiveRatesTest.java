package io.boltzspark.learning;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.boltzspark.learning.OptimizerConfig.Kind;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@link RmsProp} and {@link AdaGrad} against their formulas as printed, in double precision. */
class AdaptiveRatesTest {
  private static final int SIZE = 5;
  private static final int STEPS = 200;

  private static OptimizerConfig config(Kind kind, double rate, double decay, double epsilon) {
    return new OptimizerConfig(kind, rate, 0.3, decay, epsilon, 0.7, true, 0.5);
  }

  private static Optimizer optimizer(OptimizerConfig config) {
    return config.kind() == Kind.RMSPROP
        ? new RmsProp(config, new Moments(SIZE))
        : new AdaGrad(config, new Moments(SIZE));
  }

  @ParameterizedTest
  @CsvSource({
    "RMSPROP, 0.01, 0.9, 1e-8",
    "RMSPROP, 0.05, 0.999, 0.1",
    "ADAGRAD, 0.1, 0, 1e-8",
    "ADAGRAD, 0.5, 0, 1"
  })
  void manyStepsFollowTheFormula(Kind kind, double rate, double decay, double epsilon) {
    OptimizerConfig config = config(kind, rate, decay, epsilon);
    Optimizer optimizer = optimizer(config);
    SplittableRandom random = new SplittableRandom(17);
    float[] parameters = new float[SIZE];
    float[] gradient = new float[SIZE];
    double[] theta = new double[SIZE];
    double[] squares = new double[SIZE];
    double[] path = new double[SIZE];
    for (int step = 0; step < STEPS; step++) {
      double factor = step < 100 ? 1 : 0.25;
      for (int i = 0; i < SIZE; i++) {
        int sign = random.nextInt(4) == 0 ? -1 : 1;
        gradient[i] = sign * (float) random.nextDouble(0.5, 1);
        double square = (double) gradient[i] * gradient[i];
        squares[i] =
            kind == Kind.RMSPROP ? decay * squares[i] + (1 - decay) * square : squares[i] + square;
        double change = factor * rate * gradient[i] / (Math.sqrt(squares[i]) + epsilon);
        theta[i] += change;
        path[i] += Math.abs(change);
      }
      optimizer.beginStep(step, factor);
      optimizer.update(parameters, gradient, 0, SIZE);
    }
    for (int i = 0; i < SIZE; i++) {
      // The squares carry at most four roundings a step, each of 2^-24 of them: 200 * 4 * 2^-24 =
      // 5e-5, half of which is left in the root; a step adds a few of its own. Parameters below 64
      // are rounded at each step.
      double tolerance = 5e-5 * path[i] + STEPS * 64 * 0x1p-25;
      assertEquals(theta[i], parameters[i], tolerance, "parameter " + i + ", seed 17");
    }
  }

  @Test
  void theFirstStepOfAdaGradIsTheRateAndItsStepsShrinkWithTheRoot() {
    Optimizer adaGrad = optimizer(config(Kind.ADAGRAD, 0.5, 0, 1e-8));
    float[] parameters = new float[SIZE];
    double expected = 0;
    for (int t = 1; t <= 50; t++) {
      adaGrad.beginStep(t - 1, 1);
      adaGrad.update(parameters, new float[] {3, 0, 0, 0, 0}, 0, 1);
      expected += 0.5 / Math.sqrt(t); // 3 / sqrt(9 t)
      // Sums of 9 are exact in single precision; a root, a quotient and a sum below 8 are rounded.
      assertEquals(expected, parameters[0], t * (2 * 0.5 + 8) * 0x1p-24, "step " + t);
    }
    assertEquals(0f, parameters[1]);
  }

  @Test
  void theFirstStepOfRmsPropIsTheRateOverTheRootOfWhatItAdds() {
    // Mean square 0.1 g^2 after the first step, so g / root = 1 / sqrt(0.1).
    Optimizer rmsProp = optimizer(config(Kind.RMSPROP, 0.01, 0.9, 1e-12));
    float[] parameters = new float[SIZE];
    rmsProp.beginStep(0, 1);
    rmsProp.update(parameters, new float[] {5, -0.2f, 0, 0, 0}, 0, SIZE);
    double step = 0.01 / Math.sqrt(0.1);
    // 1 - 0.9 in single precision and five operations, each rounded by 2^-24.
    assertEquals(step, parameters[0], 6 * 0x1p-24 * step);
    assertEquals(-step, parameters[1], 6 * 0x1p-24 * step);
    assertEquals(0f, parameters[2]);
  }
}
