package io.boltzspark.network;

import java.io.Serializable;

/**
 * The geometry that a convolution and its transpose share: a kernel of taps that slides over a
 * large map, one small position a step. Small position (y, x) meets, at tap (u, v), the large
 * position {@code (y stride + u - before, x stride + v - before)} of the same stride and padding,
 * where there is one. A convolution reads the large map and writes the small one; a transposed
 * convolution reads the small one and adds to the large one.
 *
 * @param large shape of the large map
 * @param small shape of the small map
 * @param kernelHeight number of rows of taps
 * @param kernelWidth number of columns of taps
 * @param stride large positions between neighbouring small ones
 * @param top rows of padding above the large map
 * @param left columns of padding to its left
 */
record Correlation(
    Shape large, Shape small, int kernelHeight, int kernelWidth, int stride, int top, int left)
    implements Serializable {

  /**
   * "Same" padding as in TensorFlow: {@code small = ceil(large / stride)}, and of the padding that
   * this needs the smaller half comes before. A kernel of 5 with stride 2 has one row before and
   * two after.
   */
  static Correlation same(Shape large, int channels, int kernel, int stride) {
    int height = (large.height() + stride - 1) / stride;
    int width = (large.width() + stride - 1) / stride;
    return new Correlation(
        large,
        new Shape(height, width, channels),
        kernel,
        kernel,
        stride,
        before(large.height(), height, kernel, stride),
        before(large.width(), width, kernel, stride));
  }

  private static int before(int large, int small, int kernel, int stride) {
    return Math.max(0, (small - 1) * stride + kernel - large) / 2;
  }

  /** A kernel as large as the map: every unit sees every value. */
  static Correlation dense(Shape large, int units) {
    return new Correlation(large, Shape.ofUnits(units), large.height(), large.width(), 1, 0, 0);
  }

  int taps() {
    return Math.multiplyExact(kernelHeight, kernelWidth);
  }

  /** Multiplications of an image's pass; taps beyond the border need none. */
  long multiplications() {
    long meetings =
        meetings(small.height(), kernelHeight, top, large.height())
            * meetings(small.width(), kernelWidth, left, large.width());
    return meetings * large.channels() * small.channels();
  }

  /** Pairs of a small position and a tap, in one direction, that meet a large position. */
  private long meetings(int positions, int kernel, int before, int largePositions) {
    long count = 0;
    for (int position = 0; position < positions; position++) {
      for (int tap = 0; tap < kernel; tap++) {
        int met = position * stride + tap - before;
        count += met >= 0 && met < largePositions ? 1 : 0;
      }
    }
    return count;
  }

  /** Weights that end in a small unit, over all taps. */
  int smallFan() {
    return Math.multiplyExact(taps(), large.channels());
  }

  /** Weights that end in a large unit, over all taps. */
  int largeFan() {
    return Math.multiplyExact(taps(), small.channels());
  }

  /** The products of a lane, with buffers for {@link FeatureMaps#BLOCK} images. */
  Products products() {
    // A product of few columns is slow, and copying few channels is cheap.
    return large.channels() < 16 ? new ColumnProducts(this) : new TapProducts(this);
  }

  /** The three products of a correlation, for one block of images at a time. */
  interface Products {
    /** {@code small := sum over taps of large W}. */
    void gather(
        float[] large, int largeAt, Weights weights, float[] small, int smallAt, int images);

    /** {@code large := sum over taps of small Wᵀ}. */
    void scatter(
        float[] small, int smallAt, Weights weights, float[] large, int largeAt, int images);

    /** {@code sums := sums + largeᵀ small}, for each tap. */
    void addGradient(
        float[] large, int largeAt, float[] small, int smallAt, Weights sums, int images);
  }

  /**
   * Weights in an array: for each tap a matrix of large channels x small channels.
   *
   * @param at index of the first one
   */
  record Weights(float[] values, int at) {}
}
