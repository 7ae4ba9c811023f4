package io.boltzspark.jobs.imports;

import io.boltzspark.math.Tensor;
import java.util.Arrays;
import java.util.List;

/**
 * An array of a file, in single precision.
 *
 * @param shape the extents, outermost first; empty for one number
 * @param values row-major
 */
record FloatArray(List<Integer> shape, float[] values) {

  static FloatArray of(Tensor tensor) {
    return new FloatArray(Arrays.stream(tensor.shape()).boxed().toList(), tensor.nearestFloats());
  }

  /** Rows x columns as columns x rows. */
  FloatArray transposed() {
    int rows = shape.get(0);
    int columns = shape.get(1);
    float[] turned = new float[values.length];
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < columns; c++) {
        turned[c * rows + r] = values[r * columns + c];
      }
    }
    return new FloatArray(List.of(columns, rows), turned);
  }
}
