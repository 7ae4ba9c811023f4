package io.boltzspark.evaluation.neighbours;

import io.boltzspark.math.Matrix;
import java.util.function.ToDoubleBiFunction;

/**
 * Compares rows and samples batch by batch, 100 rows with 100 samples, as in the published
 * energy-model experiments. If a number is not a multiple of 100, all batches are slightly larger
 * and about equally large; fewer than 100 rows form one batch.
 */
final class PairedBatches {
  private static final int BATCH = 100;

  private PairedBatches() {}

  /** The mean over batches of a measure. */
  static double mean(Matrix data, Matrix samples, ToDoubleBiFunction<Matrix, Matrix> measure) {
    if (data.rows() == 0 || data.columns() != samples.columns()) {
      throw new IllegalArgumentException(data + " and " + samples + " cannot be compared");
    }
    int batches = Math.max(1, Math.min(data.rows(), samples.rows()) / BATCH);
    double sum = 0;
    for (int b = 0; b < batches; b++) {
      sum += measure.applyAsDouble(batch(data, b, batches), batch(samples, b, batches));
    }
    return sum / batches;
  }

  private static Matrix batch(Matrix rows, int number, int batches) {
    int from = (int) ((long) rows.rows() * number / batches);
    int to = (int) ((long) rows.rows() * (number + 1) / batches);
    return rows.rows(from, to);
  }
}
