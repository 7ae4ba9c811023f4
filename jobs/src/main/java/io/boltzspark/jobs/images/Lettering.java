package io.boltzspark.jobs.images;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.font.FontRenderContext;
import java.awt.image.BufferedImage;

/** The fonts of text in pictures, and the space that text needs. */
public enum Lettering {
  /** Above a picture or a part of it. */
  HEADING(Font.BOLD, 16, 0x222222),
  /** Beside rows and above columns. */
  TITLE(Font.PLAIN, 15, 0x222222),
  /** Below a title. */
  NOTE(Font.PLAIN, 12, 0x666666);

  private static final String ELLIPSIS = "…";
  private static final FontRenderContext CONTEXT = new FontRenderContext(null, true, true);

  private final Font font;
  private final Color colour;

  Lettering(int style, int size, int rgb) {
    this.font = new Font(Font.SANS_SERIF, style, size);
    this.colour = new Color(rgb);
  }

  /**
   * Call this before the work for a picture with text begins.
   *
   * @throws BoltzException ENVIRONMENT when this Java cannot draw text
   */
  public static void requireFonts() {
    try {
      TITLE.width("text");
    } catch (Error | RuntimeException e) { // what it is depends on the release and on what lacks
      throw new BoltzException(
          ExitCode.ENVIRONMENT,
          "this Java finds no font for the titles of a picture ("
              + e
              + "); install fontconfig and a font, on Debian by apt-get install fontconfig"
              + " fonts-dejavu-core, and a Java with its desktop libraries",
          e);
    }
  }

  /** Of a line of text, in pixels. */
  public int width(String text) {
    return (int) Math.ceil(font.getStringBounds(text, CONTEXT).getWidth());
  }

  /** Of a line of any text, in pixels. */
  public int height() {
    return font.getSize() * 4 / 3;
  }

  /** The text, or as much of its beginning and an ellipsis as the width has room for. */
  public String shorten(String text, int width) {
    if (width(text) <= width) {
      return text;
    }
    int length = text.length() - 1;
    while (length > 0 && width(text.substring(0, length) + ELLIPSIS) > width) {
      length--;
    }
    return text.substring(0, length) + ELLIPSIS;
  }

  /** Draws a line of text whose first letter begins at {@code left}, below {@code top}. */
  void paint(BufferedImage canvas, String text, int left, int top) {
    Graphics2D graphics = canvas.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    graphics.setRenderingHint(
        RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
    graphics.setFont(font);
    graphics.setColor(colour);
    graphics.drawString(text, left, top + font.getSize());
    graphics.dispose();
  }
}
