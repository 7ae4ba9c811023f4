package io.boltzspark.jobs.export;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OrtException;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.math.Matrix;
import io.boltzspark.math.RandomStream;
import io.boltzspark.math.RandomStream.Purpose;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.MachineSpec;
import io.boltzspark.model.Standardisation;
import io.boltzspark.model.UnitSpec;
import io.boltzspark.model.UnitType;
import io.boltzspark.sampling.ChainStates;
import io.boltzspark.sampling.GibbsSampler;
import io.boltzspark.sampling.MeanField;
import io.boltzspark.store.TrainedModel;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Exported graphs in ONNX Runtime against the project's own mean field and Gibbs sampler. */
class OnnxMachineTest {
  private static final int ROWS = 7;
  private static final double UNIT_ROUNDOFF = 0x1p-24;

  /** Of the project's own sigmoid 2e-7; the runtime's fractions for sigmoid and tanh are alike. */
  private static final double FUNCTION_ERROR = 1e-6;

  private static UnitSpec units(UnitType type, int size) {
    return UnitSpec.of(type, size);
  }

  @Test
  void hiddenMeansOfEveryKindOfUnits() throws OrtException {
    UnitSpec visible = units(UnitType.BERNOULLI, 12);
    for (UnitSpec hidden :
        List.of(
            units(UnitType.BERNOULLI, 9),
            units(UnitType.SPIN, 9),
            units(UnitType.GAUSSIAN, 9),
            UnitSpec.of(UnitType.POTTS, 9, 3),
            UnitSpec.of(UnitType.BINOMIAL, 9, 4),
            UnitSpec.of(UnitType.MULTINOMIAL, 9, 5))) {
      hiddenMeansAgree(ExportedModels.random(MachineSpec.of(visible, hidden), 0.5, false, 1), 0);
    }
  }

  @Test
  void standardisedRealDataAndLabels() throws OrtException {
    MachineSpec real = MachineSpec.of(units(UnitType.GAUSSIAN, 12), units(UnitType.BERNOULLI, 9));
    hiddenMeansAgree(ExportedModels.random(real, 0.3, true, 2), 0);
    MachineSpec rectified =
        MachineSpec.of(units(UnitType.RECTIFIED, 12), units(UnitType.BERNOULLI, 9));
    hiddenMeansAgree(ExportedModels.random(rectified, 0.3, true, 2), 0);
    MachineSpec labelled =
        new MachineSpec(
            List.of(
                List.of(units(UnitType.GAUSSIAN, 8), UnitSpec.label(4)),
                List.of(units(UnitType.BERNOULLI, 5), units(UnitType.SPIN, 4))));
    hiddenMeansAgree(ExportedModels.random(labelled, 0.3, false, 3), 0);
  }

  /** Eight times the values, offsets and scales are the same standardised floats. */
  @Test
  void dataOfAnotherMeasureHasTheSameMeans() throws OrtException {
    MachineSpec real = MachineSpec.of(units(UnitType.GAUSSIAN, 12), units(UnitType.BERNOULLI, 9));
    TrainedModel model = ExportedModels.random(real, 0.3, true, 2);
    Standardisation eightfold = Standardisation.identity(12);
    Matrix values = Matrix.zeros(ROWS, 12);
    Matrix larger = Matrix.zeros(ROWS, 12);
    SplittableRandom random = new SplittableRandom(8);
    for (int i = 0; i < 12; i++) {
      eightfold.offset()[i] = 8 * model.standardisation().offset()[i];
      eightfold.scale()[i] = 8 * model.standardisation().scale()[i];
      for (int r = 0; r < ROWS; r++) {
        values.set(r, i, (float) random.nextGaussian());
        larger.set(r, i, 8 * values.get(r, i));
      }
    }
    TrainedModel other =
        new TrainedModel(
            model.machine(), model.parameters(), eightfold, model.description(), model.chains());
    float[] expected =
        OnnxRuntime.run(OnnxMachine.hiddenMeans(model, 0), Map.of("visible", values))
            .get("hidden.1")
            .toArray();
    float[] found =
        OnnxRuntime.run(OnnxMachine.hiddenMeans(other, 0), Map.of("visible", larger))
            .get("hidden.1")
            .toArray();
    assertArrayEquals(expected, found);
  }

