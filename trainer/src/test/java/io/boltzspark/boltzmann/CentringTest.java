package io.boltzspark.boltzmann;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.learning.LearnerState;
import io.boltzspark.learning.StepStatistics;
import io.boltzspark.math.ParallelRanges;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.EnumeratedMachine;
import io.boltzspark.sampling.NaiveMachine;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The centred gradient, which works on ordinary parameters, against machines that have offsets. */
class CentringTest {
  private static final double OFFSET_RATE = 0.3;
  private static final int STEPS = 6;

  /**
   * What single precision can change in {@link #STEPS} steps: in each, parameters below 4 and
   * gradients below 2 pass through fewer than 40 roundings; later steps magnify that by less than
   * two, since the rate is small against the curvature.
   */
  private static final double ROUNDING = STEPS * 40 * 4 * 0x1p-24 * 2;

  private final ParallelRanges one = new ParallelRanges(1);

  @AfterEach
  void close() {
    one.close();
  }

  static Stream<List<Integer>> shapes() {
    return Stream.of(List.of(4, 3), List.of(3, 2, 2), List.of(2, 3, 2, 2));
  }

  /** Unlike any distribution of the machine, with states that never occur. */
  private static double[] data(int visible) {
    double[] data = new double[1 << visible];
    double sum = 0;
    for (int v = 0; v < data.length; v++) {
      data[v] = v % 3 == 1 ? 0 : 1 + v * v % 7;
      sum += data[v];
    }
    for (int v = 0; v < data.length; v++) {
      data[v] /= sum;
    }
    return data;
  }

  private LikelihoodLearner learner(
      List<Integer> shape, float[] parameters, double[] visible, Configs config) {
    return new LikelihoodLearner(
        BoltzmannMachine.bernoulli(shape),
        config.build(),
        parameters.clone(),
        ExactSteps.means(shape.get(0), visible),
        new int[0],
        step -> 1,
        STEPS,
        one);
  }

  /** The offsets that training begins with: the data's means, and the units' own without input. */
  private static double[][] firstOffsets(
      List<Integer> shape, float[] parameters, double[] visible) {
    double[][] offsets = new double[shape.size()][];
    EnumeratedMachine exact = new EnumeratedMachine(shape, parameters);
    for (int l = 0; l < shape.size(); l++) {
      offsets[l] = new double[shape.get(l)];
      float[] means = ExactSteps.means(shape.get(0), visible);
      for (int i = 0; i < offsets[l].length; i++) {
        offsets[l][i] = l == 0 ? means[i] : NaiveMachine.sigmoid(parameters[exact.bias(l, i)]);
      }
    }
    return offsets;
  }

  static Stream<Arguments> penalties() {
    List<Penalties> penalties =
        List.of(
            new Penalties(0, 0, 0, 0.1, 0, 0),
            new Penalties(0.02, 0.1, 0, 0.1, 0, 0),
            new Penalties(0, 0, 0.8, 0.1, 0, 0),
            new Penalties(0, 0, 0, 0.1, 0.5, 0),
            new Penalties(0, 0, 0, 0.1, 0, 0.2),
            new Penalties(0.02, 0.1, 0.8, 0.1, 0.5, 0.4));
    return shapes().flatMap(shape -> penalties.stream().map(p -> Arguments.of(shape, p)));
  }

  @ParameterizedTest
  @MethodSource("penalties")
  void stepsAreThoseOfAMachineWithOffsets(List<Integer> shape, Penalties penalty) {
    for (double momentum : new double[] {0, 0.8}) {
      float[] parameters = EnumeratedMachine.randomParameters(shape, 0.7, 201);
      double[] visible = data(shape.get(0));
      Configs config =
          Configs.machine(shape)
              .optimizer(Configs.sgd(0.2, momentum, false))
              .penalty(penalty)
              .centred(OFFSET_RATE);
      LikelihoodLearner learner = learner(shape, parameters, visible, config);
      CentredMachine centred =
          new CentredMachine(
              shape,
              parameters,
              firstOffsets(shape, parameters, visible),
              penalty.sparsityTarget());
      CentredMachine.Rules rules = new CentredMachine.Rules(0.2, momentum, OFFSET_RATE, penalty);
      for (int step = 0; step < STEPS; step++) {
        ExactSteps.step(learner, shape, visible);
        centred.step(visible, rules);
      }
      double[] expected = centred.ordinary();
      for (int p = 0; p < expected.length; p++) {
        assertEquals(
            expected[p], learner.parameters()[p], ROUNDING, "parameter " + p + ", " + penalty);
      }
      for (int l = 1; l < shape.size(); l++) {
        float[] offsets = learner.state().arrays().get("centring.offset." + l);
        for (int i = 0; i < offsets.length; i++) {
          assertEquals(centred.offsets[l][i], offsets[i], ROUNDING, "offset of layer " + l);
        }
      }
    }
  }

