package io.boltzspark.jobs.images;

import io.boltzspark.math.Matrix;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;

/**
 * A matrix as coloured cells, with titles of rows and columns as far as there is room: those whose
 * numbers are multiples of 1, 2, 5, 10, 20, 50 and so on.
 *
 * @param values finite
 * @param colours of the values
 * @param cellWidth pixels of a cell from left to right
 * @param cellHeight pixels of a cell from top to bottom
 * @param rowTitles one for each row
 * @param columnTitles one for each column
 * @param marked cells with a dot, as pairs of row and column
 */
public record HeatMap(
    Matrix values,
    ColourMap colours,
    int cellWidth,
    int cellHeight,
    List<String> rowTitles,
    List<String> columnTitles,
    List<int[]> marked)
    implements Panel {
  private static final int FRAME = 0x999999;
  private static final int DOT = 0x222222;
  private static final int GAP = 6;

  public HeatMap {
    rowTitles = List.copyOf(rowTitles);
    columnTitles = List.copyOf(columnTitles);
    marked = List.copyOf(marked);
    if (rowTitles.size() != values.rows() || columnTitles.size() != values.columns()) {
      throw new IllegalArgumentException(
          "%d and %d titles of %s".formatted(rowTitles.size(), columnTitles.size(), values));
    }
  }

  /**
   * The magnitude that a share of all values stays below, or the largest where that is 0; 1 where
   * all are 0.
   */
  public static float limit(double[][] values, double share) {
    double[] magnitudes =
        Arrays.stream(values).flatMapToDouble(Arrays::stream).map(Math::abs).toArray();
    Arrays.sort(magnitudes);
    float limit = (float) magnitudes[Math.max(0, (int) Math.ceil(share * magnitudes.length) - 1)];
    float largest = (float) magnitudes[magnitudes.length - 1];
    return limit > 0 ? limit : largest > 0 ? largest : 1;
  }

  @Override
  public int width() {
    return left() + values.columns() * cellWidth + 2;
  }

  @Override
  public int height() {
    return values.rows() * cellHeight + 2 + GAP / 2 + Lettering.NOTE.height();
  }

  private int left() {
    return widest(rowTitles) + GAP;
  }

  private static int widest(List<String> titles) {
    return titles.stream().mapToInt(Lettering.NOTE::width).max().orElse(0);
  }

  @Override
  public void paint(BufferedImage canvas, int left, int top) {
    int gridLeft = left + left() + 1;
    int gridTop = top + 1;
    int width = values.columns() * cellWidth;
    int height = values.rows() * cellHeight;
    Panel.fill(canvas, gridLeft - 1, gridTop - 1, width + 2, height + 2, FRAME);
    for (int r = 0; r < values.rows(); r++) {
      for (int c = 0; c < values.columns(); c++) {
        int rgb = colours.rgb(values.get(r, c));
        Panel.fill(
            canvas, gridLeft + c * cellWidth, gridTop + r * cellHeight, cellWidth, cellHeight, rgb);
      }
    }
    for (int[] cell : marked) {
      int dot = Math.max(1, Math.min(cellWidth, cellHeight) / 3);
      int x = gridLeft + cell[1] * cellWidth + (cellWidth - dot) / 2;
      int y = gridTop + cell[0] * cellHeight + (cellHeight - dot) / 2;
      Panel.fill(canvas, x, y, dot, dot, DOT);
    }
    int every = every(Lettering.NOTE.height(), cellHeight);
    for (int r = every - 1; r < values.rows(); r += every) {
      String title = rowTitles.get(r);
      int y = gridTop + r * cellHeight + (cellHeight - Lettering.NOTE.height()) / 2;
      int x = gridLeft - GAP - Lettering.NOTE.width(title);
      Lettering.NOTE.paint(canvas, title, x, Math.max(top, y));
    }
    every = every(widest(columnTitles) + GAP, cellWidth);
    for (int c = every - 1; c < values.columns(); c += every) {
      String title = columnTitles.get(c);
      int x = gridLeft + c * cellWidth + (cellWidth - Lettering.NOTE.width(title)) / 2;
      int last = gridLeft + width - Lettering.NOTE.width(title);
      Lettering.NOTE.paint(
          canvas, title, Math.max(left, Math.min(x, last)), gridTop + height + 1 + GAP / 2);
    }
  }

  /** The smallest of 1, 2, 5, 10, ... cells that have this many pixels. */
  private static int every(int needed, int cell) {
    int tens = 1;
    while (true) {
      for (int step : new int[] {tens, 2 * tens, 5 * tens}) {
        if (step * cell >= needed) {
          return step;
        }
      }
      tens *= 10;
    }
  }
}