  @Test
  void meanFieldOfADeepMachine() throws OrtException {
    TrainedModel deep =
        ExportedModels.random(MachineSpec.bernoulli(List.of(12, 9, 6, 5)), 0.2, false, 4);
    for (int updates : new int[] {0, 1, 30}) {
      hiddenMeansAgree(deep, updates);
    }
    assertFalse(Arrays.equals(OnnxMachine.hiddenMeans(deep, 1), OnnxMachine.hiddenMeans(deep, 2)));
  }

  private static void hiddenMeansAgree(TrainedModel model, int updates) throws OrtException {
    BoltzmannMachine machine = model.machine();
    Matrix values = randomValues(machine.visible().size(), 5);
    Map<String, Matrix> found =
        OnnxRuntime.run(OnnxMachine.hiddenMeans(model, updates), Map.of("visible", values));
    ChainStates states = ChainStates.withVisible(machine, ExportedModels.states(model, values));
    new MeanField(machine).updateInPlace(states, model.parameters(), updates, 0);
    double bound = bound(model, states);
    for (int l = 1; l < machine.layers().size(); l++) {
      near(states.layer(l), found.get("hidden." + l), bound);
    }
    assertEquals(machine.layers().size() - 1, found.size());
  }

  /**
   * In a deep machine the errors of one pass come in again with each update, times the slope 1/4
   * and the sum of a unit's absolute weights, which is q below 1: in all 1 / (1 - q) times as much.
   */
  private static double bound(TrainedModel model, ChainStates states) {
    int layers = model.machine().layers().size();
    double bound = 0;
    for (int l = 1; l < layers; l++) {
      bound = Math.max(bound, boundOfOnePass(model, states, l));
    }
    double q = layers == 2 ? 0 : largestSumOfWeights(model) / 4;
    assertTrue(q < 0.9, () -> "choose smaller weights for this test");
    return bound / (1 - q);
  }

  /**
   * Both sides sum the n terms of a field in their own order, each off by at most n roundings of
   * the sum of the magnitudes, and some more for the bias and standardisation. A mean follows its
   * field with a slope of at most 1, or n for n copies or draws, and has the error of the function.
   */
  private static double boundOfOnePass(TrainedModel model, ChainStates states, int l) {
    BoltzmannMachine machine = model.machine();
    double largest = 0;
    int terms = 6;
    for (int j = 0; j < machine.layer(l).size(); j++) {
      for (int row = 0; row < ROWS; row++) {
        double sum = Math.abs(model.parameters()[machine.layer(l).biasOffset() + j]);
        for (int near : neighbours(machine, l)) {
          Matrix phi = machine.layer(near).interaction(states.layer(near), model.parameters());
          for (int i = 0; i < phi.columns(); i++) {
            // Twice, as the pass upwards has it.
            sum += 2 * Math.abs(weight(model, l, j, near, i) * phi.get(row, i));
          }
        }
        largest = Math.max(largest, sum);
      }
    }
    for (int near : neighbours(machine, l)) {
      terms += machine.layer(near).size();
    }
    int slope = machine.layer(l).groups().get(0).spec().count();
    return slope * (2 * terms * UNIT_ROUNDOFF * largest + FUNCTION_ERROR);
  }

  /** Over all hidden units: of the absolute weights to other hidden units. */
  private static double largestSumOfWeights(TrainedModel model) {
    BoltzmannMachine machine = model.machine();
    double largest = 0;
    for (int l = 1; l < machine.layers().size(); l++) {
      for (int j = 0; j < machine.layer(l).size(); j++) {
        double sum = 0;
        for (int near : neighbours(machine, l)) {
          for (int i = 0; near > 0 && i < machine.layer(near).size(); i++) {
            sum += Math.abs(weight(model, l, j, near, i));
          }
        }
        largest = Math.max(largest, sum);
      }
    }
    return largest;
  }

  private static List<Integer> neighbours(BoltzmannMachine machine, int l) {
    return IntStream.of(l - 1, l + 1)
        .filter(near -> near >= 0 && near < machine.layers().size())
        .boxed()
        .toList();
  }

  /** Between unit j of layer l and unit i of the layer beside it. */
  private static float weight(TrainedModel model, int l, int j, int near, int i) {
    Matrix weights =
        model.machine().connections().get(Math.min(l, near)).weights(model.parameters());
    return near < l ? weights.get(i, j) : weights.get(j, i);
  }

