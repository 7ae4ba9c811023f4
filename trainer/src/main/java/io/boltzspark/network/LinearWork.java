package io.boltzspark.network;

import io.boltzspark.math.RandomStream;
import io.boltzspark.math.RowKernels;
import io.boltzspark.network.Correlation.Weights;
import java.util.Arrays;

/** A dense layer, a convolution or its transpose. */
final class LinearWork extends LayerWork {
  private static final int NONE = -1;

  private final Shape inputShape;
  private final Shape outputShape;
  private final boolean gathers;
  private final Correlation.Products products;
  private final int kernelAt;
  private final int biasAt; // NONE without one
  private final float[] bias;
  private final float[] row;

  LinearWork(LayerSpec.Linear layer, Shape input, int[] parametersAt) {
    Correlation correlation = layer.correlation(input);
    this.inputShape = input;
    this.outputShape = layer.output(input);
    this.gathers = layer.gathers();
    this.products = correlation.products();
    this.kernelAt = parametersAt[0];
    this.biasAt = layer.bias() ? parametersAt[1] : NONE;
    this.bias = new float[outputShape.channels()];
    this.row = new float[outputShape.channels()];
  }

  @Override
  void forward(float[] parameters, float[] input, float[] output, int images, RandomStream random) {
    Weights kernel = new Weights(parameters, kernelAt);
    FeatureMaps.overBlocks(
        images,
        (first, count) -> {
          int in = first * inputShape.size();
          int out = first * outputShape.size();
          if (gathers) {
            products.gather(input, in, kernel, output, out, count);
          } else {
            products.scatter(input, in, kernel, output, out, count);
          }
        });
    if (biasAt != NONE) {
      addBias(parameters, output, images);
    }
  }

  private void addBias(float[] parameters, float[] output, int images) {
    int channels = bias.length;
    System.arraycopy(parameters, biasAt, bias, 0, channels);
    int end = images * outputShape.size();
    for (int at = 0; at < end; at += channels) {
      System.arraycopy(output, at, row, 0, channels);
      RowKernels.addInPlace(row, bias, 0, channels);
      System.arraycopy(row, 0, output, at, channels);
    }
  }

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
    Weights kernel = new Weights(parameters, kernelAt);
    Weights kernelSums = new Weights(sums, kernelAt);
    FeatureMaps.overBlocks(
        images,
        (first, count) -> {
          int in = first * inputShape.size();
          int out = first * outputShape.size();
          if (inputGradient != null && gathers) {
            products.scatter(outputGradient, out, kernel, inputGradient, in, count);
          } else if (inputGradient != null) {
            products.gather(outputGradient, out, kernel, inputGradient, in, count);
          }
          if (factors != null) {
            scale(outputGradient, out, factors, first, count);
          }
          if (gathers) {
            products.addGradient(input, in, outputGradient, out, kernelSums, count);
          } else {
            products.addGradient(outputGradient, out, input, in, kernelSums, count);
          }
        });
    if (biasAt != NONE) {
      addToBias(outputGradient, images, sums);
    }
  }

  /** Multiplies each image's maps by its factor. */
  private void scale(float[] maps, int at, float[] factors, int first, int count) {
    int channels = outputShape.channels();
    int to = at;
    for (int p = 0; p < outputShape.positions(); p++) {
      for (int i = 0; i < count; i++, to += channels) {
        RowKernels.scaleInPlace(maps, factors[first + i], to, to + channels);
      }
    }
  }

  private void addToBias(float[] outputGradient, int images, float[] sums) {
    int channels = bias.length;
    Arrays.fill(bias, 0f);
    int end = images * outputShape.size();
    for (int at = 0; at < end; at += channels) {
      System.arraycopy(outputGradient, at, row, 0, channels);
      RowKernels.addInPlace(bias, row, 0, channels);
    }
    for (int c = 0; c < channels; c++) {
      sums[biasAt + c] += bias[c];
    }
  }
}
