package io.boltzspark.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.math.Matrix;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.testing.TestSpark;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Sampling on Spark against machines whose samples are known, and against itself. */
class SamplingJobTest {
  /** More than a slice of 25 chains, and not a multiple of it. */
  private static final int CHAINS = 60;

  private static final int VISIBLE = 9;
  private static final boolean[] PICTURE = {
    true, false, true, false, true, false, true, true, false
  };

  /** The sigmoid of 20 is 1 to 2e-9, and the kernel's approximation adds less than 1e-6. */
  private static final double TOLERANCE = 1e-6;

  private final BoltzmannMachine machine = BoltzmannMachine.bernoulli(List.of(VISIBLE, 1));

  private static SamplingJob job(int cores, BoltzmannMachine machine, float[] parameters) {
    return new SamplingJob(TestSpark.context(TestSpark.local(cores)), machine, parameters);
  }

  /**
   * One hidden unit: when it is on, the visible units show the picture, when it is off, its
   * negative; and each of the two keeps the hidden unit as it is.
   */
  private float[] twoPictures() {
    float[] parameters = new float[machine.layout().size()];
    int weights = machine.layout().segment("weights.0").offset();
    int visible = machine.layout().segment("bias.0").offset();
    int hidden = machine.layout().segment("bias.1").offset();
    int on = 0;
    for (int i = 0; i < VISIBLE; i++) {
      float sign = PICTURE[i] ? 1 : -1;
      parameters[weights + i] = 40 * sign;
      parameters[visible + i] = -20 * sign;
      on += PICTURE[i] ? 1 : 0;
    }
    // Halfway between the input of the picture, 40 on, and of its negative, -40 (VISIBLE - on).
    parameters[hidden] = -20f * (on - (VISIBLE - on));
    return parameters;
  }

  private static void assertPicture(Matrix means, int chain, boolean negative) {
    for (int i = 0; i < VISIBLE; i++) {
      double expected = PICTURE[i] != negative ? 1 : 0;
      assertEquals(expected, means.get(chain, i), TOLERANCE, "chain " + chain + ", unit " + i);
    }
  }

  @Test
  void chainsStayWithThePictureTheyStartFrom() {
    Matrix visible = Matrix.zeros(CHAINS, VISIBLE);
    Matrix hidden = Matrix.zeros(CHAINS, 1);
    for (int c = 0; c < CHAINS; c++) {
      hidden.set(c, 0, c % 3 == 0 ? 1 : 0);
      for (int i = 0; i < VISIBLE; i++) {
        visible.set(c, i, PICTURE[i] == (c % 3 == 0) ? 1 : 0);
      }
    }
    SamplingJob job = job(2, machine, twoPictures());
    for (int sweeps : new int[] {1, 5}) {
      Matrix fromVisible = job.fromVisible(visible, sweeps, 1);
      Matrix fromChains = job.fromChains(hidden, sweeps, 1);
      for (int c = 0; c < CHAINS; c++) {
        assertPicture(fromVisible, c, c % 3 != 0);
        assertPicture(fromChains, c, c % 3 != 0);
      }
    }
  }

  @Test
  void biasesAloneDecideFromNoise() {
    float[] parameters = new float[machine.layout().size()];
    int visible = machine.layout().segment("bias.0").offset();
    for (int i = 0; i < VISIBLE; i++) {
      parameters[visible + i] = PICTURE[i] ? 30 : -30;
    }
    Matrix means = job(2, machine, parameters).fromNoise(CHAINS, 1, 4);
    assertEquals(CHAINS, means.rows());
    for (int c = 0; c < CHAINS; c++) {
      assertPicture(means, c, false);
    }
  }

  @Test
  void coresDecideNoPixel() {
    BoltzmannMachine large = BoltzmannMachine.bernoulli(List.of(30, 20));
    float[] parameters = new float[large.layout().size()];
    Random random = new Random(8);
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] = (float) random.nextGaussian();
    }
    Matrix visible = Matrix.zeros(CHAINS, 30);
    Matrix hidden = Matrix.zeros(CHAINS, 20);
    for (Matrix start : List.of(visible, hidden)) {
      for (int i = 0; i < start.values().length; i++) {
        start.values()[i] = random.nextInt(2);
      }
    }
    SamplingJob one = job(1, large, parameters);
    Matrix noise = one.fromNoise(CHAINS, 7, 5);
    Matrix fromVisible = one.fromVisible(visible, 7, 5);
    Matrix fromChains = one.fromChains(hidden, 7, 5);
    Matrix otherSeed = one.fromNoise(CHAINS, 7, 6);
    SamplingJob two = job(2, large, parameters);
    assertArrayEquals(noise.toArray(), two.fromNoise(CHAINS, 7, 5).toArray());
    assertArrayEquals(fromVisible.toArray(), two.fromVisible(visible, 7, 5).toArray());
    assertArrayEquals(fromChains.toArray(), two.fromChains(hidden, 7, 5).toArray());
    assertFalse(Arrays.equals(noise.toArray(), otherSeed.toArray()));
    // Slices have random numbers of their own: chains of different slices are not copies.
    assertFalse(Arrays.equals(noise.rows(0, 25).toArray(), noise.rows(25, 50).toArray()));
    for (float mean : noise.toArray()) {
      assertTrue(mean >= 0 && mean <= 1, "a mean of " + mean);
    }
  }
}
