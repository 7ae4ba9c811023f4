package io.boltzspark.boltzmann;

import static org.junit.jupiter.api.Assertions.assertFalse;

import io.boltzspark.boltzmann.DeepConfig.Pretraining;
import io.boltzspark.boltzmann.NegativePhaseConfig.Algorithm;
import io.boltzspark.boltzmann.NegativePhaseConfig.Use;
import io.boltzspark.learning.Lanes;
import io.boltzspark.math.ChiSquare;
import io.boltzspark.math.Matrix;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.EnumeratedMachine;
import io.boltzspark.sampling.NaiveMachine;
import io.boltzspark.testing.Slow;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The mean of many steps' statistics against expectations that the enumeration of all states gives
 * exactly. All steps are independent, so the mean's error follows from their spread.
 */
class LikelihoodStepExpectationTest {
  private static final long SEED = 51;
  private static final int MEAN_FIELD = 20;

  /** Seven visible states, far from the machines' distributions. */
  private static final int[] DATA = {0, 0, 3, 1, 2, 2, 2};

  static Stream<List<Integer>> shapes() {
    return Stream.of(List.of(4, 3), List.of(3, 2, 2), List.of(2, 2, 2, 2));
  }

  static Stream<Arguments> shapesAndSweeps() {
    return shapes().flatMap(shape -> Stream.of(1, 2, 3).map(k -> Arguments.of(shape, k)));
  }

  /** Or half of them, in which any two still meet. */
  static List<Arguments> shapesAndUses() {
    List<Arguments> all = new ArrayList<>();
    List<Arguments> half = new ArrayList<>();
    for (List<Integer> shape : shapes().toList()) {
      for (Use positive : Use.values()) {
        for (Use negative : Use.values()) {
          Arguments one = Arguments.of(shape, positive, negative);
          all.add(one);
          if ((shape.size() + positive.ordinal() + negative.ordinal()) % 2 == 0) {
            half.add(one);
          }
        }
      }
    }
    return Slow.or(all, half);
  }

  private static Configs config(List<Integer> shape, Algorithm algorithm, int batch, int chains) {
    return Configs.from(Configs.of(shape, algorithm, 1, batch, chains, SEED))
        .deep(new DeepConfig(List.of(), Pretraining.PAIRS, 0, 1, 1, 1, 0, MEAN_FIELD, 0));
  }

  @ParameterizedTest
  @MethodSource("shapesAndSweeps")
  void contrastiveDivergenceHasItsExactExpectation(List<Integer> shape, int k) {
    TinyMachine tiny = new TinyMachine(shape, 0.7);
    int rows = 30 * DATA.length;
    LikelihoodStep step = tiny.step(config(shape, Algorithm.CD, rows, 1).build(), 1, 0);
    MeanOfSteps mean = new MeanOfSteps(tiny.parameters.length);
    float[] sums = tiny.sums();
    for (int t = 0; t < 1000; t++) {
      Matrix data = step.rows(rows);
      for (int r = 0; r < rows; r++) {
        putBits(data, r, DATA[r % DATA.length]);
      }
      step.compute(tiny.parameters, rows, rows, k, t, sums);
      mean.add(sums, rows);
    }
    double[] odd = tiny.oddAbove(DATA);
    for (int i = 1; i < k; i++) {
      odd = tiny.oddGiven(tiny.evenGiven(odd));
    }
    double[] negative = tiny.exact.expectedStatistics(tiny.jointGiven(tiny.evenGiven(odd)));
    mean.assertIs(
        difference(tiny.positive(DATA, Use.MEANS), negative),
        2e-3,
        tiny.rounding(2 * rows),
        "k = " + k + ", seed " + SEED);
  }

  @ParameterizedTest
  @MethodSource("shapesAndUses")
  void persistentChainsInEquilibriumGiveTheGradient(
      List<Integer> shape, Use positiveHidden, Use negativeHidden) {
    for (int k : new int[] {1, 3}) {
      TinyMachine tiny = new TinyMachine(shape, 0.7);
      int batch = 3 * DATA.length; // 21 rows and 30 chains on 2 lanes: no two numbers are equal
      BoltzmannConfig config =
          config(shape, Algorithm.PCD, batch, 30)
              .uses(positiveHidden, negativeHidden, Use.SAMPLES)
              .build();
      Lanes lanes = new Lanes(2);
      LikelihoodStep[] steps = {tiny.step(config, 2, 0), tiny.step(config, 2, 1)};
      SplittableRandom random = new SplittableRandom(SEED + 2);
      double[] joint = tiny.exact.joint();
      long[] reached = new long[joint.length];
      MeanOfSteps mean = new MeanOfSteps(tiny.parameters.length);
      float[] sums = tiny.sums();
      for (int t = 0; t < 2000; t++) {
        float[] total = tiny.sums();
        for (int lane = 0; lane < lanes.count(); lane++) {
          LikelihoodStep step = steps[lane];
          int first = lanes.start(lane, batch);
          int rows = lanes.size(lane, batch);
          for (int r = 0; r < rows; r++) {
            putBits(step.rows(rows), r, DATA[(first + r) % DATA.length]);
          }
          for (int c = 0; c < step.chains().chains(); c++) {
            tiny.putOdd(EnumeratedMachine.draw(joint, random), step, c);
          }
          step.compute(tiny.parameters, rows, batch, k, t, sums);
          for (int p = 0; p < sums.length; p++) {
            total[p] += sums[p];
          }
          tiny.countOdd(step, reached);
        }
        mean.add(total, batch);
      }
      String message = "k = " + k + ", seed " + SEED;
      mean.assertIs(
          difference(tiny.positive(DATA, positiveHidden), tiny.exact.expectedStatistics(joint)),
          5e-3,
          tiny.rounding(batch + 30),
          message);
      ChiSquare.assertFits(reached, tiny.oddOf(joint), "chains have drifted, " + message);
    }
  }

