package io.boltzspark.boltzmann;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.boltzspark.boltzmann.DeepConfig.Pretraining;
import io.boltzspark.boltzmann.Stages.Stage;
import io.boltzspark.math.Matrix;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.EnumeratedMachine;
import io.boltzspark.model.MachineSpec;
import io.boltzspark.sampling.NaiveMachine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What pairs with doubled layers compute, and what becomes of them when they are put together
 * (Salakhutdinov and Hinton 2009, section 4).
 */
class StackedPairsTest {
  private static final long SEED = 501;

  static Stream<List<Integer>> shapes() {
    return Stream.of(List.of(4, 3, 2), List.of(3, 2, 3, 2), List.of(2, 3, 2, 2, 3));
  }

  private static List<Stage> stages(List<Integer> shape, Pretraining kind) {
    BoltzmannConfig config = Configs.machine(shape).pretraining(kind, 1).build();
    return Stages.of(MachineSpec.bernoulli(shape), config);
  }

  private static List<float[]> parameters(List<Integer> shape) {
    List<float[]> pairs = new ArrayList<>();
    for (int p = 0; p + 1 < shape.size(); p++) {
      pairs.add(EnumeratedMachine.randomParameters(shape.subList(p, p + 2), 1, SEED + p));
    }
    return pairs;
  }

  /** Weights of a pair in double precision. */
  private static double weight(float[] pair, int columns, int i, int j) {
    return pair[i * columns + j];
  }

  private static double bias(float[] pair, int rows, int columns, int layer, int unit) {
    return pair[rows * columns + layer * rows + unit];
  }

  /** All states of so many binary units, times a factor. */
  private static Matrix all(int units, int factor) {
    Matrix states = Matrix.zeros(1 << units, units);
    for (int n = 0; n < states.rows(); n++) {
      for (int i = 0; i < units; i++) {
        states.set(n, i, factor * (n >> i & 1));
      }
    }
    return states;
  }

  @Test
  void theLowestPairSeesItsVisibleUnitsTwice() {
    List<Integer> shape = List.of(4, 3, 2);
    BoltzmannMachine pair = BoltzmannMachine.of(stages(shape, Pretraining.PAIRS).get(0).spec());
    float[] parameters = parameters(shape).get(0);
    double tolerance = 4 * 2e-7 + 1e-5; // of two sigmoids, and of the rounding of inputs below 20
    Matrix v = all(4, 2); // both copies in the same state
    Matrix hidden = Matrix.zeros(v.rows(), 3);
    pair.inputInto(1, List.of(v, hidden), parameters, hidden);
    pair.layer(1).meanInPlace(hidden, parameters);
    for (int n = 0; n < v.rows(); n++) {
      for (int j = 0; j < 3; j++) {
        double input = bias(parameters, 4, 3, 1, j); // p(h | v) = sigmoid(b + 2 W' v)
        for (int i = 0; i < 4; i++) {
          input += 2 * weight(parameters, 3, i, j) * (n >> i & 1);
        }
        assertEquals(NaiveMachine.sigmoid(input), hidden.get(n, j), tolerance);
      }
    }
    Matrix h = all(3, 1);
    Matrix visible = Matrix.zeros(h.rows(), 4);
    pair.inputInto(0, List.of(visible, h), parameters, visible);
    pair.visible().meanInPlace(visible, parameters);
    for (int n = 0; n < h.rows(); n++) {
      for (int i = 0; i < 4; i++) {
        double input = bias(parameters, 4, 3, 0, i); // each copy: p(v | h) = sigmoid(a + W h)
        for (int j = 0; j < 3; j++) {
          input += weight(parameters, 3, i, j) * (n >> j & 1);
        }
        assertEquals(2 * NaiveMachine.sigmoid(input), visible.get(n, i), tolerance);
      }
    }
  }

  @Test
  void theHighestPairSeesItsTopTwice() {
    List<Integer> shape = List.of(4, 3, 2);
    BoltzmannMachine pair = BoltzmannMachine.of(stages(shape, Pretraining.PAIRS).get(1).spec());
    float[] parameters = parameters(shape).get(1);
    double tolerance = 4 * 2e-7 + 1e-5;
    Matrix top = all(2, 2);
    Matrix below = Matrix.zeros(top.rows(), 3);
    pair.inputInto(0, List.of(below, top), parameters, below);
    pair.visible().meanInPlace(below, parameters);
    for (int n = 0; n < top.rows(); n++) {
      for (int i = 0; i < 3; i++) {
        double input = bias(parameters, 3, 2, 0, i);
        for (int j = 0; j < 2; j++) {
          input += 2 * weight(parameters, 2, i, j) * (n >> j & 1);
        }
        assertEquals(NaiveMachine.sigmoid(input), below.get(n, i), tolerance);
      }
    }
    Matrix h = all(3, 1);
    Matrix up = Matrix.zeros(h.rows(), 2);
    pair.inputInto(1, List.of(h, up), parameters, up);
    pair.layer(1).meanInPlace(up, parameters);
    for (int n = 0; n < h.rows(); n++) {
      for (int j = 0; j < 2; j++) {
        double input = bias(parameters, 3, 2, 1, j); // each copy: p(t | h) = sigmoid(b + W' h)
        for (int i = 0; i < 3; i++) {
          input += weight(parameters, 2, i, j) * (n >> i & 1);
        }
        assertEquals(2 * NaiveMachine.sigmoid(input), up.get(n, j), tolerance);
      }
    }
  }

  /** How often a pair's layer sees a unit of the other one, by the paper's derivation. */
  private static int seen(int pair, int pairs, boolean fromBelow) {
    boolean doubled = fromBelow ? pair == 0 : pair == pairs - 1;
    return doubled ? 2 : 1;
  }

