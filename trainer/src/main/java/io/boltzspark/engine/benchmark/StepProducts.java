package io.boltzspark.engine.benchmark;

import io.boltzspark.boltzmann.BoltzmannConfig;
import io.boltzspark.math.Blas;
import io.boltzspark.math.Matrix;

/**
 * Only the matrix products of a PCD step, dense, whatever the states: what a step costs at best
 * where states are not sparse. All cores work at once, with a thread each, on {@code B / cores}
 * rows and as many chains, with the products stacked as {@link
 * io.boltzspark.boltzmann.LikelihoodStep} stacks them.
 */
public final class StepProducts {
  private StepProducts() {}

  /** Median milliseconds of a step's products, over about {@code seconds} after a warm-up. */
  public static double medianMillis(BoltzmannConfig config, int cores, double seconds) {
    int k = config.negative().sweeps().k();
    return ProductTimer.medianMillis(
        cores,
        seconds,
        () -> {
          Buffers buffers = new Buffers(config, cores);
          return () -> buffers.step(k);
        });
  }

  private static final class Buffers {
    private final Matrix weights;
    private final Matrix gradient;
    private final Matrix visible;
    private final Matrix hidden;
    private final Matrix fantasy;
    private final Matrix carried;

    Buffers(BoltzmannConfig config, int cores) {
      int n = config.model().dimensions().get(0);
      int m = config.model().dimensions().get(1);
      int rows = (config.batchSize() + cores - 1) / cores;
      int chains = (config.negative().chains().count() + cores - 1) / cores;
      weights = filled(n, m, 0.01f);
      gradient = filled(n, m, 0f);
      visible = filled(rows + chains, n, 1f);
      hidden = filled(rows + chains, m, 0.5f);
      fantasy = visible.rows(rows, rows + chains);
      carried = filled(chains, m, 1f);
    }

    private static Matrix filled(int rows, int columns, float value) {
      Matrix matrix = Matrix.zeros(rows, columns);
      for (int i = 0; i < rows * columns; i++) {
        matrix.values()[i] = i % 3 == 0 ? value : 0;
      }
      return matrix;
    }

    // Products of products would overflow, so a sweep's result is not used again.
    void step(int k) {
      Matrix unused = hidden.rows(0, carried.rows());
      Blas.multiplyTransposed(carried, weights, 0f, fantasy);
      for (int sweep = 1; sweep < k; sweep++) {
        Blas.multiply(fantasy, weights, 0f, unused);
        Blas.multiplyTransposed(carried, weights, 0f, fantasy);
      }
      Blas.multiply(visible, weights, 0f, hidden);
      Blas.transposedMultiply(visible, hidden, 0f, gradient);
    }
  }
}
