package io.boltzspark.learning;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.boltzmann.Configs;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Against equations 1 to 4 of Sutskever, Martens, Dahl and Hinton (2013) in double precision, on
 * {@code -sum of a (x - 1)^2 / 2}.
 */
class SgdTest {
  private static final double[] CURVATURE = {0.1, 1, 3};
  private static final double RATE = 0.05;
  private static final int STEPS = 60;

  private static double gradient(int i, double x) {
    return CURVATURE[i] * (1 - x);
  }

  private static double factor(int step) {
    return step < STEPS / 2 ? 1 : 0.5;
  }

  @ParameterizedTest
  @CsvSource({"0, false", "0.5, false", "0.9, false", "0.5, true", "0.9, true"})
  void followsThePapersEquations(double momentum, boolean nesterov) {
    Sgd sgd = new Sgd(Configs.sgd(RATE, momentum, nesterov), new Moments(CURVATURE.length));
    float[] parameters = new float[CURVATURE.length];
    float[] gradient = new float[CURVATURE.length];
    double[] theta = new double[CURVATURE.length];
    double[] velocity = new double[CURVATURE.length];
    // A step rounds a handful of numbers below 4, and a rounding of the velocity acts for
    // 1 / (1 - momentum) steps; the iteration itself does not magnify errors. At most 6e-4, where
    // one step of the rate is 0.05.
    double tolerance = STEPS * 4 * 4 * 0x1p-24 / (1 - momentum);
    for (int step = 0; step < STEPS; step++) {
      for (int i = 0; i < theta.length; i++) {
        double ahead = nesterov ? theta[i] + momentum * velocity[i] : theta[i];
        velocity[i] = momentum * velocity[i] + factor(step) * RATE * gradient(i, ahead);
        theta[i] += velocity[i];
        gradient[i] = (float) gradient(i, parameters[i]);
      }
      sgd.beginStep(step, factor(step));
      sgd.update(parameters, gradient, 0, theta.length);
      for (int i = 0; i < theta.length; i++) {
        double expected = nesterov ? theta[i] + momentum * velocity[i] : theta[i];
        assertEquals(expected, parameters[i], tolerance, "parameter " + i + " after step " + step);
      }
    }
  }

  @Test
  void theMomentumIsAGeometricSum() {
    // With one gradient of 1, velocities are rate momentum^t, which sum to rate / (1 - momentum).
    Sgd sgd = new Sgd(Configs.sgd(0.25, 0.5, false), new Moments(1));
    float[] parameters = {0};
    sgd.beginStep(0, 1);
    sgd.update(parameters, new float[] {1}, 0, 1);
    double[] sums = {0.25, 0.375, 0.4375, 0.46875};
    for (int step = 1; step < sums.length; step++) {
      assertEquals(sums[step - 1], parameters[0]); // all of them exact in binary
      sgd.beginStep(step, 1);
      sgd.update(parameters, new float[] {0}, 0, 1);
    }
    assertEquals(sums[sums.length - 1], parameters[0]);
  }

  @Test
  void withoutMomentumNothingIsRemembered() {
    Moments none = new Moments(3);
    Sgd sgd = new Sgd(Configs.sgd(0.5, 0, false), none);
    assertEquals(Map.of(), none.arrays());
    float[] parameters = {1, 2, 3};
    sgd.beginStep(0, 0.5);
    sgd.update(parameters, new float[] {4, 8, -4}, 1, 3);
    assertArrayEquals(new float[] {1, 4, 2}, parameters);
    Moments some = new Moments(3);
    new Sgd(Configs.sgd(0.5, 0.1, false), some);
    assertTrue(some.arrays().containsKey("velocity"));
  }
}
