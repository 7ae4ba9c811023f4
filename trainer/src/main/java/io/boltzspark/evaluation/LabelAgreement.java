package io.boltzspark.evaluation;

import io.boltzspark.math.Matrix;
import io.boltzspark.math.RandomStream;
import io.boltzspark.model.BoltzmannMachine;

/**
 * Compares the label in a visible state with the one that the machine assigns to its pixels: the
 * most probable one by {@link LabelPosterior}, among equals the lowest. A row's score is its cell
 * of the table of a {@link Classification}: {@code label * classes + assigned}, or {@link
 * #UNLABELLED}.
 *
 * <p>For rows of data this is classification; for states that the machine drew with a clamped
 * label, it shows whether the machine recognises its own samples.
 */
public final class LabelAgreement implements RowScore {
  private static final long serialVersionUID = 1;

  /** The score of a row whose label units are all 0. */
  public static final double UNLABELLED = -1;

  @Override
  public double[] of(
      BoltzmannMachine machine, float[] parameters, Matrix rows, RandomStream random) {
    return cells(rows, new LabelPosterior(machine, parameters).logProbabilities(rows));
  }

  /**
   * The score of each row.
   *
   * @param rows whose last units are the label's
   * @param log probabilities, up to a constant, of each class for each row
   */
  static double[] cells(Matrix rows, double[][] logs) {
    double[] cells = new double[rows.rows()];
    for (int r = 0; r < cells.length; r++) {
      int classes = logs[r].length;
      int label = label(rows, r, rows.columns() - classes);
      cells[r] =
          label < 0 ? UNLABELLED : (double) label * classes + LabelPosterior.mostProbable(logs[r]);
    }
    return cells;
  }

  /** The label of a row, from its first label unit on; -1 if there is none. */
  static int label(Matrix rows, int row, int firstLabel) {
    for (int i = firstLabel; i < rows.columns(); i++) {
      if (rows.get(row, i) == 1f) {
        return i - firstLabel;
      }
    }
    return -1;
  }
}
