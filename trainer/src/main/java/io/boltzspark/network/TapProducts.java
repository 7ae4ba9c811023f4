package io.boltzspark.network;

import io.boltzspark.math.Blas;
import io.boltzspark.math.Matrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One matrix product for each tap and run of positions: in the layout of {@link FeatureMaps} the
 * rows of neighbouring positions are contiguous, on the small map and, after its positions have
 * been sorted by their remainder modulo the stride (its phase), on the large one. Nothing is copied
 * to columns, and taps beyond the border cost nothing: of a 5 x 5 kernel on 7 x 7 positions a
 * third.
 */
final class TapProducts implements Correlation.Products {
  private final Correlation geometry;
  private final int largeChannels;
  private final int smallChannels;
  private final int[] sorted; // by large position: its place when sorted by phase
  private final List<Run> runs = new ArrayList<>();
  private final float[] phased; // the large map of a block, sorted by phase; null with stride 1

  /** Consecutive positions that meet at one tap; the large one is a place sorted by phase. */
  private record Run(int tap, int small, int large, int positions) {}

  TapProducts(Correlation geometry) {
    this.geometry = geometry;
    this.largeChannels = geometry.large().channels();
    this.smallChannels = geometry.small().channels();
    this.sorted = new int[geometry.large().positions()];
    this.phased =
        geometry.stride() == 1 ? null : new float[FeatureMaps.BLOCK * geometry.large().size()];
    int[] phaseStarts = sort();
    for (int u = 0; u < geometry.kernelHeight(); u++) {
      for (int v = 0; v < geometry.kernelWidth(); v++) {
        addRuns(u, v, phaseStarts);
      }
    }
  }

  private int rowsOf(int phase) {
    return (geometry.large().height() - phase + geometry.stride() - 1) / geometry.stride();
  }

  private int columnsOf(int phase) {
    return (geometry.large().width() - phase + geometry.stride() - 1) / geometry.stride();
  }

  private int[] sort() {
    int stride = geometry.stride();
    int[] starts = new int[stride * stride];
    int place = 0;
    for (int py = 0; py < stride; py++) {
      for (int px = 0; px < stride; px++) {
        starts[py * stride + px] = place;
        for (int y = 0; y < rowsOf(py); y++) {
          for (int x = 0; x < columnsOf(px); x++) {
            sorted[(y * stride + py) * geometry.large().width() + x * stride + px] = place++;
          }
        }
      }
    }
    return starts;
  }

  private void addRuns(int u, int v, int[] phaseStarts) {
    int stride = geometry.stride();
    int py = Math.floorMod(u - geometry.top(), stride);
    int px = Math.floorMod(v - geometry.left(), stride);
    int shiftY = Math.floorDiv(u - geometry.top(), stride);
    int shiftX = Math.floorDiv(v - geometry.left(), stride);
    int width = geometry.small().width();
    int columns = columnsOf(px);
    int fromX = Math.max(0, -shiftX);
    int toX = Math.min(width, columns - shiftX);
    int fromY = Math.max(0, -shiftY);
    int toY = Math.min(geometry.small().height(), rowsOf(py) - shiftY);
    if (fromX >= toX || fromY >= toY) {
      return;
    }
    int tap = u * geometry.kernelWidth() + v;
    int start = phaseStarts[py * stride + px];
    if (toX - fromX == width && columns == width) {
      int large = start + (fromY + shiftY) * columns;
      runs.add(new Run(tap, fromY * width, large, (toY - fromY) * width));
      return;
    }
    for (int y = fromY; y < toY; y++) {
      int large = start + (y + shiftY) * columns + fromX + shiftX;
      runs.add(new Run(tap, y * width + fromX, large, toX - fromX));
    }
  }

  @Override
  public void gather(
      float[] large,
      int largeAt,
      Correlation.Weights weights,
      float[] small,
      int smallAt,
      int images) {
    Arrays.fill(small, smallAt, smallAt + images * geometry.small().size(), 0f);
    float[] from = sortedByPhase(large, largeAt, images);
    int fromAt = phased == null ? largeAt : 0;
    for (int r = 0; r < runs.size(); r++) {
      Run run = runs.get(r);
      Blas.multiply(
          largeRows(run, from, fromAt, images),
          tap(run, weights),
          1f,
          smallRows(run, small, smallAt, images));
    }
  }

  @Override
  public void scatter(
      float[] small,
      int smallAt,
      Correlation.Weights weights,
      float[] large,
      int largeAt,
      int images) {
    float[] to = phased == null ? large : phased;
    int toAt = phased == null ? largeAt : 0;
    Arrays.fill(to, toAt, toAt + images * geometry.large().size(), 0f);
    for (int r = 0; r < runs.size(); r++) {
      Run run = runs.get(r);
      Blas.multiplyTransposed(
          smallRows(run, small, smallAt, images),
          tap(run, weights),
          1f,
          largeRows(run, to, toAt, images));
    }
    if (phased != null) {
      int row = images * largeChannels;
      for (int p = 0; p < sorted.length; p++) {
        System.arraycopy(phased, sorted[p] * row, large, largeAt + p * row, row);
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
    float[] from = sortedByPhase(large, largeAt, images);
    int fromAt = phased == null ? largeAt : 0;
    for (int r = 0; r < runs.size(); r++) {
      Run run = runs.get(r);
      Blas.transposedMultiply(
          largeRows(run, from, fromAt, images),
          smallRows(run, small, smallAt, images),
          1f,
          tap(run, sums));
    }
  }

  /** The large map of a block, sorted by phase: itself with stride 1. */
  private float[] sortedByPhase(float[] large, int largeAt, int images) {
    if (phased == null) {
      return large;
    }
    int row = images * largeChannels;
    for (int p = 0; p < sorted.length; p++) {
      System.arraycopy(large, largeAt + p * row, phased, sorted[p] * row, row);
    }
    return phased;
  }

  private Matrix largeRows(Run run, float[] large, int at, int images) {
    return new Matrix(
        large, at + run.large() * images * largeChannels, run.positions() * images, largeChannels);
  }

  private Matrix smallRows(Run run, float[] small, int at, int images) {
    return new Matrix(
        small, at + run.small() * images * smallChannels, run.positions() * images, smallChannels);
  }

  private Matrix tap(Run run, Correlation.Weights weights) {
    return new Matrix(
        weights.values(),
        weights.at() + run.tap() * largeChannels * smallChannels,
        largeChannels,
        smallChannels);
  }
}
