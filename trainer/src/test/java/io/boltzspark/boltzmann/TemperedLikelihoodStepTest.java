package io.boltzspark.boltzmann;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.learning.Lanes;
import io.boltzspark.math.Matrix;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.EnumeratedMachine;
import io.boltzspark.sampling.ChainStates;
import io.boltzspark.sampling.NaiveMachine;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Steps whose chains exchange states with replicas at higher temperatures. */
class TemperedLikelihoodStepTest {
  private static final List<Integer> SHAPE = List.of(4, 3);
  private static final BoltzmannMachine MACHINE = BoltzmannMachine.bernoulli(SHAPE);
  private static final float[] PARAMETERS = EnumeratedMachine.randomParameters(SHAPE, 1, 831);
  private static final int BATCH = 10;
  private static final int CHAINS = 20;
  private static final long SEED = 831;

  private static LikelihoodStep step(BoltzmannConfig config) {
    return new LikelihoodStep(MACHINE, config, new Lanes(1), 0);
  }

  private static BoltzmannConfig config(int replicas) {
    return Configs.machine(SHAPE)
        .pcd(1, CHAINS)
        .batchSize(BATCH)
        .tempering(replicas, 0.4)
        .seed(SEED)
        .build();
  }

  /** The hidden marginal at inverse temperature beta. */
  private static double[] hidden(double beta) {
    double[] scaled = EnumeratedMachine.toDoubles(PARAMETERS);
    for (int p = 0; p < scaled.length; p++) {
      scaled[p] *= beta;
    }
    return new EnumeratedMachine(SHAPE, scaled).marginal(1);
  }

  private static void draw(Matrix states, double[] probabilities, SplittableRandom random) {
    for (int c = 0; c < states.rows(); c++) {
      int h = EnumeratedMachine.draw(probabilities, random);
      for (int j = 0; j < states.columns(); j++) {
        states.set(c, j, h >> j & 1);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void replicasInEquilibriumGiveTheGradient(int replicas) {
    EnumeratedMachine exact = new EnumeratedMachine(SHAPE, PARAMETERS);
    LikelihoodStep step = step(config(replicas));
    assertEquals(replicas, step.replicas().size());
    SplittableRandom random = new SplittableRandom(SEED);
    MeanOfSteps mean = new MeanOfSteps(PARAMETERS.length);
    float[] sums = new float[StatisticsLayout.of(MACHINE, replicas).size()];
    for (int t = 0; t < 4000; t++) {
      for (int r = 0; r < replicas; r++) {
        double beta = 1 - r * 0.6 / (replicas - 1);
        draw(step.replicas().get(r).layer(1), hidden(beta), random);
      }
      Arrays.fill(step.rows(BATCH).values(), 0, BATCH * 4, 0f);
      step.compute(PARAMETERS, BATCH, BATCH, 1, t, sums);
      mean.add(sums, BATCH);
    }
    double[] onlyZero = new double[exact.states(0)];
    onlyZero[0] = 1;
    double[] gradient = exact.expectedStatistics(exact.clamped(onlyZero));
    double[] model = exact.expectedStatistics(exact.joint());
    for (int p = 0; p < gradient.length; p++) {
      gradient[p] -= model[p];
    }
    double rounding = 30 * 0x1p-24 + 2 * new NaiveMachine(SHAPE, PARAMETERS).meanError();
    mean.assertIs(gradient, 4e-3, rounding, "seed " + SEED);
  }

  /** The hot replicas are part of what the next step depends on, and of nothing else. */
  @Test
  void theFutureDependsOnTheReplicasAlone() {
    LikelihoodStep first = step(config(3));
    float[] sums = new float[StatisticsLayout.of(MACHINE, 3).size()];
    for (int t = 0; t < 5; t++) {
      first.compute(PARAMETERS, 0, BATCH, 1, t, sums);
    }
    LikelihoodStep second = step(config(3));
    LikelihoodStep withoutHot = step(config(3));
    for (int r = 0; r < 3; r++) {
      ChainStates replica = first.replicas().get(r);
      second.replicas().get(r).layer(1).setFrom(replica.layer(1));
      if (r == 0) {
        withoutHot.replicas().get(r).layer(1).setFrom(replica.layer(1));
      }
    }
    float[] others = sums.clone();
    float[] cold = sums.clone();
    boolean different = false;
    for (int t = 5; t < 15; t++) {
      first.compute(PARAMETERS, 0, BATCH, 1, t, sums);
      second.compute(PARAMETERS, 0, BATCH, 1, t, others);
      withoutHot.compute(PARAMETERS, 0, BATCH, 1, t, cold);
      assertArrayEquals(sums, others, "step " + t);
      different |= !Arrays.equals(sums, cold);
    }
    assertTrue(different, "hot replicas have no influence");
  }

  @Test
  void aSingleTemperatureHasNoReplicas() {
    assertEquals(1, step(config(1)).replicas().size());
  }

  /** Where all states are alike, every exchange is accepted; counts are sums over lanes. */
  @Test
  void exchangesAreCounted() {
    float[] flat = new float[PARAMETERS.length];
    StatisticsLayout layout = StatisticsLayout.of(MACHINE, 3);
    LikelihoodStep step = step(config(3));
    float[] sums = new float[layout.size()];
    for (int t = 0; t < 2; t++) {
      step.compute(flat, 0, BATCH, 1, t, sums);
      float[] counted = Arrays.copyOfRange(sums, layout.firstExchange(), layout.size());
      float[] expected =
          t == 0 ? new float[] {CHAINS, CHAINS, 0, 0} : new float[] {0, 0, CHAINS, CHAINS};
      assertArrayEquals(expected, counted, "step " + t);
    }
  }
}
