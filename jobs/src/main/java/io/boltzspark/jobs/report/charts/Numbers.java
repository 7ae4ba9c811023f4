package io.boltzspark.jobs.report.charts;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Readable numbers. */
public final class Numbers {
  private static final int DIGITS = 6;
  private static final double LARGEST_PLAIN = 1e9;
  private static final double SMALLEST_PLAIN = 1e-4;

  private Numbers() {}

  /** Six significant digits at most, e.g. {@code -57.0631}, {@code 0.001} or {@code 1.5E-7}. */
  public static String text(double value) {
    if (!Double.isFinite(value)) {
      return Double.toString(value);
    }
    BigDecimal rounded = new BigDecimal(value).round(new MathContext(DIGITS)).stripTrailingZeros();
    double size = Math.abs(value);
    boolean plain = value == 0 || size >= SMALLEST_PLAIN && size < LARGEST_PLAIN;
    return plain ? rounded.toPlainString() : rounded.toString();
  }

  /** A value of a JSON file: numbers as in {@link #text(double)}, whole numbers in full. */
  public static String text(Object value) {
    if (value == null) {
      return "–";
    }
    return value instanceof Double || value instanceof Float
        ? text(((Number) value).doubleValue())
        : value.toString();
  }

  /** A whole number with separators. */
  public static String count(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  /** A time such as {@code 12.3 s}, {@code 3 min 29 s} or {@code 2 h 5 min}. */
  public static String duration(double seconds) {
    if (seconds < 60) {
      return String.format(Locale.ROOT, "%.1f s", seconds);
    }
    long whole = Math.round(seconds);
    return whole < 3600
        ? whole / 60 + " min " + whole % 60 + " s"
        : whole / 3600 + " h " + whole % 3600 / 60 + " min";
  }
}
