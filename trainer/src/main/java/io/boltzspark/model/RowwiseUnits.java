package io.boltzspark.model;

import io.boltzspark.math.Matrix;
import io.boltzspark.math.RandomStream;

/**
 * Common base of all units: each row is copied to separate arrays, on which the kernels work while
 * it is in the cache. A kind of units defines how a row of inputs becomes the parameters of its
 * conditional distribution, and how means and samples follow from these.
 */
abstract class RowwiseUnits implements Units {
  private final UnitSpec spec;
  private final int size;
  private final int biasOffset;

  // The tasks of a process share a machine.
  private final ThreadLocal<Scratch> scratch;

  /** Arrays for one row, one element per unit. */
  static final class Scratch {
    final float[] bias;
    final float[] row;
    final float[] noise;
    final float[] sample;

    /** For units that have variances. */
    final float[] sigma;

    /** 1 / sigma^2, for units that have variances. */
    final float[] precision;

    Scratch(int size, boolean hasVariance) {
      bias = new float[size];
      row = new float[size];
      noise = new float[size];
      sample = new float[size];
      sigma = new float[hasVariance ? size : 0];
      precision = new float[hasVariance ? size : 0];
    }

    void read(Matrix matrix, int at, int size) {
      System.arraycopy(matrix.values(), matrix.offset(at), row, 0, size);
    }

    static void write(float[] from, Matrix matrix, int at, int size) {
      System.arraycopy(from, 0, matrix.values(), matrix.offset(at), size);
    }
  }

  /**
   * @param biasOffset index of the group's first bias in the machine's parameters; there is one per
   *     unit
   */
  RowwiseUnits(UnitSpec spec, int biasOffset) {
    this.spec = spec;
    this.size = spec.size();
    this.biasOffset = biasOffset;
    this.scratch = ThreadLocal.withInitial(() -> new Scratch(size, spec.type().hasVariance()));
  }

  @Override
  public final UnitSpec spec() {
    return spec;
  }

  @Override
  public final int size() {
    return size;
  }

  final int biasOffset() {
    return biasOffset;
  }

  @Override
  public double[] states() {
    return new double[0];
  }

  /** Scratch space of this thread. */
  final Scratch scratch() {
    return scratch.get();
  }

  /** Scratch space with the parameters that the hooks below need. */
  Scratch begin(float[] parameters) {
    Scratch s = scratch();
    System.arraycopy(parameters, biasOffset, s.bias, 0, size);
    return s;
  }

  /** {@code s.row}: from inputs to the parameters of the conditional distribution. */
  abstract void conditionalInPlace(Scratch s);

  /**
   * {@code s.row}: from the result of {@link #conditionalInPlace} to means; here they are the same.
   */
  void meanOfConditionalInPlace(Scratch s) {}

  /** {@code s.row}: from the result of {@link #conditionalInPlace} to the most probable states. */
  abstract void modeOfConditionalInPlace(Scratch s);

  /** {@code s.sample := a draw} from the distribution that {@code s.row} describes. */
  abstract void sampleInto(Scratch s, RandomStream random);

  /**
   * Draws a row of states at once, if there is a kernel for it.
   *
   * @param input replaced by means if these are wanted
   * @return whether it did; if not, nothing has changed
   */
  boolean drawRow(
      Scratch s, Matrix input, boolean wantMeans, Matrix sample, int row, RandomStream random) {
    return false;
  }

  @Override
  public final void meanInPlace(Matrix input, float[] parameters) {
    draw(input, true, null, parameters, null);
  }

  @Override
  public final void modeInPlace(Matrix input, float[] parameters) {
    Scratch s = begin(parameters);
    for (int row = 0; row < input.rows(); row++) {
      s.read(input, row, size);
      conditionalInPlace(s);
      modeOfConditionalInPlace(s);
      Scratch.write(s.row, input, row, size);
    }
  }

  @Override
  public final void sampleInPlace(Matrix input, float[] parameters, RandomStream random) {
    draw(input, false, input, parameters, random);
  }

  @Override
  public final void meanAndSampleInPlace(
      Matrix input, Matrix sample, float[] parameters, RandomStream random) {
    draw(input, true, sample, parameters, random);
  }

  private void draw(
      Matrix input, boolean wantMeans, Matrix sample, float[] parameters, RandomStream random) {
    Scratch s = begin(parameters);
    for (int row = 0; row < input.rows(); row++) {
      if (sample != null && drawRow(s, input, wantMeans, sample, row, random)) {
        continue;
      }
      s.read(input, row, size);
      conditionalInPlace(s);
      if (sample != null) {
        sampleInto(s, random);
        Scratch.write(s.sample, sample, row, size);
      }
      if (wantMeans) {
        meanOfConditionalInPlace(s);
        Scratch.write(s.row, input, row, size);
      }
    }
  }
}
