package io.boltzspark.network;

import io.boltzspark.math.RandomStream;
import io.boltzspark.math.RowKernels;
import java.util.Arrays;

/**
 * Batch normalisation. In training it uses the mean and variance (over N, not N - 1) of the lane's
 * own images, afterwards the moving ones.
 *
 * <p>The "gradient" of a moving average is {@code images (statistic of the lane - moving average)},
 * so that a step of plain gradient ascent at rate {@code 1 - momentum} moves it towards the mean of
 * the lanes' statistics.
 *
 * <p>Channels are the fastest index, so a wide row holds each of them several times.
 */
final class BatchNormWork extends LayerWork {
  private static final int LEAST_WIDTH = 512;

  private final int size;
  private final int channels;
  private final int width; // of wide rows, a multiple of channels
  private final float epsilon;
  private final int gammaAt;
  private final int betaAt;
  private final int meanAt;
  private final int varianceAt;

  private final float[] mean; // of the last pass forward, once per channel
  private final float[] variance;
  private final float[] scale; // 1 / deviation, as often as a wide row holds each channel
  private final float[] centre;
  private final float[] gain;
  private final float[] shift;
  private final float[] row;
  private final float[] other;
  private final float[] sum;
  private final float[] products;
  private final double[] total;

  BatchNormWork(LayerSpec.BatchNorm layer, Shape shape, int[] parametersAt) {
    this.size = shape.size();
    this.channels = shape.channels();
    this.width = channels * Math.max(1, LEAST_WIDTH / channels);
    this.epsilon = (float) layer.epsilon();
    this.gammaAt = parametersAt[0];
    this.betaAt = parametersAt[1];
    this.meanAt = parametersAt[2];
    this.varianceAt = parametersAt[3];
    this.mean = new float[channels];
    this.variance = new float[channels];
    this.scale = new float[width];
    this.centre = new float[width];
    this.gain = new float[width];
    this.shift = new float[width];
    this.row = new float[width];
    this.other = new float[width];
    this.sum = new float[width];
    this.products = new float[width];
    this.total = new double[channels];
  }

  @Override
  void forward(float[] parameters, float[] input, float[] output, int images, RandomStream random) {
    int end = images * size;
    if (random != null) {
      measure(input, end);
    } else {
      System.arraycopy(parameters, meanAt, mean, 0, channels);
      System.arraycopy(parameters, varianceAt, variance, 0, channels);
    }
    spread(parameters);
    for (int at = 0; at < end; at += width) {
      int count = Math.min(width, end - at);
      normalise(input, at, count);
      RowKernels.multiplyInPlace(row, gain, count);
      RowKernels.addInPlace(row, shift, 0, count);
      System.arraycopy(row, 0, output, at, count);
    }
  }

  /** Mean and variance of each channel. */
  private void measure(float[] input, int end) {
    float rows = (float) end / channels;
    Arrays.fill(sum, 0f);
    for (int at = 0; at < end; at += width) {
      int count = Math.min(width, end - at);
      System.arraycopy(input, at, row, 0, count);
      RowKernels.addInPlace(sum, row, 0, count);
    }
    fold(sum);
    for (int i = 0; i < width; i++) {
      centre[i] = (float) (total[i % channels] / rows);
    }
    System.arraycopy(centre, 0, mean, 0, channels);
    Arrays.fill(sum, 0f);
    for (int at = 0; at < end; at += width) {
      int count = Math.min(width, end - at);
      System.arraycopy(input, at, row, 0, count);
      RowKernels.addScaledInPlace(row, centre, -1f, count);
      RowKernels.addProductInPlace(sum, row, row, count);
    }
    fold(sum);
    for (int c = 0; c < channels; c++) {
      variance[c] = (float) (total[c] / rows);
    }
  }

  private void fold(float[] wide) {
    Arrays.fill(total, 0);
    for (int i = 0; i < width; i++) {
      total[i % channels] += wide[i];
    }
  }

  private void spread(float[] parameters) {
    for (int i = 0; i < width; i++) {
      int c = i % channels;
      centre[i] = mean[c];
      scale[i] = (float) (1 / Math.sqrt(variance[c] + epsilon));
      gain[i] = parameters[gammaAt + c];
      shift[i] = parameters[betaAt + c];
    }
  }

  /** Sets {@link #row} to normalised values. */
  private void normalise(float[] input, int at, int count) {
    System.arraycopy(input, at, row, 0, count);
    RowKernels.addScaledInPlace(row, centre, -1f, count);
    RowKernels.multiplyInPlace(row, scale, count);
  }

  /**
   * With x normalised, y = gamma x + beta and N rows: {@code dx = gamma scale (dy - mean of dy - x
   * mean of (dy x))}, means over all rows.
   */
  @Override
  void backward(
      float[] parameters,
      float[] input,
      float[] output,
      float[] outputGradient,
      float[] inputGradient,
      float[] factors,
      int images,
      float[] sums) {
    int end = images * size;
    Arrays.fill(sum, 0f);
    Arrays.fill(products, 0f);
    for (int at = 0; at < end; at += width) {
      int count = Math.min(width, end - at);
      normalise(input, at, count);
      System.arraycopy(outputGradient, at, other, 0, count);
      RowKernels.addInPlace(sum, other, 0, count);
      RowKernels.addProductInPlace(products, other, row, count);
    }
    float rows = (float) end / channels;
    addAndSpread(sum, betaAt, sums, shift, rows);
    addAndSpread(products, gammaAt, sums, gain, rows);
    for (int i = 0; i < width; i++) {
      other[i] = parameters[gammaAt + i % channels] * scale[i];
    }
    System.arraycopy(other, 0, products, 0, width);
    for (int at = 0; at < end; at += width) {
      int count = Math.min(width, end - at);
      normalise(input, at, count);
      RowKernels.multiplyInPlace(row, gain, count);
      RowKernels.addInPlace(row, shift, 0, count);
      System.arraycopy(outputGradient, at, other, 0, count);
      RowKernels.addScaledInPlace(other, row, -1f, count);
      RowKernels.multiplyInPlace(other, products, count);
      System.arraycopy(other, 0, inputGradient, at, count);
    }
    for (int c = 0; c < channels; c++) {
      sums[meanAt + c] += images * (mean[c] - parameters[meanAt + c]);
      sums[varianceAt + c] += images * (variance[c] - parameters[varianceAt + c]);
    }
  }

  /** Adds the totals to a parameter's gradients, and spreads their means over a wide row. */
  private void addAndSpread(float[] wide, int parameterAt, float[] sums, float[] to, float rows) {
    fold(wide);
    for (int c = 0; c < channels; c++) {
      sums[parameterAt + c] += (float) total[c];
    }
    for (int i = 0; i < width; i++) {
      to[i] = (float) (total[i % channels] / rows);
    }
  }
}
