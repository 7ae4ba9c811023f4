package io.boltzspark.engine;

import io.boltzspark.math.Matrix;
import io.boltzspark.math.RandomStream;
import io.boltzspark.math.RowKernels;

/** Grey values as probabilities: each unit of a row becomes 0 or 1. */
final class Resampling {
  private final float[] means;
  private final float[] uniforms;

  /** Buffers for rows of so many units. */
  Resampling(int units) {
    means = new float[units];
    uniforms = new float[units];
  }

  /** Replaces the values of all rows by draws. */
  void drawInPlace(Matrix rows, RandomStream random) {
    int units = rows.columns();
    for (int r = 0; r < rows.rows(); r++) {
      random.nextUniforms(uniforms, units);
      System.arraycopy(rows.values(), rows.offset(r), means, 0, units);
      RowKernels.bernoulliInto(means, uniforms, means, units);
      System.arraycopy(means, 0, rows.values(), rows.offset(r), units);
    }
  }
}