  /**
   * The gradient of the mean log-likelihood in which each row counts as often as its weight says.
   */
  @ParameterizedTest
  @MethodSource("shapes")
  void rowsWithWeightsGiveTheGradientOfTheWeightedLogLikelihood(List<Integer> shape) {
    TinyMachine tiny = new TinyMachine(shape, 0.7);
    int[] times = {1, 0, 4, 1, 7, 2, 1}; // of the seven rows of DATA
    int[] repeated = new int[16];
    for (int r = 0, at = 0; r < DATA.length; r++) {
      for (int n = 0; n < times[r]; n++) {
        repeated[at++] = DATA[r];
      }
    }
    BoltzmannConfig config = config(shape, Algorithm.PCD, DATA.length, 10).build();
    Lanes lanes = new Lanes(2); // the weights of each lane have another mean
    LikelihoodStep[] steps = {tiny.step(config, 2, 0), tiny.step(config, 2, 1)};
    SplittableRandom random = new SplittableRandom(SEED + 4);
    double[] joint = tiny.exact.joint();
    MeanOfSteps mean = new MeanOfSteps(tiny.parameters.length);
    float[] sums = tiny.sums();
    for (int t = 0; t < 4000; t++) {
      float[] total = tiny.sums();
      for (int lane = 0; lane < lanes.count(); lane++) {
        LikelihoodStep step = steps[lane];
        int first = lanes.start(lane, DATA.length);
        int rows = lanes.size(lane, DATA.length);
        for (int r = 0; r < rows; r++) {
          putBits(step.rows(rows), r, DATA[first + r]);
          step.weigh(r, times[first + r] * DATA.length / 16f);
        }
        for (int c = 0; c < step.chains().chains(); c++) {
          tiny.putOdd(EnumeratedMachine.draw(joint, random), step, c);
        }
        step.compute(tiny.parameters, rows, DATA.length, 1, t, sums);
        for (int p = 0; p < sums.length; p++) {
          total[p] += sums[p];
        }
      }
      mean.add(total, DATA.length);
    }
    mean.assertIs(
        difference(tiny.positive(repeated, Use.MEANS), tiny.exact.expectedStatistics(joint)),
        8e-3,
        tiny.rounding(2 * (DATA.length + 10)),
        "seed " + SEED);
  }

  /** From a start far away, where one sweep more or less shows. */
  @ParameterizedTest
  @MethodSource("shapesAndSweeps")
  void persistentChainsMakeKSweepsAStep(List<Integer> shape, int k) {
    TinyMachine tiny = new TinyMachine(shape, 1.2);
    BoltzmannConfig config = config(shape, Algorithm.PCD, 1, 50_000).build();
    LikelihoodStep step = tiny.step(config, 1, 0); // all chains start with odd layers zero
    step.compute(tiny.parameters, 0, 1, k, 0, tiny.sums());
    long[] reached = new long[tiny.exact.states()];
    tiny.countOdd(step, reached);

    double[] odd = new double[tiny.exact.states()];
    odd[0] = 1;
    for (int i = 0; i < k; i++) {
      assertFalse(ChiSquare.fits(reached, odd), "the chains made only " + i + " sweeps");
      odd = tiny.oddGiven(tiny.evenGiven(odd));
    }
    ChiSquare.assertFits(reached, odd, "odd layers after " + k + " sweeps, seed " + SEED);
  }

  private static void putBits(Matrix rows, int row, int state) {
    for (int i = 0; i < rows.columns(); i++) {
      rows.set(row, i, state >> i & 1);
    }
  }

  private static double[] difference(double[] a, double[] b) {
    double[] d = new double[a.length];
    for (int i = 0; i < d.length; i++) {
      d[i] = a[i] - b[i];
    }
    return d;
  }

  /**
   * A machine with its enumeration. Distributions over the odd (even) layers are arrays over joint
   * states in which all other layers are zero.
   */
  private static final class TinyMachine {
    final List<Integer> shape;
    final float[] parameters;
    final EnumeratedMachine exact;
    private final BoltzmannMachine machine;
    private final NaiveMachine naive;
    private int oddBits;