  /** A machine as it looks when some units' states are exchanged, 0 for 1. */
  private static float[] flipped(List<Integer> shape, float[] parameters, int flips) {
    EnumeratedMachine index = new EnumeratedMachine(shape, parameters);
    double[] flipped = EnumeratedMachine.toDoubles(parameters);
    for (int l = 0; l + 1 < shape.size(); l++) {
      for (int i = 0; i < shape.get(l); i++) {
        for (int j = 0; j < shape.get(l + 1); j++) {
          // w s t with s = f + d s', t = g + e t' (f, g 1 and d, e -1 where flipped, else 0 and 1)
          int f = index.unit(flips, l, i);
          int g = index.unit(flips, l + 1, j);
          double w = parameters[index.weight(l, i, j)];
          flipped[index.weight(l, i, j)] = (1 - 2 * f) * (1 - 2 * g) * w;
          flipped[index.bias(l, i)] += g * w;
          flipped[index.bias(l + 1, j)] += f * w;
        }
      }
    }
    float[] floats = new float[parameters.length];
    for (int p = 0; p < floats.length; p++) {
      floats[p] = (float) flipped[p];
    }
    for (int l = 0; l < shape.size(); l++) {
      for (int i = 0; i < shape.get(l); i++) {
        floats[index.bias(l, i)] =
            (float) ((1 - 2 * index.unit(flips, l, i)) * flipped[index.bias(l, i)]);
      }
    }
    return floats;
  }

  static Stream<Arguments> flips() {
    return shapes()
        .flatMap(
            shape -> {
              int all = (1 << shape.stream().mapToInt(s -> s).sum()) - 1;
              int visible = (1 << shape.get(0)) - 1;
              return Stream.of(visible, all, 0b1010101 & all).map(f -> Arguments.of(shape, f));
            });
  }

  /** Section 3 of the paper: flipped data and a flipped machine lead to the flipped machine. */
  @ParameterizedTest
  @MethodSource("flips")
  void flippingUnitsChangesNothingElse(List<Integer> shape, int flips) {
    Configs centred =
        Configs.machine(shape).optimizer(Configs.sgd(0.2, 0.5, true)).centred(OFFSET_RATE);
    assertTrue(
        largestDifferenceOfFlips(shape, flips, centred) < ROUNDING,
        "flips " + Integer.toBinaryString(flips));
  }

  @ParameterizedTest
  @MethodSource("flips")
  void thePlainGradientDependsOnFlips(List<Integer> shape, int flips) {
    Configs plain = Configs.machine(shape).optimizer(Configs.sgd(0.2, 0.5, true));
    assertTrue(largestDifferenceOfFlips(shape, flips, plain) > 100 * ROUNDING);
  }

  private double largestDifferenceOfFlips(List<Integer> shape, int flips, Configs config) {
    float[] parameters = EnumeratedMachine.randomParameters(shape, 0.7, 202);
    double[] visible = data(shape.get(0));
    int visibleFlips = flips & (visible.length - 1);
    double[] flippedVisible = new double[visible.length];
    for (int v = 0; v < visible.length; v++) {
      flippedVisible[v ^ visibleFlips] = visible[v];
    }
    LikelihoodLearner learner = learner(shape, parameters, visible, config);
    LikelihoodLearner other =
        learner(shape, flipped(shape, parameters, flips), flippedVisible, config);
    flipOffsets(learner, other, shape, flips);
    for (int step = 0; step < STEPS; step++) {
      ExactSteps.step(learner, shape, visible);
      ExactSteps.step(other, shape, flippedVisible);
    }
    float[] expected = flipped(shape, learner.parameters(), flips);
    double largest = 0;
    for (int p = 0; p < expected.length; p++) {
      largest = Math.max(largest, Math.abs(expected[p] - other.parameters()[p]));
    }
    return largest;
  }

  /** Where means have been followed for long, those of flipped units are one less the others'. */
  private static void flipOffsets(
      LikelihoodLearner from, LikelihoodLearner to, List<Integer> shape, int flips) {
    EnumeratedMachine index = new EnumeratedMachine(shape, from.parameters());
    Map<String, float[]> arrays = new LinkedHashMap<>(to.state().copy().arrays());
    for (int l = 1; l < shape.size() && arrays.containsKey("centring.offset.1"); l++) {
      float[] offset = from.state().arrays().get("centring.offset." + l).clone();
      for (int i = 0; i < offset.length; i++) {
        offset[i] = index.unit(flips, l, i) == 1 ? 1 - offset[i] : offset[i];
      }
      arrays.put("centring.offset." + l, offset);
    }
    to.restore(new LearnerState(0, arrays));
  }

  @Test
  void offsetsFollowTheMeansAndDoNotChangeTheMachine() {
    List<Integer> shape = List.of(3, 2, 2);
    float[] parameters = EnumeratedMachine.randomParameters(shape, 0.7, 203);
    Configs config = Configs.machine(shape).optimizer(Configs.sgd(0.2, 0.9, false)).centred(0.25);
    LikelihoodLearner learner = learner(shape, parameters, data(3), config);
    float[] sums = new float[learner.statisticsSize()]; // no difference of the phases
    int activities = parameters.length;
    float[] first = learner.state().copy().arrays().get("centring.offset.2");
    Arrays.fill(sums, activities, sums.length, 8f); // of 10 rows
    learner.step(List.of(new StepStatistics(0, 0, sums.clone())), 10);
    learner.step(List.of(new StepStatistics(0, 0, sums.clone())), 10);
    assertArrayEquals(parameters, learner.parameters());
    float[] offset = learner.state().arrays().get("centring.offset.2");
    for (int i = 0; i < 2; i++) {
      double bias = parameters[parameters.length - 2 + i];
      assertEquals(NaiveMachine.sigmoid(bias), first[i], 3e-7, "the mean without input");
      // Two steps of a quarter of the way towards 0.8; a few roundings of numbers below 1.
      assertEquals(0.8 + 0.75 * 0.75 * (first[i] - 0.8), offset[i], 8 * 0x1p-24);
    }
  }
}
