package io.boltzspark.network;

import io.boltzspark.math.Blas;
import io.boltzspark.math.Matrix;
import java.util.Arrays;

/**
 * One matrix product for all taps: what a small position meets on the large map is first copied to
 * a row of columns, 0 beyond the border ("im2col").
 */
final class ColumnProducts implements Correlation.Products {
  private static final int OUTSIDE = -1;

  private final Correlation geometry;
  private final int channels; // of the large map
  private final int width; // of a row of columns
  private final int[] met; // by small position and tap: the large position, or OUTSIDE
  private final float[] columns;

  ColumnProducts(Correlation geometry) {
    this.geometry = geometry;
    this.channels = geometry.large().channels();
    this.width = geometry.smallFan();
    this.met = new int[geometry.small().positions() * geometry.taps()];
    this.columns = new float[FeatureMaps.BLOCK * geometry.small().positions() * width];
    int at = 0;
    for (int y = 0; y < geometry.small().height(); y++) {
      for (int x = 0; x < geometry.small().width(); x++) {
        for (int u = 0; u < geometry.kernelHeight(); u++) {
          for (int v = 0; v < geometry.kernelWidth(); v++) {
            met[at++] =
                position(
                    y * geometry.stride() + u - geometry.top(),
                    x * geometry.stride() + v - geometry.left());
          }
        }
      }
    }
  }

  private int position(int y, int x) {
    Shape large = geometry.large();
    boolean inside = y >= 0 && y < large.height() && x >= 0 && x < large.width();
    return inside ? y * large.width() + x : OUTSIDE;
  }

  @Override
  public void gather(
      float[] large,
      int largeAt,
      Correlation.Weights weights,
      float[] small,
      int smallAt,
      int images) {
    copyToColumns(large, largeAt, images);
    Blas.multiply(columns(images), matrix(weights), 0f, small(small, smallAt, images));
  }

  @Override
  public void scatter(
      float[] small,
      int smallAt,
      Correlation.Weights weights,
      float[] large,
      int largeAt,
      int images) {
    Blas.multiplyTransposed(small(small, smallAt, images), matrix(weights), 0f, columns(images));
    Arrays.fill(large, largeAt, largeAt + images * geometry.large().size(), 0f);
    int taps = geometry.taps();
    for (int m = 0; m < met.length; m++) {
      if (met[m] != OUTSIDE) {
        int to = largeAt + met[m] * images * channels;
        int from = firstColumn(m / taps, m % taps, images);
        // Images inside, since there are many of them and few channels.
        for (int c = 0; c < channels; c++) {
          for (int i = 0; i < images; i++) {
            large[to + i * channels + c] += columns[from + i * width + c];
          }
        }
      }
    }
  }

  @Override
  public void addGradient(
      float[] large,
      int largeAt,
      float[] small,
      int smallAt,
      Correlation.Weights sums,
      int images) {
    copyToColumns(large, largeAt, images);
    Blas.transposedMultiply(columns(images), small(small, smallAt, images), 1f, matrix(sums));
  }

  private void copyToColumns(float[] large, int largeAt, int images) {
    int taps = geometry.taps();
    for (int m = 0; m < met.length; m++) {
      int to = firstColumn(m / taps, m % taps, images);
      int from = largeAt + met[m] * images * channels;
      for (int c = 0; c < channels; c++) {
        if (met[m] == OUTSIDE) {
          for (int i = 0; i < images; i++) {
            columns[to + i * width + c] = 0f;
          }
        } else {
          for (int i = 0; i < images; i++) {
            columns[to + i * width + c] = large[from + i * channels + c];
          }
        }
      }
    }
  }

  /** Index of a tap's first channel in the row of a small position's first image. */
  private int firstColumn(int small, int tap, int images) {
    return small * images * width + tap * channels;
  }

  private Matrix columns(int images) {
    return new Matrix(columns, 0, images * geometry.small().positions(), width);
  }

  private Matrix small(float[] small, int at, int images) {
    Shape shape = geometry.small();
    return new Matrix(small, at, images * shape.positions(), shape.channels());
  }

  private Matrix matrix(Correlation.Weights weights) {
    return new Matrix(weights.values(), weights.at(), width, geometry.small().channels());
  }
}