    TinyMachine(List<Integer> shape, double deviation) {
      this.shape = shape;
      this.parameters = EnumeratedMachine.randomParameters(shape, deviation, SEED);
      this.exact = new EnumeratedMachine(shape, parameters);
      this.machine = BoltzmannMachine.bernoulli(shape);
      this.naive = new NaiveMachine(shape, parameters);
      for (int l = 0, shift = 0; l < shape.size(); shift += shape.get(l++)) {
        oddBits |= l % 2 == 1 ? (1 << shape.get(l)) - 1 << shift : 0;
      }
    }

    LikelihoodStep step(BoltzmannConfig config, int lanes, int lane) {
      return new LikelihoodStep(machine, config, new Lanes(lanes), lane);
    }

    float[] sums() {
      return new float[StatisticsLayout.of(machine).size()];
    }

    /** Each term is a product of two means, and each sum of so many terms rounded as often. */
    double rounding(int terms) {
      return terms * 0x1p-24 + 2 * naive.meanError();
    }

    void putOdd(int n, LikelihoodStep step, int chain) {
      for (int l = 1; l < shape.size(); l += 2) {
        putBits(step.chains().layer(l), chain, exact.layerState(n, l));
      }
    }

    void countOdd(LikelihoodStep step, long[] counts) {
      for (int c = 0; c < step.chains().chains(); c++) {
        int n = 0;
        for (int l = 0, shift = 0; l < shape.size(); l++) {
          for (int i = 0; i < shape.get(l); i++, shift++) {
            n |= l % 2 == 1 ? (int) step.chains().layer(l).get(c, i) << shift : 0;
          }
        }
        counts[n]++;
      }
    }

    double[] oddOf(double[] joint) {
      return marginal(joint, oddBits);
    }

    private static double[] marginal(double[] joint, int bits) {
      double[] marginal = new double[joint.length];
      for (int n = 0; n < joint.length; n++) {
        marginal[n & bits] += joint[n];
      }
      return marginal;
    }

    /**
     * Joint probabilities when the layers of some bits have a distribution and the rest follows.
     */
    private double[] given(double[] distribution, int bits) {
      double[] joint = exact.joint();
      double[] marginal = marginal(joint, bits);
      for (int n = 0; n < joint.length; n++) {
        joint[n] *= distribution[n & bits] / marginal[n & bits];
      }
      return joint;
    }

    double[] evenGiven(double[] odd) {
      return marginal(given(odd, oddBits), ~oddBits);
    }

    double[] jointGiven(double[] even) {
      return given(even, ~oddBits);
    }

    double[] oddGiven(double[] even) {
      return oddOf(jointGiven(even));
    }

    private double[][][] meanField(int v) {
      double[][][] means = naive.zeros(1);
      for (int i = 0; i < shape.get(0); i++) {
        means[0][0][i] = v >> i & 1;
      }
      naive.meanField(means, MEAN_FIELD);
      return means;
    }

    /** Odd layers drawn given visible states and the mean field of the other even layers. */
    double[] oddAbove(int[] data) {
      double[] odd = new double[exact.states()];
      for (int v : data) {
        double[][][] means = meanField(v);
        for (int n = 0; n < odd.length; n++) {
          double p = (n & ~oddBits) == 0 ? 1.0 / data.length : 0;
          for (int l = 1; l < shape.size(); l += 2) {
            p *= probability(naive.means(l, means)[0], exact.layerState(n, l));
          }
          odd[n] += p;
        }
      }
      return odd;
    }

    private static double probability(double[] means, int state) {
      double p = 1;
      for (int i = 0; i < means.length; i++) {
        p *= (state >> i & 1) == 1 ? means[i] : 1 - means[i];
      }
      return p;
    }

    /**
     * The positive phase: statistics of the mean field; or of draws, each layer given the drawn one
     * below it and the mean field of the one above.
     */
    double[] positive(int[] data, Use hidden) {
      double[] sum = new double[parameters.length];
      for (int v : data) {
        double[] one =
            hidden == Use.MEANS
                ? naive.statistics(meanField(v))
                : exact.expectedStatistics(drawn(v));
        for (int p = 0; p < sum.length; p++) {
          sum[p] += one[p] / data.length;
        }
      }
      return sum;
    }

    private double[] drawn(int v) {
      double[] joint = new double[exact.states()];
      for (int n = 0; n < joint.length; n++) {
        if (exact.layerState(n, 0) != v) {
          continue;
        }
        double[][][] states = meanField(v);
        joint[n] = 1;
        for (int l = 1; l < shape.size(); l++) {
          joint[n] *= probability(naive.means(l, states)[0], exact.layerState(n, l));
          for (int i = 0; i < shape.get(l); i++) {
            states[l][0][i] = exact.unit(n, l, i);
          }
        }
      }
      return joint;
    }
  }
}
