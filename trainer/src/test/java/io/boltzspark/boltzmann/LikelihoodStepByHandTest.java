package io.boltzspark.boltzmann;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.boltzspark.boltzmann.DeepConfig.Pretraining;
import io.boltzspark.boltzmann.NegativePhaseConfig.Algorithm;
import io.boltzspark.boltzmann.NegativePhaseConfig.Use;
import io.boltzspark.learning.Lanes;
import io.boltzspark.math.Matrix;
import io.boltzspark.math.RandomStream;
import io.boltzspark.math.RandomStream.Purpose;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.EnumeratedMachine;
import io.boltzspark.sampling.NaiveMachine;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every variant of a step against loops in double precision that read like the algorithms' textbook
 * form and draw the same random numbers in the same order.
 */
class LikelihoodStepByHandTest {
  private static final int BATCH = 14; // on two lanes of 7 rows
  private static final int CHAINS = 10; // on two lanes of 5 chains
  private static final int LANE = 1;
  private static final int STEP = 6;
  private static final int MEAN_FIELD = 4;

  static Stream<Arguments> variants() {
    List<List<Integer>> shapes = List.of(List.of(13, 9), List.of(7, 5, 6), List.of(6, 5, 4, 5));
    return shapes.stream()
        .flatMap(
            shape ->
                Stream.of(Algorithm.values())
                    .flatMap(
                        algorithm -> Stream.of(1, 3).map(k -> Arguments.of(shape, algorithm, k))));
  }

  @ParameterizedTest
  @MethodSource("variants")
  void sumsAndChainsAreThoseOfTheLoops(List<Integer> shape, Algorithm algorithm, int k) {
    for (Use positiveHidden : Use.values()) {
      for (Use negativeHidden : Use.values()) {
        for (Use negativeVisible : Use.values()) {
          BoltzmannConfig config =
              Configs.from(Configs.of(shape, algorithm, k, BATCH, CHAINS, 23))
                  .uses(positiveHidden, negativeHidden, negativeVisible)
                  .centred(0.5) // so that activities are summed
                  .deep(new DeepConfig(List.of(), Pretraining.PAIRS, 0, 1, 1, 1, 0, MEAN_FIELD, 0))
                  .build();
          check(shape, config, k, config.negative().toString());
        }
      }
    }
  }

  private static void check(List<Integer> shape, BoltzmannConfig config, int k, String message) {
    BoltzmannMachine machine = BoltzmannMachine.bernoulli(shape);
    float[] parameters = EnumeratedMachine.randomParameters(shape, 0.25, 21);
    LikelihoodStep step = new LikelihoodStep(machine, config, new Lanes(2), LANE);
    SplittableRandom random = new SplittableRandom(22);
    Matrix rows = step.rows(BATCH / 2);
    fill(rows, random);
    for (int l = 1; l < shape.size(); l += 2) {
      fill(step.chains().layer(l), random);
    }
    ByHand hand = new ByHand(shape, parameters, config, k);
    hand.data[0] = NaiveMachine.copy(rows);
    for (int l = 1; l < shape.size(); l += 2) {
      hand.chains[l] = NaiveMachine.copy(step.chains().layer(l));
    }

    float[] sums = new float[StatisticsLayout.of(machine).size()];
    Arrays.fill(sums, Float.NaN);
    step.compute(parameters, BATCH / 2, BATCH, k, STEP, sums);
    double[] expected = hand.sums();

    // Up to 7 rows and 7 particles, each a product of two means; then as many additions.
    double tolerance = 14 * (2 * hand.machine.meanError() + 16 * 0x1p-24);
    for (int p = 0; p < expected.length; p++) {
      assertEquals(expected[p], sums[p], tolerance, "sum " + p + ", " + message);
    }
    for (int l = 1; l < shape.size() && config.persistentChains() > 0; l += 2) {
      assertArrayEquals(
          hand.chains[l], NaiveMachine.copy(step.chains().layer(l)), "chains, layer " + l);
    }
  }

  private static void fill(Matrix binary, SplittableRandom random) {
    for (int r = 0; r < binary.rows(); r++) {
      for (int i = 0; i < binary.columns(); i++) {
        binary.set(r, i, random.nextInt(2));
      }
    }
  }

  /** The loops. */
  private static final class ByHand {
    final NaiveMachine machine;
    final double[][][] data;
    final double[][][] chains;
    private final List<Integer> shape;
    private final BoltzmannConfig config;
    private final int k;
    private final RandomStream random;

    ByHand(List<Integer> shape, float[] parameters, BoltzmannConfig config, int k) {
      this.shape = shape;
      this.machine = new NaiveMachine(shape, parameters);
      this.config = config;
      this.k = k;
      this.data = machine.zeros(BATCH / 2);
      this.chains = machine.zeros(isPersistent() ? CHAINS / 2 : BATCH / 2);
      this.random = new RandomStream(config.seed(), Purpose.CHAINS, STEP, LANE);
    }

    private boolean isPersistent() {
      return config.negative().algorithm() == Algorithm.PCD;
    }

    double[] sums() {
      machine.meanField(data, MEAN_FIELD);
      if (!isPersistent()) {
        for (int l = 1; l < shape.size(); l += 2) {
          chains[l] = machine.draw(machine.means(l, data), random);
        }
      }
      machine.sweep(chains, k - 1, random);
      machine.sampleEverySecond(0, chains, random);
      if (!isPersistent() && config.negative().states().negativeVisible() == Use.MEANS) {
        chains[0] = machine.means(0, chains);
      }
      double[] negative = negative();
      if (config.negative().states().positiveHidden() == Use.SAMPLES) {
        for (int l = 1; l < shape.size(); l++) {
          data[l] = machine.draw(machine.means(l, data), random);
        }
      }
      double[] positive = machine.statistics(data);
      double weight = isPersistent() ? (double) BATCH / CHAINS : 1;
      int units = shape.stream().mapToInt(s -> s).sum();
      double[] sums = Arrays.copyOf(positive, positive.length + units);
      // The activities are the biases' positive sums once more.
      System.arraycopy(positive, positive.length - units, sums, positive.length, units);
      for (int p = 0; p < positive.length; p++) {
        sums[p] -= weight * negative[p];
      }
      return sums;
    }

    /** Statistics of the chains, whose odd layers then take their next states. */
    private double[] negative() {
      boolean samples = config.negative().states().negativeHidden() == Use.SAMPLES;
      double[][][] seen = chains.clone();
      for (int l = 1; l < shape.size(); l += 2) {
        double[][] means = machine.means(l, chains);
        if (isPersistent() || samples) {
          chains[l] = machine.draw(means, random);
        }
        seen[l] = samples ? chains[l] : means;
      }
      return machine.statistics(seen);
    }
  }
}
