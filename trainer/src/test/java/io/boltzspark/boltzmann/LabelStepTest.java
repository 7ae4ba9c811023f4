package io.boltzspark.boltzmann;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.boltzspark.learning.Lanes;
import io.boltzspark.math.Matrix;
import io.boltzspark.model.BoltzmannMachine;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The gradient of a softmax classifier. */
class LabelStepTest {
  private static final int WIDTH = 6;
  private static final int CLASSES = 4;
  private static final int ROWS = 11;
  private static final int WEIGHTS = WIDTH * CLASSES;
  private static final int LABEL_BIAS = WEIGHTS + WIDTH;
  private static final BoltzmannMachine MACHINE =
      BoltzmannMachine.of(LabelStep.spec(WIDTH, CLASSES));

  private final SplittableRandom random = new SplittableRandom(51);
  private final float[] parameters = normal(MACHINE.layout().size());
  private final float[][] values = new float[ROWS][];
  private final int[] labels = new int[ROWS];

  LabelStepTest() {
    for (int r = 0; r < ROWS; r++) {
      values[r] = normal(WIDTH);
      labels[r] = r == 3 ? -1 : random.nextInt(CLASSES);
    }
  }

  private float[] normal(int count) {
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = (float) random.nextGaussian();
    }
    return numbers;
  }

  /** Sum over labelled rows of log P(label | values), by loops. */
  private double logLikelihood(double[] at) {
    double sum = 0;
    for (int r = 0; r < ROWS; r++) {
      double[] logits = new double[CLASSES];
      double total = 0;
      for (int y = 0; y < CLASSES; y++) {
        logits[y] = at[LABEL_BIAS + y];
        for (int i = 0; i < WIDTH; i++) {
          logits[y] += values[r][i] * at[i * CLASSES + y];
        }
        total += Math.exp(logits[y]);
      }
      sum += labels[r] < 0 ? 0 : logits[labels[r]] - Math.log(total);
    }
    return sum;
  }

  /** The sums of one lane of several. */
  private float[] sums(Lanes lanes, int lane) {
    LabelStep share = new LabelStep(MACHINE, lanes.size(lane, ROWS));
    int first = lanes.start(lane, ROWS);
    Matrix rows = share.rows(lanes.size(lane, ROWS));
    for (int r = 0; r < rows.rows(); r++) {
      for (int i = 0; i < WIDTH; i++) {
        rows.set(r, i, values[first + r][i]);
      }
      for (int y = 0; y < CLASSES; y++) {
        rows.set(r, WIDTH + y, labels[first + r] == y ? 1f : 0f);
      }
    }
    float[] sums = new float[MACHINE.layout().size()];
    Arrays.fill(sums, Float.NaN);
    share.compute(parameters, rows.rows(), sums);
    return sums;
  }

  @Test
  void sumsAreTheGradientOfTheLabelsLikelihood() {
    float[] sums = sums(new Lanes(1), 0);
    double[] at = new double[parameters.length];
    Arrays.setAll(at, p -> parameters[p]);
    double step = 1e-5;
    // Differences: third derivatives are at most |x|^3 < 64 a row, and 1e-13 of rounding over the
    // step. Sums: 11 products of values below 4 and residuals with the error of an input of 7
    // products.
    double tolerance = ROWS * 64 * step * step + 1e-13 / step + ROWS * 4 * 100 * 0x1p-24;
    for (int p = 0; p < at.length; p++) {
      double before = at[p];
      at[p] = before + step;
      double above = logLikelihood(at);
      at[p] = before - step;
      double below = logLikelihood(at);
      at[p] = before;
      assertEquals((above - below) / (2 * step), sums[p], tolerance, "parameter " + p);
    }
    for (int i = WEIGHTS; i < LABEL_BIAS; i++) {
      assertEquals(0f, sums[i], "values are given, so their biases are not learnt");
    }
  }

  @Test
  void sharesOfLanesAddUp() {
    float[] whole = sums(new Lanes(1), 0);
    Lanes lanes = new Lanes(4);
    double[] total = new double[whole.length];
    for (int lane = 0; lane < 4; lane++) {
      float[] share = sums(lanes, lane);
      for (int p = 0; p < total.length; p++) {
        total[p] += share[p];
      }
    }
    for (int p = 0; p < total.length; p++) {
      // Eleven terms below 4, added in another order.
      assertEquals(whole[p], total[p], ROWS * 4 * ROWS * 0x1p-24, "parameter " + p);
    }
  }

  @Test
  void aLaneWithoutRowsContributesNothing() {
    LabelStep share = new LabelStep(MACHINE, ROWS);
    float[] sums = new float[MACHINE.layout().size()];
    Arrays.fill(sums, Float.NaN);
    share.compute(parameters, 0, sums);
    for (float sum : sums) {
      assertEquals(0f, sum);
    }
  }
}
