package io.boltzspark.jobs.images;

import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Locale;

/** What the colours between minus and plus the limit stand for. */
public record ColourBar(DivergingColours colours) implements Panel {
  private static final int LENGTH = 220;
  private static final int THICKNESS = 12;
  private static final int FRAME = 0x999999;

  @Override
  public int width() {
    return LENGTH;
  }

  @Override
  public int height() {
    return THICKNESS + 3 + Lettering.NOTE.height();
  }

  @Override
  public void paint(BufferedImage canvas, int left, int top) {
    Panel.fill(canvas, left, top, LENGTH, THICKNESS, FRAME);
    for (int x = 1; x < LENGTH - 1; x++) {
      float share = (2f * x - (LENGTH - 1)) / (LENGTH - 3); // -1 to 1 between the frame's sides
      int rgb = colours.rgb(share * colours.limit());
      Panel.fill(canvas, left + x, top + 1, 1, THICKNESS - 2, rgb);
    }
    List<String> labels = List.of("\u2264 " + number(-1), "0", "\u2265 " + number(1));
    for (int i = 0; i < labels.size(); i++) {
      int room = LENGTH - Lettering.NOTE.width(labels.get(i)); // left, centred, right
      Lettering.NOTE.paint(canvas, labels.get(i), left + room * i / 2, top + THICKNESS + 3);
    }
  }

  private String number(int sign) {
    return String.format(Locale.ROOT, "%.2g", sign * colours.limit()).replace('-', '\u2212');
  }
}