  /**
   * The log odds of a unit that pair {@code pair} gives to a layer, given the states on the other
   * side, which the pair has twice where it is doubled.
   */
  private static double logOdds(
      List<Integer> shape, List<float[]> all, int pair, boolean upper, int unit, int[][] states) {
    int rows = shape.get(pair);
    int columns = shape.get(pair + 1);
    float[] p = all.get(pair);
    double odds = bias(p, rows, columns, upper ? 1 : 0, unit);
    int[] other = states[upper ? pair : pair + 1];
    for (int o = 0; o < other.length; o++) {
      double w = upper ? weight(p, columns, o, unit) : weight(p, columns, unit, o);
      odds += seen(pair, all.size(), upper) * w * other[o];
    }
    return odds;
  }

  /**
   * In the whole machine the conditional of a layer between two pairs is the geometric mean of
   * those that the pairs give it (their log odds' mean); those of the ends are what one copy has.
   */
  @ParameterizedTest
  @MethodSource("shapes")
  void layersBetweenPairsTakeTheGeometricMeanOfBoth(List<Integer> shape) {
    List<float[]> pairs = parameters(shape);
    float[] whole = Stages.start(stages(shape, Pretraining.PAIRS), pairs).orElseThrow();
    EnumeratedMachine exact = new EnumeratedMachine(shape, whole);
    int top = shape.size() - 1;
    for (int n = 0; n < exact.states(); n++) {
      int[][] states = new int[shape.size()][];
      for (int l = 0; l <= top; l++) {
        states[l] = new int[shape.get(l)];
        for (int i = 0; i < states[l].length; i++) {
          states[l][i] = exact.unit(n, l, i);
        }
      }
      for (int l = 0; l <= top; l++) {
        for (int i = 0; i < states[l].length; i++) {
          double expected;
          if (l == 0) {
            expected = logOdds(shape, pairs, 0, false, i, states);
          } else if (l == top) {
            expected = logOdds(shape, pairs, top - 1, true, i, states);
          } else {
            expected =
                (logOdds(shape, pairs, l - 1, true, i, states)
                        + logOdds(shape, pairs, l, false, i, states))
                    / 2;
          }
          double conditional = exact.conditional(n, l, i);
          // Halves are exact in single precision but for sums of biases; log odds below 12 lose
          // exp(12) 2^-52 in a probability.
          assertEquals(
              expected,
              Math.log(conditional / (1 - conditional)),
              1e-6,
              "unit " + i + " of layer " + l + " in state " + n);
        }
      }
    }
  }

  /**
   * Without corrections the stack is a deep belief net: layers keep the biases that generate them.
   */
  @ParameterizedTest
  @MethodSource("shapes")
  void aDeepBeliefNetTakesWeightsAsTheyAre(List<Integer> shape) {
    List<float[]> pairs = parameters(shape);
    float[] whole = Stages.start(stages(shape, Pretraining.BELIEF_NET), pairs).orElseThrow();
    BoltzmannMachine machine = BoltzmannMachine.bernoulli(shape);
    for (int p = 0; p < pairs.size(); p++) {
      int rows = shape.get(p);
      int size = rows * shape.get(p + 1);
      int weights = machine.connections().get(p).offset();
      assertArrayEquals(
          Arrays.copyOf(pairs.get(p), size),
          Arrays.copyOfRange(whole, weights, weights + size),
          "weights of pair " + p);
      int bias = machine.layer(p).biasOffset();
      assertArrayEquals(
          Arrays.copyOfRange(pairs.get(p), size, size + rows),
          Arrays.copyOfRange(whole, bias, bias + rows),
          "visible biases of pair " + p);
    }
    float[] last = pairs.get(pairs.size() - 1);
    int units = shape.get(shape.size() - 1);
    assertArrayEquals(
        Arrays.copyOfRange(last, last.length - units, last.length),
        Arrays.copyOfRange(whole, whole.length - units, whole.length),
        "hidden biases of the top");
  }

  /** Parameters of other kinds come along: labels beside the visible units, log sigma. */
  @Test
  void groupsAndVariancesAreCarriedOver() {
    for (Pretraining kind : List.of(Pretraining.PAIRS, Pretraining.BELIEF_NET)) {
      boolean corrections = kind == Pretraining.PAIRS;
      Configs configs = Configs.machine(List.of(4, 3, 2)).labels(3).pretraining(kind, 1);
      if (!corrections) {
        configs.units("gaussian", "bernoulli", "bernoulli");
      }
      BoltzmannConfig config = configs.build();
      List<Stage> stages = Stages.of(config.model().spec(), config);
      List<float[]> pairs = new ArrayList<>();
      for (Stage stage : stages.subList(0, 2)) {
        float[] parameters = new float[BoltzmannMachine.of(stage.spec()).layout().size()];
        for (int i = 0; i < parameters.length; i++) {
          parameters[i] = 1000 * pairs.size() + i;
        }
        pairs.add(parameters);
      }
      float[] whole = Stages.start(stages, pairs).orElseThrow();
      BoltzmannMachine machine = BoltzmannMachine.of(config.model().spec());
      BoltzmannMachine lowest = BoltzmannMachine.of(stages.get(0).spec());
      for (String name : corrections ? List.of("bias.0") : List.of("bias.0", "log_sigma.0")) {
        int from = lowest.layout().segment(name).offset();
        int to = machine.layout().segment(name).offset();
        int size = machine.layout().segment(name).size();
        assertArrayEquals(
            Arrays.copyOfRange(pairs.get(0), from, from + size),
            Arrays.copyOfRange(whole, to, to + size),
            name);
      }
    }
  }
}
