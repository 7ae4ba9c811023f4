package io.boltzspark.engine.benchmark;

import io.boltzspark.adversarial.AdversarialNetworks;
import io.boltzspark.math.Blas;
import io.boltzspark.math.Matrix;
import io.boltzspark.network.NetworkSpec;
import java.util.Arrays;

/**
 * The multiplications that a training step of generative adversarial networks needs, timed as plain
 * matrix products of one favourable shape.
 */
public final class AdversarialProducts {
  private static final int ROWS = 1024;
  private static final int INNER = 512;
  private static final int COLUMNS = 256;

  private AdversarialProducts() {}

  /**
   * Multiplications of a step: generated images pass both networks forward and back, real ones the
   * discriminator. On the way back a layer needs as many for the gradient of its kernel as forward,
   * and again for that of its input; that of the noise and that of real images nobody needs.
   */
  public static long multiplications(AdversarialNetworks networks, int batchSize) {
    long generated = passes(networks.generator(), false) + passes(networks.discriminator(), true);
    long real = passes(networks.discriminator(), false);
    return batchSize * (generated + real);
  }

  private static long passes(NetworkSpec network, boolean needsInputGradient) {
    long sum = needsInputGradient ? network.multiplications(0) : 0;
    for (int layer = 0; layer < network.layers().size(); layer++) {
      sum += (layer == 0 ? 2 : 3) * network.multiplications(layer);
    }
    return sum;
  }

  /** Milliseconds of that many multiplications, shared by {@code cores} threads. */
  public static double millis(long multiplications, int cores, double seconds) {
    double each =
        ProductTimer.medianMillis(
            cores,
            seconds,
            () -> {
              Matrix a = filled(ROWS, INNER);
              Matrix b = filled(INNER, COLUMNS);
              Matrix c = Matrix.zeros(ROWS, COLUMNS);
              return () -> Blas.multiply(a, b, 0f, c);
            });
    return each * multiplications / ((double) ROWS * INNER * COLUMNS * cores);
  }

  private static Matrix filled(int rows, int columns) {
    Matrix matrix = Matrix.zeros(rows, columns);
    Arrays.fill(matrix.values(), 0.5f);
    return matrix;
  }
}
