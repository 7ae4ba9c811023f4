package io.boltzspark.boltzmann;

import io.boltzspark.math.Matrix;
import io.boltzspark.math.RowKernels;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.Connection;
import io.boltzspark.model.MachineSpec;
import io.boltzspark.model.UnitSpec;
import io.boltzspark.model.UnitType;
import java.util.Arrays;

/**
 * One lane's share of a step of multinomial logistic regression, seen as a machine whose hidden
 * layer is one softmax group, the label: given the visible states x, that layer's conditional is
 * the softmax of {@code b + Wᵀ x}. In the positive phase it is at the label y of the data, in the
 * negative phase at its conditional means p, and in both phases x is the row's, so that the
 * difference of the phases is the exact gradient of {@code log P(y | x)} (Bishop 2006, equation
 * 4.109):
 *
 * <pre>x (y - p)ᵀ for the weights, y - p for the labels' biases</pre>
 *
 * <p>Nothing is sampled and there are no chains. A row without a label contributes nothing.
 */
public final class LabelStep {
  private final BoltzmannMachine machine;
  private final Connection connection;
  private final int width;
  private final int classes;
  private final Matrix rows; // values, then the label's units
  private final Matrix residuals; // y - p
  private final float[] label;
  private final float[] residual;

  /**
   * Buffers for a lane's share of a step.
   *
   * @param machine of {@link #spec}
   * @param most rows of the share
   */
  public LabelStep(BoltzmannMachine machine, int most) {
    this.machine = machine;
    this.connection = machine.connections().get(0);
    this.width = machine.visible().size();
    this.classes = machine.layer(1).size();
    this.rows = Matrix.zeros(most, width + classes);
    this.residuals = Matrix.zeros(most, classes);
    this.label = new float[classes];
    this.residual = new float[classes];
  }

  /** Visible units, which may be given any values and learn nothing of their own, and the label. */
  public static MachineSpec spec(int width, int classes) {
    return MachineSpec.of(
        new UnitSpec(UnitType.BERNOULLI, width, 1, false, false),
        UnitSpec.of(UnitType.SOFTMAX, classes, classes));
  }

  /** Values, and behind them the label as one unit of a group, all 0 where there is none. */
  public Matrix rows(int count) {
    return rows.rows(0, count);
  }

  /**
   * Sets {@code sums} to the gradient's sums over the rows, in the machine's layout.
   *
   * @param count how many rows were put into {@link #rows}
   */
  public void compute(float[] parameters, int count, float[] sums) {
    Matrix values = rows(count).columns(0, width);
    Matrix labels = rows(count).columns(width, width + classes);
    Matrix difference = residuals.rows(0, count);
    connection.up(values, parameters, 0f, difference);
    machine.layer(1).meanInPlace(difference, parameters);
    for (int r = 0; r < count; r++) {
      subtractFromLabel(labels, difference, r);
    }
    Arrays.fill(sums, machine.layout().firstUnitParameter(), sums.length, 0f);
    machine.layer(1).addStatistics(difference, 1f, parameters, sums);
    connection.setStatistics(values, difference, sums);
  }

  /** {@code p := y - p} in a row, or 0 where y is. */
  private void subtractFromLabel(Matrix labels, Matrix means, int row) {
    System.arraycopy(labels.values(), labels.offset(row), label, 0, classes);
    System.arraycopy(means.values(), means.offset(row), residual, 0, classes);
    float known = 0;
    for (int y = 0; y < classes; y++) {
      known += label[y];
    }
    RowKernels.affineInPlace(residual, -known, 0f, classes);
    RowKernels.addInPlace(residual, label, 0, classes);
    System.arraycopy(residual, 0, means.values(), means.offset(row), classes);
  }
}
