package io.boltzspark.jobs.images;

import java.awt.image.BufferedImage;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;

/** The key to the colours between minus and plus the limit. */
public record ColourBar(DivergingColours colours) implements Panel {
  private static final int LENGTH = 220;
  private static final int THICKNESS = 12;
  private static final int FRAME = 0x999999;
  private static final int LARGEST_PLAIN_EXPONENT = 3;

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

  /** The limit in two digits: plain, or as a power of ten where that would be long. */
  private String number(int sign) {
    BigDecimal rounded = new BigDecimal(colours.limit()).round(new MathContext(2));
    int exponent = rounded.precision() - rounded.scale() - 1;
    String digits =
        Math.abs(exponent) <= LARGEST_PLAIN_EXPONENT
            ? rounded.toPlainString()
            : rounded.scaleByPowerOfTen(-exponent).toPlainString() + " × 10" + raised(exponent);
    return sign < 0 ? "−" + digits : digits;
  }

  private static String raised(int exponent) {
    StringBuilder text = new StringBuilder(exponent < 0 ? "⁻" : "");
    for (char digit : String.valueOf(Math.abs(exponent)).toCharArray()) {
      text.append("⁰¹²³⁴⁵⁶⁷⁸⁹".charAt(digit - '0'));
    }
    return text.toString();
  }
}
