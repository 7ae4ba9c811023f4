package io.boltzspark.jobs.doctor;

import io.boltzspark.math.Blas;
import io.boltzspark.math.Matrix;
import java.util.Arrays;
import java.util.Locale;

/** How fast one core multiplies the matrices of a 784-500 machine with a minibatch of 100. */
record ProductSpeedCheck() implements Check {
  private static final String NAME = "speed";
  private static final int ROWS = 100;
  private static final int VISIBLE = 784;
  private static final int HIDDEN = 500;
  private static final double FLOPS = 2.0 * ROWS * VISIBLE * HIDDEN;
  private static final long WARM_UP_NANOS = 300_000_000L;
  private static final long MEASURED_NANOS = 700_000_000L;

  @Override
  public Finding run() {
    double gigaflops = measure();
    String value =
        String.format(
            Locale.ROOT,
            "%.1f GFLOP/s per core (float32, %d x %d x %d)",
            gigaflops,
            ROWS,
            VISIBLE,
            HIDDEN);
    return Finding.ok(NAME, value);
  }

  /** Takes the fastest of many products, which other processes disturb least. */
  private static double measure() {
    Matrix rows = ones(ROWS, VISIBLE);
    Matrix weights = ones(VISIBLE, HIDDEN);
    Matrix result = Matrix.zeros(ROWS, HIDDEN);
    long begin = System.nanoTime();
    double best = 0;
    for (long now = begin; now - begin < WARM_UP_NANOS + MEASURED_NANOS; ) {
      Blas.multiply(rows, weights, 0f, result);
      long after = System.nanoTime();
      if (after - begin > WARM_UP_NANOS) {
        best = Math.max(best, FLOPS / (after - now));
      }
      now = after;
    }
    return best;
  }

  private static Matrix ones(int rows, int columns) {
    Matrix matrix = Matrix.zeros(rows, columns);
    Arrays.fill(matrix.values(), 1f);
    return matrix;
  }
}
