package io.boltzspark.sampling;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.boltzspark.math.Matrix;
import io.boltzspark.model.BoltzmannMachine;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The pass against loops over units, and deep machines against shallow ones that they equal. */
class UpDownPassTest {
  private static final long SEED = 37;
  private static final int ROWS = 20;
  private static final int PIXELS = 6;
  private static final int HIDDEN = 4;
  private static final BoltzmannMachine SHALLOW =
      BoltzmannMachine.bernoulli(List.of(PIXELS, HIDDEN));

  private static float[] random(BoltzmannMachine machine, SplittableRandom random) {
    float[] parameters = new float[machine.layout().size()];
    for (int p = 0; p < parameters.length; p++) {
      parameters[p] = (float) random.nextGaussian();
    }
    return parameters;
  }

  private static Matrix rows(SplittableRandom random) {
    Matrix visible = Matrix.zeros(ROWS, PIXELS);
    for (int i = 0; i < visible.values().length; i++) {
      visible.values()[i] = random.nextInt(2);
    }
    return visible;
  }

  /** Of a machine with one hidden layer; no input is so near to a tie that rounding decides. */
  private static double[] expected(
      float[] parameters, Matrix visible, int row, UpDownPass.Step step) {
    Matrix weights = SHALLOW.connections().get(0).weights(parameters);
    double[] hidden = new double[HIDDEN];
    for (int j = 0; j < HIDDEN; j++) {
      hidden[j] = parameters[SHALLOW.layer(1).biasOffset() + j];
      for (int i = 0; i < PIXELS; i++) {
        hidden[j] += visible.get(row, i) * weights.get(i, j);
      }
      hidden[j] = settle(hidden[j], step);
    }
    double[] back = new double[PIXELS];
    for (int i = 0; i < PIXELS; i++) {
      back[i] = parameters[SHALLOW.layer(0).biasOffset() + i];
      for (int j = 0; j < HIDDEN; j++) {
        back[i] += hidden[j] * weights.get(i, j);
      }
      back[i] = settle(back[i], step);
    }
    return back;
  }

  private static double settle(double y, UpDownPass.Step step) {
    return step == UpDownPass.Step.MODES ? y > 0 ? 1 : 0 : 1 / (1 + Math.exp(-y));
  }

  private static void assertExpected(
      float[] shallow, Matrix visible, Matrix found, UpDownPass.Step step) {
    for (int r = 0; r < ROWS; r++) {
      double[] wanted = expected(shallow, visible, r, step);
      for (int i = 0; i < PIXELS; i++) {
        // A mean is off by 2e-7, and inputs of up to 60 by 4e-6, which weights of up to 10 in all
        // and slopes of 1/4 make no larger than this.
        assertEquals(wanted[i], found.get(r, i), 1e-4, "row " + r + ", seed " + SEED);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(UpDownPass.Step.class)
  void oneHiddenLayerIsTheDefinition(UpDownPass.Step step) {
    SplittableRandom random = new SplittableRandom(SEED);
    float[] parameters = random(SHALLOW, random);
    Matrix visible = rows(random);
    float[] before = visible.toArray();
    Matrix found = UpDownPass.of(SHALLOW, parameters, visible, step);
    assertArrayEquals(before, visible.toArray(), "the rows are only read");
    assertExpected(parameters, visible, found, step);
  }

  /**
   * A unit above that is always on is nothing but a bias of the layer below it. Here it makes up
   * for most of that layer's own bias, as the layers of trained machines do for one another: input
   * from one side alone would leave all units off, and every reconstruction the same.
   */
  @ParameterizedTest
  @EnumSource(UpDownPass.Step.class)
  void layersBetweenCountOnBothSides(UpDownPass.Step step) {
    SplittableRandom random = new SplittableRandom(SEED);
    float[] shallow = random(SHALLOW, random);
    Matrix visible = rows(random);
    for (List<Integer> shape : List.of(List.of(PIXELS, HIDDEN, 1), List.of(PIXELS, HIDDEN, 1, 2))) {
      BoltzmannMachine deep = BoltzmannMachine.bernoulli(shape);
      float[] parameters = new float[deep.layout().size()];
      Matrix weights = deep.connections().get(0).weights(parameters);
      weights.setFrom(SHALLOW.connections().get(0).weights(shallow));
      for (int i = 0; i < PIXELS; i++) {
        parameters[deep.layer(0).biasOffset() + i] = shallow[SHALLOW.layer(0).biasOffset() + i];
      }
      Matrix above = deep.connections().get(1).weights(parameters);
      for (int j = 0; j < HIDDEN; j++) {
        above.set(j, 0, 50);
        parameters[deep.layer(1).biasOffset() + j] =
            shallow[SHALLOW.layer(1).biasOffset() + j] - 50;
      }
      parameters[deep.layer(2).biasOffset()] = 100; // on, whatever the others are
      assertExpected(shallow, visible, UpDownPass.of(deep, parameters, visible, step), step);
    }
  }
}
