package io.boltzspark.learning;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.boltzspark.learning.OptimizerConfig.Kind;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Against algorithm 2 of Loshchilov and Hutter (2019), with the decay in units of the rate. */
class AdamWTest {
  private static final double RATE = 0.01;
  private static final double DECAY = 0.5;
  private static final int SIZE = 6;
  private static final int WEIGHTS = 4;

  private static OptimizerConfig config(Kind kind, double decay) {
    return new OptimizerConfig(kind, RATE, 0.9, 0.999, 1e-8, 0, false, decay);
  }

  @Test
  void weightsDecayBesideAdamsStepAndOthersDoNot() {
    AdamW adamW = new AdamW(config(Kind.ADAMW, DECAY), new Moments(SIZE), WEIGHTS);
    Adam adam = new Adam(config(Kind.ADAM, 0), new Moments(SIZE));
    SplittableRandom random = new SplittableRandom(3);
    float[] parameters = {1, -2, 3, -4, 5, -6};
    double[] expected = {1, -2, 3, -4, 5, -6};
    float[] gradient = new float[SIZE];
    int steps = 100;
    for (int step = 0; step < steps; step++) {
      double factor = step < 50 ? 1 : 0.25;
      for (int i = 0; i < SIZE; i++) {
        gradient[i] = (float) random.nextDouble(-1, 1);
      }
      // Adam's step does not depend on where it starts, so from 0 it is the step alone.
      float[] adamsStep = new float[SIZE];
      adam.beginStep(step, factor);
      adam.update(adamsStep, gradient, 0, SIZE);
      for (int i = 0; i < SIZE; i++) {
        double decay = i < WEIGHTS ? factor * RATE * DECAY * expected[i] : 0;
        expected[i] += adamsStep[i] - decay;
      }
      adamW.beginStep(step, factor);
      adamW.update(parameters, gradient, 0, SIZE);
    }
    for (int i = 0; i < SIZE; i++) {
      // Three roundings a step of a number below 8: the factor, the product and the sum.
      assertEquals(expected[i], parameters[i], steps * 3 * 8 * 0x1p-24, "parameter " + i);
    }
  }

  @Test
  void withoutAGradientWeightsShrinkGeometrically() {
    AdamW adamW = new AdamW(config(Kind.ADAMW, DECAY), new Moments(SIZE), WEIGHTS);
    float[] parameters = {1, 1, 1, 1, 1, 1};
    for (int step = 0; step < 10; step++) {
      adamW.beginStep(step, 0.5);
      adamW.update(parameters, new float[SIZE], 0, 3);
      adamW.update(parameters, new float[SIZE], 3, 5);
    }
    float shrunk = (float) Math.pow(1 - 0.5 * RATE * DECAY, 10);
    // Ten products by a factor that is rounded itself.
    assertArrayEquals(
        new float[] {shrunk, shrunk, shrunk, shrunk, 1, 1}, parameters, 20 * (float) 0x1p-24);
  }
}
