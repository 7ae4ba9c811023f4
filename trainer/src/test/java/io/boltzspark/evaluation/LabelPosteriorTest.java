package io.boltzspark.evaluation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.math.Matrix;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.EnumeratedMachine;
import io.boltzspark.model.LabelledMachine;
import io.boltzspark.model.MachineSpec;
import io.boltzspark.model.ParameterLayout.Segment;
import io.boltzspark.model.UnitSpec;
import io.boltzspark.model.UnitType;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Probabilities of labels against enumeration and closed forms. */
class LabelPosteriorTest {
  private static final int PIXELS = 5;
  private static final int CLASSES = 4;

  /**
   * Of a sum over {@code hidden} units: each may be off by 2e-7, the bound of its kernel, and by
   * the roundings of six products below 4. A difference of two such sums may be off by twice that.
   */
  private static double rounding(int hidden) {
    return 2 * hidden * (2e-7 + 6 * 4 * 0x1p-24);
  }

  /** Every pixel state, with label units that must not matter. */
  private static Matrix allPixels(LabelledMachine exact) {
    Matrix rows = Matrix.zeros(exact.pixelStates(), PIXELS + CLASSES);
    for (int x = 0; x < rows.rows(); x++) {
      for (int i = 0; i < PIXELS; i++) {
        rows.set(x, i, x >> i & 1);
      }
      for (int y = 0; y < CLASSES; y++) {
        rows.set(x, PIXELS + y, y == x % 3 ? 1 : 0);
      }
    }
    return rows;
  }

  /** How far the largest probability is off, by its logarithm. */
  private static double worst(LabelledMachine exact, double[][] found) {
    double worst = 0;
    for (int x = 0; x < exact.pixelStates(); x++) {
      double[] truth = exact.labelGiven(x);
      for (int y = 0; y < CLASSES; y++) {
        worst = Math.max(worst, Math.abs(Math.log(truth[y]) - found[x][y]));
      }
    }
    return worst;
  }

  @Test
  void ofOneHiddenLayerIsExact() {
    for (int seed = 0; seed < 5; seed++) {
      LabelledMachine exact = new LabelledMachine(1, 60 + seed, PIXELS, CLASSES, 6);
      Matrix rows = allPixels(exact);
      float[] before = rows.toArray();
      double[][] found =
          new LabelPosterior(exact.machine(), exact.parameters()).logProbabilities(rows);
      assertArrayEquals(before, rows.toArray(), "rows are only read");
      assertEquals(0, worst(exact, found), rounding(6), "seed " + (60 + seed));
      for (double[] row : found) {
        double sum = 0;
        for (double log : row) {
          sum += Math.exp(log);
        }
        assertEquals(1, sum, 1e-12);
      }
    }
  }