  @Test
  void aGibbsStepMakesTheDrawsOfTheSampler() throws OrtException {
    for (MachineSpec spec :
        List.of(
            MachineSpec.bernoulli(List.of(12, 9)),
            MachineSpec.bernoulli(List.of(12, 9, 6, 5)),
            MachineSpec.of(units(UnitType.SPIN, 12), units(UnitType.BERNOULLI, 9)),
            MachineSpec.of(units(UnitType.BERNOULLI, 12), UnitSpec.of(UnitType.BINOMIAL, 9, 4)),
            MachineSpec.of(UnitSpec.of(UnitType.MULTINOMIAL, 12, 6), units(UnitType.SPIN, 9)),
            new MachineSpec(
                List.of(
                    List.of(units(UnitType.BERNOULLI, 8), UnitSpec.label(4)),
                    List.of(UnitSpec.of(UnitType.POTTS, 9, 3)))))) {
      drawsAgree(ExportedModels.random(spec, 0.7, false, 6));
    }
  }

  /**
   * With the numbers that the sampler draws, in the order in which it draws them, every draw has to
   * be the same: a uniform number that rounding could push past a probability is some 1e-6 wide, of
   * which the few hundred numbers of these seeds are none.
   */
  private static void drawsAgree(TrainedModel model) throws OrtException {
    BoltzmannMachine machine = model.machine();
    int count = machine.layers().size();
    ChainStates states = ChainStates.zeros(machine, ROWS);
    for (int l = 0; l < count; l += 2) {
      states.layer(l).setFrom(randomValues(machine.layer(l).size(), 10 + l));
    }
    Map<String, Matrix> inputs = new HashMap<>();
    for (int l = 0; l < count; l += 2) {
      Matrix given = Matrix.zeros(ROWS, machine.layer(l).size());
      given.setFrom(states.layer(l));
      inputs.put(l == 0 ? "visible" : "hidden." + l, given);
    }
    RandomStream random = new RandomStream(8, Purpose.WEIGHTS, 0, 0);
    for (int first = 1; first >= 0; first--) {
      for (int l = first; l < count; l += 2) {
        inputs.put("uniform." + l, uniforms(machine, l, random));
      }
    }
    GibbsSampler sampler = new GibbsSampler(machine);
    RandomStream same = new RandomStream(8, Purpose.WEIGHTS, 0, 0);
    sampler.sampleLast(states, model.parameters(), same);
    sampler.sampleFirst(states, model.parameters(), same);
    Map<String, Matrix> found = OnnxRuntime.run(OnnxMachine.gibbsStep(model), inputs);
    for (int l = 0; l < count; l++) {
      near(states.layer(l), found.get(l == 0 ? "visible.next" : "hidden." + l + ".next"), 0);
    }
    sampler.visibleMeans(states, model.parameters());
    near(states.visible(), found.get("visible.mean"), boundOfOnePass(model, states, 0));
  }

  /** Group by group within each row, as {@code Layer} passes rows to them: all rows of a group. */
  private static Matrix uniforms(BoltzmannMachine machine, int l, RandomStream random) {
    List<UnitSpec> groups = machine.layer(l).groups().stream().map(group -> group.spec()).toList();
    int width = groups.stream().mapToInt(OnnxUnits::uniforms).sum();
    Matrix numbers = Matrix.zeros(ROWS, width);
    int at = 0;
    for (UnitSpec group : groups) {
      int mine = OnnxUnits.uniforms(group);
      for (int row = 0; row < ROWS; row++) {
        boolean oneByOne = group.type() == UnitType.POTTS || group.type() == UnitType.MULTINOMIAL;
        for (int done = 0; done < mine; ) {
          float[] some = new float[oneByOne ? 1 : group.size()];
          if (oneByOne) {
            some[0] = (float) random.nextUniform();
          } else {
            random.nextUniforms(some, some.length);
          }
          for (float number : some) {
            numbers.set(row, at + done++, number);
          }
        }
      }
      at += mine;
    }
    return numbers;
  }

