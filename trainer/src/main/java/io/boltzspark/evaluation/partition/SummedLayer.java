package io.boltzspark.evaluation.partition;

import io.boltzspark.math.Matrix;
import io.boltzspark.math.RandomStream;
import io.boltzspark.math.RowKernels;
import io.boltzspark.math.SparseKernels;
import io.boltzspark.model.EnergyUnits;
import io.boltzspark.model.Layer;
import io.boltzspark.model.UnitType;
import java.util.Arrays;

/**
 * A layer that is summed out, from one inverse temperature to the next: the change of its log
 * partition function given its inputs, and its states drawn given the same inputs. For Bernoulli
 * units both come from one conditional mean, which is faster and more accurate than a difference of
 * two sums; other units use the difference. Not thread-safe.
 */
final class SummedLayer {
  private final Layer layer;
  private final SparseKernels kernels = SparseKernels.get();
  private final float[] unbiased;
  private final float[] base;
  private final float[] slope;

  private final float[] offset;
  private final float[] offsetChange;
  private final float[] row;
  private final float[] change;
  private final float[] noise;
  private final float[] noBias;
  private double[] before = new double[0];
  private double[] after = new double[0];
  private float[] earlier = new float[0];

  /**
   * @param unbiased the machine's parameters with biases 0
   * @param base biases at inverse temperature 0
   * @param slope increase of the biases from there to 1
   */
  SummedLayer(Layer layer, float[] unbiased, float[] base, float[] slope) {
    this.layer = layer;
    this.unbiased = unbiased;
    this.base = base;
    this.slope = slope;
    this.offset = new float[base.length];
    this.offsetChange = new float[base.length];
    this.row = new float[base.length];
    this.change = new float[base.length];
    this.noise = new float[base.length];
    this.noBias = new float[base.length];
  }

  /**
   * Adds each row's change to {@code sums} and replaces inputs by states.
   *
   * @param states on entry the layer's input at inverse temperature 1, without biases; on return
   *     states drawn at the new one
   */
  void move(double[] sums, Matrix states, double from, double to, RandomStream random) {
    int first = 0;
    for (EnergyUnits units : layer.energyGroups()) {
      int end = first + units.size();
      Matrix mine = states.columns(first, end);
      if (units.spec().type() == UnitType.BERNOULLI) {
        moveBernoulli(sums, mine, first, from, to, random);
      } else {
        moveOthers(sums, units, mine, first, from, to, random);
      }
      first = end;
    }
  }

  private void moveBernoulli(
      double[] sums, Matrix states, int first, double from, double to, RandomStream random) {
    int units = states.columns();
    float step = (float) (to - from);
    for (int i = 0; i < units; i++) {
      offset[i] = base[first + i] + (float) to * slope[first + i];
      offsetChange[i] = step * slope[first + i];
    }
    for (int r = 0; r < states.rows(); r++) {
      System.arraycopy(states.values(), states.offset(r), row, 0, units);
      AnnealingKernels.affineInto(row, step, offsetChange, change, units);
      RowKernels.affineInPlace(row, (float) to, 0f, units);
      RowKernels.sigmoidInPlace(row, offset, units);
      AnnealingKernels.softplusChangesInPlace(row, change, units);
      double sum = RowKernels.sum(change, units);
      sums[r] +=
          AnnealingKernels.isWithinRange(sum) ? sum : largeChange(states, r, first, from, to);
      if (!kernels.drawGiven(row, units, random, states.values(), states.offset(r))) {
        random.nextUniforms(noise, units);
        RowKernels.bernoulliInto(row, noise, change, units);
        System.arraycopy(change, 0, states.values(), states.offset(r), units);
      }
    }
  }

  /** The change for one row, for temperatures that are far apart. */
  private double largeChange(Matrix input, int r, int first, double from, double to) {
    int units = input.columns();
    inputInto(input, r, first, to, change);
    double now = RowKernels.softplusSum(change, noBias, noise, units);
    inputInto(input, r, first, from, change);
    return now - RowKernels.softplusSum(change, noBias, noise, units);
  }

  private void moveOthers(
      double[] sums,
      EnergyUnits units,
      Matrix states,
      int first,
      double from,
      double to,
      RandomStream random) {
    int rows = states.rows();
    int columns = states.columns();
    if (before.length < rows) {
      before = new double[rows];
      after = new double[rows];
    }
    if (earlier.length < rows * columns) {
      earlier = new float[rows * columns];
    }
    Matrix old = new Matrix(earlier, 0, rows, columns);
    for (int r = 0; r < rows; r++) {
      inputInto(states, r, first, from, row);
      System.arraycopy(row, 0, earlier, old.offset(r), columns);
      inputInto(states, r, first, to, row);
      System.arraycopy(row, 0, states.values(), states.offset(r), columns);
    }
    Arrays.fill(before, 0, rows, 0);
    Arrays.fill(after, 0, rows, 0);
    units.addLogPartitions(old, unbiased, before);
    units.addLogPartitions(states, unbiased, after);
    for (int r = 0; r < rows; r++) {
      sums[r] += after[r] - before[r];
    }
    units.sampleInPlace(states, unbiased, random);
  }

  /** {@code result := } a row's input at an inverse temperature, with its biases. */
  private void inputInto(Matrix input, int r, int first, double beta, float[] result) {
    int units = input.columns();
    System.arraycopy(input.values(), input.offset(r), result, 0, units);
    for (int i = 0; i < units; i++) {
      float bias = base[first + i] + (float) beta * slope[first + i];
      result[i] = (float) beta * result[i] + bias;
    }
  }
}
