package io.boltzspark.sampling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.math.Matrix;
import io.boltzspark.math.RandomStream;
import io.boltzspark.math.RandomStream.Purpose;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The process keeps its gamma distribution, and forgets at the rate that it says. */
class DrivenTemperatureTest {
  private static final int CHAINS = 40_000;
  private static final long SEED = 77;

  private static RandomStream stream(long step) {
    return new RandomStream(SEED, Purpose.CHAIN_TEMPERATURES, step, 0);
  }

  /** A mean over chains, to five of its standard errors. */
  private static void assertMean(double expected, IntToDoubleFunction value, String what) {
    double sum = 0;
    double squares = 0;
    for (int c = 0; c < CHAINS; c++) {
      double x = value.applyAsDouble(c);
      sum += x;
      squares += x * x;
    }
    double mean = sum / CHAINS;
    double error = Math.sqrt((squares / CHAINS - mean * mean) / CHAINS);
    assertEquals(expected, mean, 5 * error, what + ", seed " + SEED);
  }

  /** The Laplace transform of the distribution at several places, and its first two moments. */
  private static void assertGamma(double deviation, Matrix betas, String when) {
    double variance = deviation * deviation;
    assertMean(1, c -> betas.get(c, 0), when + ": mean");
    assertMean(variance, c -> square(betas.get(c, 0) - 1), when + ": variance");
    for (double s : new double[] {0.5, 2, 10}) {
      assertMean(
          Math.pow(1 + s * variance, -1 / variance),
          c -> Math.exp(-s * betas.get(c, 0)),
          when + ": transform at " + s);
    }
  }

  private static double square(double x) {
    return x * x;
  }

  @ParameterizedTest
  @CsvSource({"0.6, 0.9", "1, 0.5", "0.2, 0", "0.9, 0.99"})
  void theDistributionStays(double deviation, double momentum) {
    DrivenTemperature driven = new DrivenTemperature(deviation, momentum);
    Matrix betas = Matrix.zeros(CHAINS, 1);
    driven.start(betas, stream(0));
    assertGamma(deviation, betas, "at first");
    for (int step = 1; step <= 5; step++) {
      driven.move(betas, stream(step));
    }
    assertGamma(deviation, betas, "after five moves");
  }

  /** Moments of the noncentral chi-square distribution of what follows a value. */
  @ParameterizedTest
  @CsvSource({"0.6, 0.9, 1", "0.6, 0.9, 2.5", "1, 0.5, 0.1", "0.3, 0, 4"})
  void aValueIsFollowedByOnesAsNearAsItSays(double deviation, double momentum, double value) {
    double variance = deviation * deviation;
    Matrix betas = Matrix.zeros(CHAINS, 1);
    for (int c = 0; c < CHAINS; c++) {
      betas.set(c, 0, (float) value);
    }
    new DrivenTemperature(deviation, momentum).move(betas, stream(9));
    double mean = momentum * value + 1 - momentum;
    double c = (1 - momentum) * variance;
    assertMean(mean, chain -> betas.get(chain, 0), "mean");
    assertMean(
        c * (1 - momentum) + 2 * c * momentum * value,
        chain -> square(betas.get(chain, 0) - mean),
        "variance");
  }

  @Test
  void whatIsNoProcessIsRefused() {
    assertTrue(!DrivenTemperature.NONE.moves());
    for (double[] wrong : new double[][] {{-0.1, 0.9}, {1.1, 0.9}, {0.6, 1}, {Double.NaN, 0}}) {
      assertThrows(IllegalArgumentException.class, () -> new DrivenTemperature(wrong[0], wrong[1]));
    }
  }
}