  /** From all joint probabilities, without hidden units and with them. */
  @ParameterizedTest
  @ValueSource(ints = {0, 2})
  void withCouplingsBetweenPixelsAndLabelIsExact(int hidden) {
    List<List<UnitSpec>> layers = new ArrayList<>();
    layers.add(List.of(UnitSpec.of(UnitType.BERNOULLI, PIXELS), UnitSpec.label(CLASSES)));
    if (hidden > 0) {
      layers.add(List.of(UnitSpec.of(UnitType.BERNOULLI, hidden)));
    }
    MachineSpec spec = new MachineSpec(layers, List.of(0));
    BoltzmannMachine machine = BoltzmannMachine.of(spec);
    float[] parameters = new float[machine.layout().size()];
    SplittableRandom random = new SplittableRandom(73);
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] = (float) random.nextGaussian();
    }
    for (int i = 0; i < machine.visible().size(); i++) {
      BoltzmannMachine.mirror(machine.couplings(0), i, parameters);
      machine.clearWithinUnit(machine.couplings(0), i, parameters);
    }
    EnumeratedMachine exact = new EnumeratedMachine(spec, parameters);
    double[] marginal = exact.marginal(0);
    Matrix rows = exact.allStates().get(0).rows(0, marginal.length);
    double[][] found = new LabelPosterior(machine, parameters).logProbabilities(rows);
    for (int v = 0; v < marginal.length; v++) {
      double[] classes = new double[CLASSES];
      double sum = 0;
      for (int w = 0; w < marginal.length; w++) {
        boolean samePixels = true;
        for (int i = 0; i < PIXELS; i++) {
          samePixels &= exact.value(v, 0, i) == exact.value(w, 0, i);
        }
        for (int y = 0; samePixels && y < CLASSES; y++) {
          classes[y] += exact.value(w, 0, PIXELS + y) * marginal[w];
          sum += exact.value(w, 0, PIXELS + y) * marginal[w];
        }
      }
      for (int y = 0; y < CLASSES; y++) {
        // And of two products of as many terms with couplings.
        double tolerance = rounding(hidden) + 2 * PIXELS * 4 * 0x1p-24;
        assertEquals(Math.log(classes[y] / sum), found[v][y], tolerance, "row " + v);
      }
    }
  }

  @Test
  void ofUncoupledUpperLayersIsExact() {
    LabelledMachine exact = new LabelledMachine(1, 70, PIXELS, CLASSES, 4, 3);
    scale(exact, "weights.1", 0);
    double[][] found =
        new LabelPosterior(exact.machine(), exact.parameters()).logProbabilities(allPixels(exact));
    assertEquals(0, worst(exact, found), rounding(4 + 3));
  }

  /** The bounds' gaps are of second order in the weights between hidden layers, see below. */
  @Test
  void ofNearlyUncoupledUpperLayersIsNearlyExact() {
    LabelledMachine exact = new LabelledMachine(1, 71, PIXELS, CLASSES, 4, 3);
    scale(exact, "weights.1", 0.05f);
    double[][] found =
        new LabelPosterior(exact.machine(), exact.parameters()).logProbabilities(allPixels(exact));
    // A pair of units that is taken to be independent costs w^2 / 2 times both variances, at most
    // 1/4 each, and w^2 has the mean 0.05^2; five times that for the twelve weights' spread.
    double gap = 5 * 12 * 0.05 * 0.05 / 2 / 16;
    assertEquals(0, worst(exact, found), gap + rounding(4 + 3));
    double largest = 0;
    for (int x = 0; x < exact.pixelStates(); x++) {
      for (double probability : exact.labelGiven(x)) {
        largest = Math.max(largest, -Math.log(probability));
      }
    }
    assertTrue(largest > 100 * gap, "labels would be as good as independent of the pixels");
  }

  private static void scale(LabelledMachine machine, String name, float factor) {
    Segment segment = machine.machine().layout().segment(name);
    for (int i = segment.offset(); i < segment.offset() + segment.size(); i++) {
      machine.parameters()[i] *= factor;
    }
  }

  /**
   * {@code log P(y | v) = b_y + sum over j of softplus(c_j + U_yj + sum over i of v_i w_ij /
   * s_i^2)}.
   */
  @Test
  void ofGaussianPixelsIsTheClosedForm() {
    int hidden = 3;
    BoltzmannMachine machine =
        BoltzmannMachine.of(
            new MachineSpec(
                List.of(
                    List.of(UnitSpec.of(UnitType.GAUSSIAN, PIXELS), UnitSpec.label(CLASSES)),
                    List.of(UnitSpec.of(UnitType.BERNOULLI, hidden)))));
    float[] parameters = new float[machine.layout().size()];
    SplittableRandom random = new SplittableRandom(72);
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] = (float) (0.5 * random.nextGaussian());
    }
    Matrix rows = Matrix.zeros(20, PIXELS + CLASSES);
    for (int r = 0; r < rows.rows(); r++) {
      for (int i = 0; i < PIXELS; i++) {
        rows.set(r, i, (float) random.nextGaussian());
      }
    }
    double[][] found = new LabelPosterior(machine, parameters).logProbabilities(rows);
    int w = machine.layout().segment("weights.0").offset();
    int b = machine.layout().segment("bias.0").offset() + PIXELS;
    int c = machine.layout().segment("bias.1").offset();
    int logSigma = machine.layout().segment("log_sigma.0").offset();
    for (int r = 0; r < rows.rows(); r++) {
      double[] logs = new double[CLASSES];
      double sum = 0;
      for (int y = 0; y < CLASSES; y++) {
        logs[y] = parameters[b + y];
        for (int j = 0; j < hidden; j++) {
          double input = parameters[c + j] + parameters[w + (PIXELS + y) * hidden + j];
          for (int i = 0; i < PIXELS; i++) {
            double variance = Math.exp(2 * parameters[logSigma + i]);
            input += rows.get(r, i) * parameters[w + i * hidden + j] / variance;
          }
          logs[y] += Math.log1p(Math.exp(input));
        }
        sum += Math.exp(logs[y]);
      }
      for (int y = 0; y < CLASSES; y++) {
        // Besides the kernel's: variances of up to e^3 in single precision scale what is rounded.
        double tolerance = 2 * hidden * (2e-7 + 6 * 4 * 20 * 0x1p-24);
        assertEquals(logs[y] - Math.log(sum), found[r][y], tolerance, "row " + r + ", " + y);
      }
    }
  }

  @Test
  void machinesThatCannotClassifyAreRefused() {
    BoltzmannMachine unlabelled = BoltzmannMachine.bernoulli(List.of(3, 2));
    refused(unlabelled, new float[unlabelled.layout().size()], "--labels");
    BoltzmannMachine noisy =
        BoltzmannMachine.of(
            new MachineSpec(
                List.of(
                    List.of(UnitSpec.of(UnitType.BERNOULLI, 3), UnitSpec.label(2)),
                    List.of(UnitSpec.of(UnitType.NOISY_RECTIFIED, 2)))));
    refused(noisy, new float[noisy.layout().size()], "noisy-rectified");
    LabelledMachine exact = new LabelledMachine(1, 73, PIXELS, CLASSES, 2);
    exact.parameters()[7] = Float.NaN;
    refused(exact.machine(), exact.parameters(), "NaN");
  }

  private static void refused(BoltzmannMachine machine, float[] parameters, String said) {
    BoltzException e =
        assertThrows(BoltzException.class, () -> new LabelPosterior(machine, parameters));
    assertEquals(ExitCode.BAD_INPUT, e.exitCode());
    assertTrue(e.getMessage().contains(said), e.getMessage());
  }
}
