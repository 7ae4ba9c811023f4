package io.boltzspark.model;

import io.boltzspark.math.Matrix;
import io.boltzspark.math.RandomStream;
import io.boltzspark.math.RowKernels;
import io.boltzspark.math.SparseKernels;

/**
 * Units with finitely many states, which can be enumerated, and with the energy {@code -b . s}
 * minus the logarithm of a state's multiplicity.
 */
abstract class DiscreteUnits extends LinearUnits implements EnergyUnits {

  DiscreteUnits(UnitSpec spec, int biasOffset) {
    super(spec, biasOffset);
  }

  @Override
  public abstract double[] states();

  /** For independent units: the product of their numbers of states. */
  @Override
  public double configurations() {
    return StrictMath.pow(states().length, size());
  }

  /**
   * Puts joint state number {@code index}, from 0 to {@link #configurations()} - 1, into a row. For
   * independent units: the digits of the number, the first unit's lowest.
   */
  void configurationInto(long index, Matrix states, int row) {
    double[] each = states();
    long rest = index;
    for (int i = 0; i < size(); i++) {
      states.set(row, i, (float) each[(int) (rest % each.length)]);
      rest /= each.length;
    }
  }

  @Override
  public double energy(Matrix states, int row, float[] parameters) {
    double sum = 0;
    for (int i = 0; i < size(); i++) {
      sum += (double) parameters[biasOffset() + i] * states.get(row, i);
    }
    return -sum;
  }

  /** {@link #drawRow} of units with the states 0 and 1 or, if they are spins, -1 and 1. */
  final boolean drawTwoValues(
      Scratch s,
      Matrix input,
      boolean wantMeans,
      Matrix sample,
      int row,
      boolean spins,
      RandomStream random) {
    float[] inputs = input.values();
    int at = input.offset(row);
    return SparseKernels.get()
        .draw(
            inputs,
            at,
            s.bias,
            size(),
            spins,
            random,
            sample.values(),
            sample.offset(row),
            wantMeans);
  }

  /** Uniform numbers for units that are drawn one after another, see {@link SiteUnits}. */
  final void uniformsInto(float[] noise, int first, int units, RandomStream random) {
    float[] uniforms = scratch().noise;
    random.nextUniforms(uniforms, units);
    System.arraycopy(uniforms, 0, noise, first, units);
  }

  @Override
  public final void temperInPlace(float[] parameters, float beta) {
    RowKernels.scaleInPlace(parameters, beta, biasOffset(), biasOffset() + size());
  }
}
