package io.boltzspark.jobs.images;

import io.boltzspark.math.Matrix;
import java.awt.image.BufferedImage;
import java.util.List;

/**
 * Small images in lines and columns, with gutters of {@value #GUTTER} pixels between them and
 * around all, and with titles left of the lines and above the columns, where there are some. A
 * place without an image is left blank.
 *
 * @param shape of each image
 * @param lines the images of each line from the left, images x pixels
 * @param columns places of each line
 * @param colours of the pixels
 * @param scale each pixel becomes a square of so many pixels
 * @param lineTitles one a line, or none at all
 * @param columnTitles one a column, or none at all; of titles that would not fit beside each other
 *     only every second, third ... is drawn
 */
public record TileGrid(
    ImageShape shape,
    List<Matrix> lines,
    int columns,
    ColourMap colours,
    int scale,
    List<Title> lineTitles,
    List<String> columnTitles)
    implements Panel {

  /** Pixels between two images and around all, whatever the scale. */
  public static final int GUTTER = 2;

  private static final int GUTTER_COLOUR = 0xe1e1e1;
  private static final int GAP = 8;
  private static final int WIDEST_TITLE = 220;

  /**
   * A title of a line.
   *
   * @param text what the line shows
   * @param note in smaller letters below, or empty
   */
  public record Title(String text, String note) {
    public static Title of(String text) {
      return new Title(text, "");
    }
  }

  public TileGrid {
    lines = List.copyOf(lines);
    lineTitles = List.copyOf(lineTitles);
    columnTitles = List.copyOf(columnTitles);
    int most = columns;
    if (columns < 1 || scale < 1 || lines.isEmpty()) {
      throw new IllegalArgumentException(
          "%d lines, %d columns, scale %d".formatted(lines.size(), columns, scale));
    }
    if (lines.stream().anyMatch(l -> l.columns() != shape.pixels() || l.rows() > most)) {
      throw new IllegalArgumentException(
          lines + " are not lines of up to %d images of %s".formatted(columns, shape));
    }
    if (!lineTitles.isEmpty() && lineTitles.size() != lines.size()
        || !columnTitles.isEmpty() && columnTitles.size() != columns) {
      throw new IllegalArgumentException("titles for other lines or columns than there are");
    }
  }

  /** Without titles. */
  public TileGrid(ImageShape shape, List<Matrix> lines, int columns, ColourMap colours, int scale) {
    this(shape, lines, columns, colours, scale, List.of(), List.of());
  }

  /** The same with titles left of the lines. */
  public TileGrid withLineTitles(List<Title> titles) {
    return new TileGrid(shape, lines, columns, colours, scale, titles, columnTitles);
  }

  /** The same with titles above the columns. */
  public TileGrid withColumnTitles(List<String> titles) {
    return new TileGrid(shape, lines, columns, colours, scale, lineTitles, titles);
  }

  @Override
  public int width() {
    return Math.addExact(left(), Math.addExact(GUTTER, Math.multiplyExact(columns, pitchX())));
  }

  @Override
  public int height() {
    return Math.addExact(top(), Math.addExact(GUTTER, Math.multiplyExact(lines.size(), pitchY())));
  }

  /** From one image to the next. */
  private int pitchX() {
    return Math.addExact(Math.multiplyExact(shape.width(), scale), GUTTER);
  }

  private int pitchY() {
    return Math.addExact(Math.multiplyExact(shape.height(), scale), GUTTER);
  }

  /** Room for the lines' titles. */
  private int left() {
    int widest = 0;
    for (Title title : lineTitles) {
      widest = Math.max(widest, Lettering.TITLE.width(title.text()));
      widest = Math.max(widest, Lettering.NOTE.width(title.note()));
    }
    return widest == 0 ? 0 : Math.min(widest, WIDEST_TITLE) + GAP;
  }

  /** Room for the columns' titles. */
  private int top() {
    return columnTitles.isEmpty() ? 0 : Lettering.TITLE.height();
  }

  /**
   * @throws IllegalArgumentException when a pixel is NaN
   */
  @Override
  public void paint(BufferedImage canvas, int left, int top) {
    int gridLeft = left + left();
    int gridTop = top + top();
    for (int line = 0; line < lines.size(); line++) {
      int images = lines.get(line).rows();
      int gutters = images == 0 ? 0 : GUTTER + images * pitchX();
      int above = gridTop + line * pitchY();
      Panel.fill(canvas, gridLeft, above, gutters, pitchY() + GUTTER, GUTTER_COLOUR);
    }
    for (int line = 0; line < lines.size(); line++) {
      for (int i = 0; i < lines.get(line).rows(); i++) {
        paintTile(
            canvas,
            lines.get(line),
            i,
            gridLeft + GUTTER + i * pitchX(),
            gridTop + GUTTER + line * pitchY());
      }
    }
    paintLineTitles(canvas, gridLeft - GAP, gridTop);
    paintColumnTitles(canvas, gridLeft, top);
  }

  private void paintTile(BufferedImage canvas, Matrix images, int image, int left, int top) {
    int[] line = new int[shape.width() * scale];
    for (int y = 0; y < shape.height(); y++) {
      for (int x = 0; x < shape.width(); x++) {
        float value = images.get(image, y * shape.width() + x);
        if (Float.isNaN(value)) {
          throw new IllegalArgumentException("an image has a pixel that is not a number");
        }
        java.util.Arrays.fill(line, x * scale, (x + 1) * scale, colours.rgb(value));
      }
      for (int copy = 0; copy < scale; copy++) {
        canvas.setRGB(left, top + y * scale + copy, line.length, 1, line, 0, line.length);
      }
    }
  }

  /** Aligned with the grid, in the middle of each line's height. */
  private void paintLineTitles(BufferedImage canvas, int right, int gridTop) {
    int every = every(Lettering.TITLE.height(), pitchY());
    for (int line = 0; line < lineTitles.size(); line += every) {
      Title title = lineTitles.get(line);
      boolean noted =
          !title.note().isEmpty() && Lettering.TITLE.height() + Lettering.NOTE.height() <= pitchY();
      int text = Lettering.TITLE.height() + (noted ? Lettering.NOTE.height() : 0);
      int at = gridTop + GUTTER + line * pitchY() + (pitchY() - GUTTER - text) / 2;
      paintBefore(canvas, title.text(), Lettering.TITLE, right, at);
      if (noted) {
        int below = at + Lettering.TITLE.height();
        paintBefore(canvas, title.note(), Lettering.NOTE, right, below);
      }
    }
  }

  private static void paintBefore(
      BufferedImage canvas, String text, Lettering lettering, int right, int top) {
    String shown = lettering.shorten(text, WIDEST_TITLE);
    lettering.paint(canvas, shown, right - lettering.width(shown), top);
  }

  private void paintColumnTitles(BufferedImage canvas, int gridLeft, int top) {
    int widest = columnTitles.stream().mapToInt(Lettering.TITLE::width).max().orElse(0);
    int every = every(widest + GAP, pitchX());
    for (int column = 0; column < columnTitles.size(); column += every) {
      String title = columnTitles.get(column);
      int room = pitchX() - GUTTER - Lettering.TITLE.width(title);
      int at = gridLeft + GUTTER + column * pitchX() + room / 2;
      Lettering.TITLE.paint(canvas, title, Math.max(gridLeft, at), top);
    }
  }

  private static int every(int needed, int pitch) {
    return Math.max(1, (needed + pitch - 1) / pitch);
  }
}
