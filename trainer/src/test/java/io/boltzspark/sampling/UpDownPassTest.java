package io.boltzspark.sampling;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.boltzspark.math.Matrix;
import io.boltzspark.model.BoltzmannMachine;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The pass against its definition in loops over units. */
class UpDownPassTest {
  private static final long SEED = 37;
  private static final List<List<Integer>> SHAPES =
      List.of(List.of(6, 4), List.of(6, 5, 3), List.of(6, 4, 3, 2));

  /** What the pass should give; no input is so near to a tie that rounding decides a mode. */
  private static double[] expected(
      BoltzmannMachine machine, float[] parameters, double[] visible, UpDownPass.Step step) {
    int top = machine.layers().size() - 1;
    double[] states = visible;
    for (int l = 1; l <= top; l++) {
      double[] above = new double[machine.layer(l).size()];
      Matrix weights = machine.connections().get(l - 1).weights(parameters);
      for (int j = 0; j < above.length; j++) {
        for (int i = 0; i < states.length; i++) {
          above[j] += states[i] * weights.get(i, j);
        }
        above[j] = settle(machine, l, j, above[j] * (l < top ? 2 : 1), parameters, step);
      }
      states = above;
    }
    for (int l = top - 1; l >= 0; l--) {
      double[] below = new double[machine.layer(l).size()];
      Matrix weights = machine.connections().get(l).weights(parameters);
      for (int i = 0; i < below.length; i++) {
        for (int j = 0; j < states.length; j++) {
          below[i] += states[j] * weights.get(i, j);
        }
        below[i] = settle(machine, l, i, below[i] * (l > 0 ? 2 : 1), parameters, step);
      }
      states = below;
    }
    return states;
  }

  private static double settle(
      BoltzmannMachine machine,
      int l,
      int unit,
      double input,
      float[] parameters,
      UpDownPass.Step step) {
    double y = input + parameters[machine.layer(l).biasOffset() + unit];
    return step == UpDownPass.Step.MODES ? y > 0 ? 1 : 0 : 1 / (1 + Math.exp(-y));
  }

  @ParameterizedTest
  @EnumSource(UpDownPass.Step.class)
  void isTheDefinition(UpDownPass.Step step) {
    for (List<Integer> shape : SHAPES) {
      BoltzmannMachine machine = BoltzmannMachine.bernoulli(shape);
      SplittableRandom random = new SplittableRandom(SEED);
      float[] parameters = new float[machine.layout().size()];
      for (int p = 0; p < parameters.length; p++) {
        parameters[p] = (float) random.nextGaussian();
      }
      Matrix visible = Matrix.zeros(20, 6);
      for (int i = 0; i < visible.values().length; i++) {
        visible.values()[i] = random.nextInt(2);
      }
      float[] before = visible.toArray();
      Matrix found = UpDownPass.of(machine, parameters, visible, step);
      assertArrayEquals(before, visible.toArray(), "the rows are only read");
      for (int r = 0; r < 20; r++) {
        double[] row = new double[6];
        for (int i = 0; i < 6; i++) {
          row[i] = visible.get(r, i);
        }
        double[] wanted = expected(machine, parameters, row, step);
        for (int i = 0; i < 6; i++) {
          // A mean is off by 2e-7 in each layer, which weights of up to 10 in all, doubled, make
          // larger on the way through at most six layers; slopes are 1/4.
          assertEquals(wanted[i], found.get(r, i), 1e-4, shape + ", row " + r + ", seed " + SEED);
        }
      }
    }
  }
}
