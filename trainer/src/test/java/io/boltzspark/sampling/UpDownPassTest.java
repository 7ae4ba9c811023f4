package io.boltzspark.sampling;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.boltzspark.math.Matrix;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.MachineSpec;
import io.boltzspark.model.UnitSpec;
import io.boltzspark.model.UnitType;
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

  /** Without hidden units, with couplings of either layer, and of both. */
  @ParameterizedTest
  @EnumSource(UpDownPass.Step.class)
  void unitsAlsoFollowFromTheOthersOfACoupledLayer(UpDownPass.Step step) {
    for (List<Integer> coupled : List.of(List.of(0), List.of(1), List.of(0, 1))) {
      assertCoupled(List.of(PIXELS, HIDDEN), coupled, step);
    }
    assertCoupled(List.of(PIXELS), List.of(0), step);
  }

  private static void assertCoupled(
      List<Integer> shape, List<Integer> coupled, UpDownPass.Step step) {
    MachineSpec spec =
        new MachineSpec(
            shape.stream().map(size -> List.of(UnitSpec.of(UnitType.BERNOULLI, size))).toList(),
            coupled);
    BoltzmannMachine machine = BoltzmannMachine.of(spec);
    SplittableRandom random = new SplittableRandom(SEED);
    float[] parameters = random(machine, random);
    for (int l : coupled) {
      for (int i = 0; i < shape.get(l); i++) {
        machine.clearWithinUnit(machine.couplings(l), i, parameters);
        BoltzmannMachine.mirror(machine.couplings(l), i, parameters);
      }
    }
    Matrix visible = rows(random);
    Matrix found = UpDownPass.of(machine, parameters, visible, step);
    for (int r = 0; r < ROWS; r++) {
      double[] given = new double[PIXELS];
      for (int i = 0; i < PIXELS; i++) {
        given[i] = visible.get(r, i);
      }
      double[] hidden = new double[shape.size() > 1 ? HIDDEN : 0];
      for (int update = 0; update < 1000; update++) { // mean field, to its end
        for (int j = 0; j < hidden.length; j++) {
          hidden[j] =
              settle(input(machine, parameters, 1, j, given, hidden), UpDownPass.Step.MEANS);
        }
      }
      double[] settled = new double[hidden.length];
      for (int j = 0; j < hidden.length; j++) {
        settled[j] = settle(input(machine, parameters, 1, j, given, hidden), step);
      }
      for (int i = 0; i < PIXELS; i++) {
        double wanted = settle(input(machine, parameters, 0, i, given, settled), step);
        // Mean field ends when no mean moves by 1e-3.
        assertEquals(wanted, found.get(r, i), 0.02, "row " + r + ", " + coupled + ", " + shape);
      }
    }
  }

  /** The input of a unit, with its bias. */
  private static double input(
      BoltzmannMachine machine,
      float[] parameters,
      int l,
      int unit,
      double[] visible,
      double[] hidden) {
    double input = parameters[machine.layer(l).biasOffset() + unit];
    double[] others = l == 0 ? hidden : visible;
    for (int k = 0; k < others.length; k++) {
      Matrix weights = machine.connections().get(0).weights(parameters);
      input += others[k] * (l == 0 ? weights.get(unit, k) : weights.get(k, unit));
    }
    double[] own = l == 0 ? visible : hidden;
    for (int k = 0; machine.couplings(l) != null && k < own.length; k++) {
      input += own[k] * machine.couplings(l).weights(parameters).get(unit, k);
    }
    return input;
  }
}
