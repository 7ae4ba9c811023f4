package io.boltzspark.evaluation.partition;

import io.boltzspark.math.Matrix;
import io.boltzspark.math.RowKernels;
import io.boltzspark.model.EnergyUnits;
import io.boltzspark.model.Layer;
import io.boltzspark.model.UnitType;
import java.util.Arrays;

/**
 * The change of a summed-out layer's log partition function between two inverse temperatures, given
 * its inputs. Bernoulli units have a kernel for the change itself, which is both faster and more
 * accurate than a difference of two sums; other units use the difference. Not thread-safe.
 */
final class LogPartitionChange {
  private final Layer layer;
  private final float[] unbiased;
  private final float[] base;
  private final float[] slope;

  private final float[] offset;
  private final float[] offsetChange;
  private final float[] row;
  private final float[] sigmoid;
  private final float[] change;
  private double[] before = new double[0];
  private double[] after = new double[0];
  private Matrix inputs = Matrix.zeros(0, 0);

  /**
   * @param unbiased the machine's parameters with biases 0
   * @param base biases at inverse temperature 0
   * @param slope increase of the biases from there to 1
   */
  LogPartitionChange(Layer layer, float[] unbiased, float[] base, float[] slope) {
    this.layer = layer;
    this.unbiased = unbiased;
    this.base = base;
    this.slope = slope;
    this.offset = new float[base.length];
    this.offsetChange = new float[base.length];
    this.row = new float[base.length];
    this.sigmoid = new float[base.length];
    this.change = new float[base.length];
  }

  /** {@code bias := base + beta slope}. */
  static void biasInto(float[] base, float[] slope, double beta, float[] bias) {
    AnnealingKernels.affineInto(slope, (float) beta, base, bias, base.length);
  }

  /**
   * Adds each row's change to {@code sums}.
   *
   * @param input the layer's input at inverse temperature 1, without biases; only read
   */
  void addTo(double[] sums, Matrix input, double from, double to) {
    int first = 0;
    for (EnergyUnits units : layer.energyGroups()) {
      int end = first + units.size();
      if (units.spec().type() == UnitType.BERNOULLI) {
        addBernoulli(sums, input.columns(first, end), first, from, to);
      } else {
        addDifference(sums, units, input.columns(first, end), first, from, to);
      }
      first = end;
    }
  }

  private void addBernoulli(double[] sums, Matrix input, int first, double from, double to) {
    int units = input.columns();
    float middle = (float) ((from + to) / 2);
    float step = (float) (to - from);
    for (int i = 0; i < units; i++) {
      offset[i] = base[first + i] + middle * slope[first + i];
      offsetChange[i] = step * slope[first + i];
    }
    for (int r = 0; r < input.rows(); r++) {
      System.arraycopy(input.values(), input.offset(r), row, 0, units);
      AnnealingKernels.scaleInto(row, middle, sigmoid, units);
      RowKernels.sigmoidInPlace(sigmoid, offset, units);
      AnnealingKernels.affineInto(row, step, offsetChange, change, units);
      AnnealingKernels.softplusChangesInPlace(sigmoid, change, units);
      double sum = RowKernels.sum(change, units);
      sums[r] += AnnealingKernels.isWithinRange(sum) ? sum : largeChange(units, first, from, to);
    }
  }

  /** The change for the inputs in {@code row}, for few temperatures that are far apart. */
  private double largeChange(int units, int first, double from, double to) {
    double sum = 0;
    for (int i = 0; i < units; i++) {
      double b = base[first + i];
      double gain = (double) slope[first + i] + row[i];
      sum += RowKernels.softplus(b + to * gain) - RowKernels.softplus(b + from * gain);
    }
    return sum;
  }

  private void addDifference(
      double[] sums, EnergyUnits units, Matrix input, int first, double from, double to) {
    int rows = input.rows();
    if (before.length < rows) {
      before = new double[rows];
      after = new double[rows];
    }
    Arrays.fill(before, 0, rows, 0);
    Arrays.fill(after, 0, rows, 0);
    units.addLogPartitions(inputsAt(from, input, first), unbiased, before);
    units.addLogPartitions(inputsAt(to, input, first), unbiased, after);
    for (int r = 0; r < rows; r++) {
      sums[r] += after[r] - before[r];
    }
  }

  private Matrix inputsAt(double beta, Matrix input, int first) {
    int units = input.columns();
    int size = input.rows() * units;
    if (inputs.columns() < size) {
      inputs = Matrix.zeros(1, size);
    }
    Matrix scaled = new Matrix(inputs.values(), 0, input.rows(), units);
    for (int i = 0; i < units; i++) {
      offset[i] = (float) (base[first + i] + beta * slope[first + i]);
    }
    for (int r = 0; r < input.rows(); r++) {
      System.arraycopy(input.values(), input.offset(r), row, 0, units);
      AnnealingKernels.affineInto(row, (float) beta, offset, row, units);
      System.arraycopy(row, 0, scaled.values(), scaled.offset(r), units);
    }
    return scaled;
  }
}
