package io.boltzspark.network;

import io.boltzspark.math.Matrix;

/**
 * The layout of many images' feature maps in one array: blocks of up to {@link #BLOCK} images (so
 * that a layer's input and output stay in the cache), in each block position after position, for
 * each position image after image, for each image its channels. So a shift by some positions is a
 * shift of whole rows of a matrix, and a convolution is a sum of matrix products without copies.
 */
final class FeatureMaps {
  /**
   * Images in a block. Measured on AVX-512: weight gradients of 64 channels take 132 µs an image in
   * blocks of 32, 250 in blocks of 128.
   */
  static final int BLOCK = 32;

  private FeatureMaps() {}

  /** Work on one block. */
  interface BlockWork {
    /**
     * @param first number of its first image
     * @param images number of its images
     */
    void run(int first, int images);
  }

  static void overBlocks(int images, BlockWork work) {
    for (int first = 0; first < images; first += BLOCK) {
      work.run(first, Math.min(BLOCK, images - first));
    }
  }

  /**
   * Copies some channels of all images from rows of values.
   *
   * @param rows one image a row: for each position its channels
   * @param maps receives maps of {@code shape}
   * @param channel the first of the channels to write; {@code rows} has as many as its width says
   */
  static void fromRows(Matrix rows, Shape shape, float[] maps, int channel) {
    int channels = rows.columns() / shape.positions();
    copy(rows, shape, maps, channel, channels, true);
  }

  /** Copies all channels of all images to rows of values. */
  static void toRows(float[] maps, Shape shape, Matrix rows) {
    toRows(maps, shape, rows, 0);
  }

  /** Copies channels from {@code channel} on, as many as the rows are wide, to rows of values. */
  static void toRows(float[] maps, Shape shape, Matrix rows, int channel) {
    copy(rows, shape, maps, channel, rows.columns() / shape.positions(), false);
  }

  private static void copy(
      Matrix rows, Shape shape, float[] maps, int channel, int channels, boolean toMaps) {
    float[] values = rows.values();
    overBlocks(
        rows.rows(),
        (first, images) -> {
          int block = first * shape.size();
          for (int p = 0; p < shape.positions(); p++) {
            for (int i = 0; i < images; i++) {
              int row = rows.offset(first + i) + p * channels;
              int map = block + (p * images + i) * shape.channels() + channel;
              if (toMaps) {
                System.arraycopy(values, row, maps, map, channels);
              } else {
                System.arraycopy(maps, map, values, row, channels);
              }
            }
          }
        });
  }
}
