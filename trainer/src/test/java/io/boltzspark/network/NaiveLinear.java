package io.boltzspark.network;

/**
 * Convolutions in double precision, from TensorFlow's definition of "same" padding: the output has
 * ceil(size / stride) positions, the padding is what its last position lacks, and the smaller half
 * of it comes first. Nested loops over everything, and nothing of {@link Correlation}.
 *
 * @param kernel {@code [tap row][tap column][channel of the larger map][of the smaller]}, flat
 */
record NaiveLinear(double[] kernel, int size, int stride, int largeChannels, int smallChannels) {

  static int outputs(int inputs, int stride) {
    return (int) Math.ceil((double) inputs / stride);
  }

  static int paddingBefore(int inputs, int kernel, int stride) {
    int total = Math.max((outputs(inputs, stride) - 1) * stride + kernel - inputs, 0);
    return (int) Math.floor(total / 2.0);
  }

  NaiveLinear magnitudes() {
    double[] magnitudes = kernel.clone();
    for (int i = 0; i < magnitudes.length; i++) {
      magnitudes[i] = Math.abs(magnitudes[i]);
    }
    return new NaiveLinear(magnitudes, size, stride, largeChannels, smallChannels);
  }

  /** From the larger map to the smaller. */
  Maps convolve(Maps large) {
    Shape from = large.shape();
    Maps small =
        Maps.zeros(
            new Shape(outputs(from.height(), stride), outputs(from.width(), stride), smallChannels),
            large.images());
    overMeetings(
        from,
        small.shape(),
        large.images(),
        (i, ly, lx, lc, sy, sx, sc, w) ->
            small.add(i, sy, sx, sc, large.get(i, ly, lx, lc) * kernel[w]));
    return small;
  }

  /** The adjoint: from the smaller map to the larger. */
  Maps transpose(Maps small, Shape largeShape) {
    Maps large = Maps.zeros(largeShape, small.images());
    overMeetings(
        largeShape,
        small.shape(),
        small.images(),
        (i, ly, lx, lc, sy, sx, sc, w) ->
            large.add(i, ly, lx, lc, small.get(i, sy, sx, sc) * kernel[w]));
    return large;
  }

  /** The derivatives of {@code <convolve(large), small>} by the kernel. */
  double[] kernelGradient(Maps large, Maps small) {
    double[] gradient = new double[kernel.length];
    overMeetings(
        large.shape(),
        small.shape(),
        small.images(),
        (i, ly, lx, lc, sy, sx, sc, w) ->
            gradient[w] += large.get(i, ly, lx, lc) * small.get(i, sy, sx, sc));
    return gradient;
  }

  private interface Meeting {
    void at(int image, int ly, int lx, int lc, int sy, int sx, int sc, int weight);
  }

  private void overMeetings(Shape large, Shape small, int images, Meeting meeting) {
    int top = paddingBefore(large.height(), size, stride);
    int left = paddingBefore(large.width(), size, stride);
    for (int sy = 0; sy < small.height(); sy++) {
      for (int sx = 0; sx < small.width(); sx++) {
        for (int u = 0; u < size; u++) {
          for (int v = 0; v < size; v++) {
            int ly = sy * stride + u - top;
            int lx = sx * stride + v - left;
            if (ly < 0 || ly >= large.height() || lx < 0 || lx >= large.width()) {
              continue;
            }
            for (int lc = 0; lc < largeChannels; lc++) {
              for (int sc = 0; sc < smallChannels; sc++) {
                int weight = ((u * size + v) * largeChannels + lc) * smallChannels + sc;
                for (int i = 0; i < images; i++) {
                  meeting.at(i, ly, lx, lc, sy, sx, sc, weight);
                }
              }
            }
          }
        }
      }
    }
  }
}
