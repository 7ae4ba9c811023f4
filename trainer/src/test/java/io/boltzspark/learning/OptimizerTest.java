package io.boltzspark.learning;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.boltzmann.Configs;
import io.boltzspark.learning.OptimizerConfig.Kind;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.ParameterLayout;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every rule. */
class OptimizerTest {
  private static final ParameterLayout LAYOUT =
      BoltzmannMachine.bernoulli(List.of(7, 5)).layout(); // 35 weights and 12 biases
  private static final int SIZE = LAYOUT.size();
  private static final int WEIGHTS = LAYOUT.firstUnitParameter();
  private static final int SEED = 29;

  static Stream<OptimizerConfig> all() {
    return Stream.of(
        Configs.adam(0.02),
        new OptimizerConfig(Kind.ADAMW, 0.02, 0.9, 0.999, 1e-8, 0, false, 0.1),
        Configs.sgd(0.02, 0, false),
        Configs.sgd(0.02, 0.9, false),
        Configs.sgd(0.02, 0.9, true),
        Configs.optimizer(Kind.ADAM_UNCORRECTED, 0.02),
        Configs.optimizer(Kind.RMSPROP, 0.02),
        Configs.optimizer(Kind.ADAGRAD, 0.5));
  }

  private static float[] random(SplittableRandom random) {
    float[] values = new float[SIZE];
    for (int i = 0; i < SIZE; i++) {
      values[i] = (float) random.nextDouble(-1, 1);
    }
    return values;
  }

  /** Makes steps {@code from} to {@code to} along gradients that depend on their number alone. */
  private static void steps(Optimizer optimizer, float[] parameters, int from, int to, int tile) {
    for (int step = from; step < to; step++) {
      float[] gradient = random(new SplittableRandom(SEED + step));
      optimizer.beginStep(step, 1 / (1.0 + step));
      for (int begin = 0; begin < SIZE; begin += tile) {
        optimizer.update(parameters, gradient, begin, Math.min(SIZE, begin + tile));
      }
    }
  }

  /** Such as those of a pixel that is never on. */
  @ParameterizedTest
  @MethodSource("all")
  void momentsOfAGradientThatStaysZeroDoNotBecomeSubnormal(OptimizerConfig config) {
    Moments moments = new Moments(SIZE);
    Optimizer optimizer = Optimizer.of(config, moments, WEIGHTS);
    float[] parameters = new float[SIZE];
    float[] gradient = random(new SplittableRandom(SEED));
    for (int step = 0; step < 1_500; step++) {
      optimizer.beginStep(step, 1);
      optimizer.update(parameters, gradient, 0, SIZE);
      Arrays.fill(gradient, 0f);
    }
    moments
        .arrays()
        .forEach(
            (name, values) -> {
              for (float value : values) {
                assertTrue(
                    value == 0 || Math.abs(value) >= Float.MIN_NORMAL, name + " has " + value);
              }
            });
  }

  @ParameterizedTest
  @MethodSource("all")
  void findsTheTopOfAParabola(OptimizerConfig config) {
    // -sum of a (x - c)^2 / 2 with curvatures from 1 to 4, from a distance of 1 to 2. The rate
    // falls linearly to nothing over 4000 steps.
    boolean decays = config.kind() == Kind.ADAMW;
    OptimizerConfig still =
        decays ? new OptimizerConfig(Kind.ADAMW, 0.02, 0.9, 0.999, 1e-8, 0, false, 0) : config;
    Optimizer optimizer = Optimizer.of(still, new Moments(SIZE), WEIGHTS);
    int steps = 4000;
    float[] parameters = new float[SIZE];
    float[] gradient = new float[SIZE];
    for (int step = 0; step < steps; step++) {
      for (int i = 0; i < SIZE; i++) {
        gradient[i] = curvature(i) * (top(i) - parameters[i]);
      }
      optimizer.beginStep(step, 1 - (double) step / steps);
      optimizer.update(parameters, gradient, 0, SIZE);
    }
    for (int i = 0; i < SIZE; i++) {
      // Rules that divide by the gradient's size overshoot by about a step. The steps of the last
      // tenth are at most a tenth of the full rate, which is 0.02 for these.
      assertEquals(top(i), parameters[i], 0.002, config + ", parameter " + i);
    }
  }

  private static float curvature(int i) {
    return 1 + 3f * i / SIZE;
  }

  private static float top(int i) {
    return (i % 2 == 0 ? 1 : -1) * (1 + (float) i / SIZE);
  }

  @ParameterizedTest
  @MethodSource("all")
  void theBytesDoNotDependOnTheTiles(OptimizerConfig config) {
    float[] whole = random(new SplittableRandom(SEED));
    float[] tiles = whole.clone();
    steps(Optimizer.of(config, new Moments(SIZE), WEIGHTS), whole, 0, 20, SIZE);
    steps(
        Optimizer.of(config, new Moments(SIZE), WEIGHTS),
        tiles,
        0,
        20,
        6); // a tile holds weights and biases
    assertArrayEquals(whole, tiles, config.toString());
  }

  @ParameterizedTest
  @MethodSource("all")
  void theMomentsAreAllThatTheFutureDependsOn(OptimizerConfig config) {
    float[] parameters = random(new SplittableRandom(SEED));
    Moments past = new Moments(SIZE);
    Optimizer straight = Optimizer.of(config, past, WEIGHTS);
    steps(straight, parameters, 0, 10, SIZE);
    Moments copied = new Moments(SIZE);
    Optimizer resumed = Optimizer.of(config, copied, WEIGHTS);
    past.arrays()
        .forEach(
            (name, values) -> {
              assertEquals(SIZE, values.length, name);
              System.arraycopy(values, 0, copied.arrays().get(name), 0, SIZE);
            });
    float[] copy = parameters.clone();
    steps(straight, parameters, 10, 20, SIZE);
    steps(resumed, copy, 10, 20, SIZE);
    assertArrayEquals(parameters, copy, config.toString());
  }

  @ParameterizedTest
  @MethodSource("all")
  void eachRuleIsAnother(OptimizerConfig config) {
    float[] mine = new float[SIZE];
    steps(Optimizer.of(config, new Moments(SIZE), WEIGHTS), mine, 0, 5, SIZE);
    long same =
        all()
            .filter(
                other -> {
                  float[] its = new float[SIZE];
                  steps(Optimizer.of(other, new Moments(SIZE), WEIGHTS), its, 0, 5, SIZE);
                  return java.util.Arrays.equals(mine, its);
                })
            .count();
    assertTrue(same == 1, config + " does what another rule does");
  }
}
