package io.boltzspark.evaluation;

import io.boltzspark.math.Matrix;
import io.boltzspark.math.RandomStream;
import io.boltzspark.model.BoltzmannMachine;

/**
 * Like {@link LabelAgreement}, for a softmax classifier, a machine whose only hidden layer is the
 * label: assigns the class with the largest {@code b_y + w_y . x}, among equals the lowest.
 *
 * <p>Rows are values followed by the units of the label.
 */
public final class SoftmaxAgreement implements RowScore {
  private static final long serialVersionUID = 1;

  @Override
  public double[] of(
      BoltzmannMachine machine, float[] parameters, Matrix rows, RandomStream random) {
    int classes = machine.layer(1).size();
    Matrix input = Matrix.zeros(rows.rows(), classes);
    Matrix values = rows.columns(0, rows.columns() - classes);
    machine.connections().get(0).up(values, parameters, 0f, input);
    double[][] logits = new double[rows.rows()][classes];
    int bias = machine.layer(1).biasOffset();
    for (int r = 0; r < logits.length; r++) {
      for (int y = 0; y < classes; y++) {
        logits[r][y] = (double) input.get(r, y) + parameters[bias + y];
      }
    }
    return LabelAgreement.cells(rows, logits);
  }
}
