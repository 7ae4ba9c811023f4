package io.boltzspark.evaluation.partition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.math.Matrix;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.MachineSpec;
import io.boltzspark.model.ParameterLayout.Segment;
import io.boltzspark.model.Standardisation;
import io.boltzspark.model.UnitSpec;
import io.boltzspark.model.UnitType;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * The likelihood of the data's values is a distribution: over all values, in their own units, it
 * sums or integrates to 1. That of standardised values does not.
 */
class ValueDensityTest {
  private static final UnitSpec HIDDEN = UnitSpec.of(UnitType.BERNOULLI, 3);

  /** Single precision in inputs of some units, times log-probabilities of some tens. */
  private static final double TOLERANCE = 1e-4;

  private static float[] parameters(BoltzmannMachine machine) {
    SplittableRandom random = new SplittableRandom(7);
    float[] parameters = new float[machine.layout().size()];
    for (Segment segment : machine.layout().segments()) {
      for (int i = 0; i < segment.size(); i++) {
        parameters[segment.offset() + i] = (float) (0.4 * random.nextGaussian());
      }
    }
    return parameters;
  }

  /** A model, and its probability or density of each row of values. */
  private record Model(BoltzmannMachine machine, Standardisation standardisation) {
    private double[] ofValues(double[][] values) {
      float[] parameters = parameters(machine);
      double logZ = new ExactLogPartition(machine, parameters).logPartition();
      Matrix states = Matrix.zeros(values.length, values[0].length);
      for (int r = 0; r < values.length; r++) {
        for (int i = 0; i < values[r].length; i++) {
          double state = (values[r][i] - standardisation.offset()[i]) / standardisation.scale()[i];
          states.set(r, i, (float) state);
        }
      }
      double[] found = new LogLikelihood(machine, parameters).unnormalised(states);
      for (int r = 0; r < found.length; r++) {
        found[r] = Math.exp(found[r] - logZ + logJacobian());
      }
      return found;
    }

    double sum(double[][] values) {
      double sum = 0;
      for (double found : ofValues(values)) {
        sum += found;
      }
      return sum;
    }

    double logJacobian() {
      return standardisation.logJacobian(machine.spec().layers().get(0));
    }
  }

  private static Model model(
      List<UnitSpec> visible, float[] offset, float[] scale, boolean isDensity) {
    MachineSpec spec = new MachineSpec(List.of(visible, List.of(HIDDEN)));
    assertEquals(isDensity, spec.hasDensity());
    return new Model(BoltzmannMachine.of(spec), new Standardisation(offset, scale));
  }

  /** From {@code center - 12 scale} to {@code center + 12 scale}, or from 0. */
  private static double at(int point, int points, double center, double scale, boolean fromZero) {
    double lowest = fromZero ? 0 : center - 12 * scale;
    double step = (center + 12 * scale - lowest) / points;
    return lowest + (point + 0.5) * step;
  }

  @Test
  void gaussianUnits() {
    float[] offset = {300, -0.5f};
    float[] scale = {40, 0.001f};
    Model model = model(List.of(UnitSpec.of(UnitType.GAUSSIAN, 2)), offset, scale, true);
    int points = 120;
    double[][] values = new double[points * points][];
    for (int n = 0; n < values.length; n++) {
      values[n] =
          new double[] {
            at(n / points, points, offset[0], scale[0], false),
            at(n % points, points, offset[1], scale[1], false)
          };
    }
    double area = 24.0 * scale[0] / points * (24.0 * scale[1] / points);
    assertEquals(1, model.sum(values) * area, TOLERANCE);
    assertEquals(-Math.log(40) - Math.log(0.001f), model.logJacobian(), 1e-12);
  }

  @Test
  void rectifiedUnitsBesideALabel() {
    float[] offset = {0, 0, 0};
    float[] scale = {7, 1, 1};
    List<UnitSpec> visible = List.of(UnitSpec.of(UnitType.RECTIFIED, 1), UnitSpec.label(2));
    Model model = model(visible, offset, scale, true);
    int points = 4000;
    double[][] values = new double[2 * points][];
    for (int n = 0; n < values.length; n++) {
      int label = n % 2;
      values[n] = new double[] {at(n / 2, points, 0, scale[0], true), label, 1 - label};
    }
    assertEquals(1, model.sum(values) * 12.0 * scale[0] / points, TOLERANCE);
    assertEquals(-Math.log(7), model.logJacobian(), 1e-12, "a label has no scale");
  }

  /** A spin has the probability of its value, although its states are twice as far apart. */
  @Test
  void spinsHaveNoJacobian() {
    float[] half = {0.5f, 0.5f, 0.5f, 0.5f};
    Model model = model(List.of(UnitSpec.of(UnitType.SPIN, 4)), half, half, false);
    assertEquals(0, model.logJacobian());
    double[][] values = new double[16][4];
    for (int n = 0; n < values.length; n++) {
      for (int i = 0; i < 4; i++) {
        values[n][i] = n >> i & 1;
      }
    }
    assertEquals(1, model.sum(values), TOLERANCE);
  }

  @Test
  void onlyRealVisibleUnitsHaveDensities() {
    for (UnitType type : UnitType.values()) {
      boolean real = List.of("gaussian", "rectified", "noisy-rectified").contains(type.word());
      assertEquals(real, type.isReal(), type.word());
    }
    UnitSpec normal = UnitSpec.standardNormal(3); // the hidden units of a Hopfield machine
    MachineSpec hopfield = MachineSpec.of(UnitSpec.of(UnitType.BERNOULLI, 2), normal);
    assertFalse(hopfield.hasDensity());
    assertEquals(0, Standardisation.identity(2).logJacobian(hopfield.layers().get(0)));
    assertTrue(MachineSpec.of(UnitSpec.of(UnitType.GAUSSIAN, 2), HIDDEN).hasDensity());
  }
}