  /** Draws of real units against Box and Muller's formula, in double precision. */
  @Test
  void realUnitsAreDrawnInTheUnitsOfTheData() throws OrtException {
    MachineSpec spec = MachineSpec.of(units(UnitType.GAUSSIAN, 12), units(UnitType.BERNOULLI, 9));
    TrainedModel model = ExportedModels.random(spec, 0.3, true, 9);
    BoltzmannMachine machine = model.machine();
    Matrix uniform = Matrix.zeros(ROWS, 24);
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < uniform.values().length; i++) {
      uniform.values()[i] = (float) random.nextDouble(1e-6, 1 - 1e-6);
    }
    Matrix hidden = Matrix.zeros(ROWS, 9);
    Arrays.fill(hidden.values(), 1f);
    Matrix always = Matrix.zeros(ROWS, 9); // below every probability, so that all units are on
    Arrays.fill(always.values(), 1e-30f);
    Map<String, Matrix> found =
        OnnxRuntime.run(
            OnnxMachine.gibbsStep(model),
            Map.of("visible", randomValues(12, 4), "uniform.1", always, "uniform.0", uniform));
    near(hidden, found.get("hidden.1.next"), 0);
    Matrix means = Matrix.zeros(ROWS, 12);
    machine.inputInto(0, List.of(means, hidden), model.parameters(), means);
    machine.visible().meanInPlace(means, model.parameters());
    int sigma = machine.layout().segment("log_sigma.0").offset();
    for (int row = 0; row < ROWS; row++) {
      for (int i = 0; i < 12; i++) {
        double radius = Math.sqrt(-2 * Math.log(uniform.get(row, i)));
        double normal = radius * Math.cos(2 * Math.PI * uniform.get(row, 12 + i));
        double state = means.get(row, i) + Math.exp(model.parameters()[sigma + i]) * normal;
        float scale = model.standardisation().scale()[i];
        float offset = model.standardisation().offset()[i];
        // A radius is below 6, an angle below 6.3 with one rounding of it: some 40 roundings, and
        // the field's as above; scales are below 1.5.
        double bound = 1.5 * 100 * UNIT_ROUNDOFF * (1 + 6 + Math.abs(state) + Math.abs(offset));
        assertEquals(state * scale + offset, found.get("visible.next").get(row, i), bound);
        assertEquals(
            (double) means.get(row, i) * scale + offset,
            found.get("visible.mean").get(row, i),
            bound);
      }
    }
  }

  @Test
  void unitsThatOnnxCannotExpressAreRefused() {
    for (UnitType type : List.of(UnitType.RECTIFIED, UnitType.NOISY_RECTIFIED)) {
      TrainedModel model =
          ExportedModels.random(
              MachineSpec.of(units(UnitType.BERNOULLI, 3), units(type, 2)), 0.1, false, 1);
      for (Runnable export :
          List.<Runnable>of(
              () -> OnnxMachine.hiddenMeans(model, 1), () -> OnnxMachine.gibbsStep(model))) {
        BoltzException refusal = assertThrows(BoltzException.class, export::run);
        assertEquals(ExitCode.BAD_INPUT, refusal.exitCode());
        assertTrue(refusal.getMessage().contains(type.word()), refusal.getMessage());
        assertTrue(refusal.getMessage().contains("--format"), refusal.getMessage());
      }
    }
  }

  @Test
  void equalModelsMakeEqualFiles() {
    MachineSpec spec = MachineSpec.of(units(UnitType.GAUSSIAN, 5), units(UnitType.BERNOULLI, 4));
    TrainedModel model = ExportedModels.random(spec, 0.3, true, 1);
    TrainedModel equal = ExportedModels.random(spec, 0.3, true, 1);
    TrainedModel other = ExportedModels.random(spec, 0.3, true, 2);
    assertArrayEquals(OnnxMachine.gibbsStep(model), OnnxMachine.gibbsStep(equal));
    assertArrayEquals(OnnxMachine.hiddenMeans(model, 0), OnnxMachine.hiddenMeans(equal, 0));
    assertFalse(Arrays.equals(OnnxMachine.gibbsStep(model), OnnxMachine.gibbsStep(other)));
  }

  private static Matrix randomValues(int columns, long seed) {
    Matrix values = Matrix.zeros(ROWS, columns);
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < values.values().length; i++) {
      values.values()[i] = random.nextInt(2);
    }
    return values;
  }

  private static void near(Matrix expected, Matrix found, double bound) {
    assertEquals(expected.rows(), found.rows());
    assertEquals(expected.columns(), found.columns());
    for (int row = 0; row < expected.rows(); row++) {
      for (int i = 0; i < expected.columns(); i++) {
        assertEquals(expected.get(row, i), found.get(row, i), bound, "row " + row + " unit " + i);
      }
    }
  }
}
