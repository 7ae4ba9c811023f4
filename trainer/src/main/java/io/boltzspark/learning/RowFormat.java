package io.boltzspark.learning;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The encoding of a row's units in bytes on executors.
 *
 * @param kind the rule
 * @param states of a site, for {@link Kind#CATEGORIES}; else 0
 */
public record RowFormat(Kind kind, int states) implements Serializable {
  /** How bytes become units. */
  public enum Kind {
    /** One byte per unit: 0 or 1. */
    BINARY,
    /** One byte per unit: 0 to 255, for values 0 to 1. */
    GREY,
    /** One little-endian float per unit. */
    FLOAT,
    /**
     * One byte per site: its state, which stands for as many units as there are states, one of them
     * 1 and the others 0.
     */
    CATEGORIES
  }

  public static final RowFormat BINARY = new RowFormat(Kind.BINARY, 0);
  public static final RowFormat GREY = new RowFormat(Kind.GREY, 0);
  public static final RowFormat FLOAT = new RowFormat(Kind.FLOAT, 0);

  /** States that a byte can hold. */
  public static final int MOST_STATES = 256;

  /** Bytes of a row's weight, which comes after everything else where rows have weights. */
  public static final int WEIGHT_BYTES = Float.BYTES;

  private static final float[] GREY_VALUES = new float[256];

  static {
    for (int i = 0; i < GREY_VALUES.length; i++) {
      GREY_VALUES[i] = i / 255f;
    }
  }

  public RowFormat {
    if (kind == Kind.CATEGORIES ? states < 1 || states > MOST_STATES : states != 0) {
      throw new IllegalArgumentException(kind + " of " + states + " states");
    }
  }

  /** {@link Kind#CATEGORIES} with this number of states. */
  public static RowFormat categories(int states) {
    return new RowFormat(Kind.CATEGORIES, states);
  }

  /** The bytes of a row of this many units. */
  public int bytes(int units) {
    return switch (kind) {
      case BINARY, GREY -> units;
      case FLOAT -> Math.multiplyExact(units, Float.BYTES);
      case CATEGORIES -> units / states;
    };
  }

  /** A row followed by its weight. */
  public static byte[] withWeight(byte[] row, float weight) {
    byte[] weighted = Arrays.copyOf(row, row.length + WEIGHT_BYTES);
    int bits = Float.floatToIntBits(weight);
    for (int i = 0; i < WEIGHT_BYTES; i++) {
      weighted[row.length + i] = (byte) (bits >>> Byte.SIZE * i);
    }
    return weighted;
  }

  /** The weight at the end of a row. */
  public static float weight(byte[] row) {
    int bits = 0;
    for (int i = 0; i < WEIGHT_BYTES; i++) {
      bits |= (row[row.length - WEIGHT_BYTES + i] & 0xff) << Byte.SIZE * i;
    }
    return Float.intBitsToFloat(bits);
  }

  /** Writes a row's {@code units} values into {@code values}; grey bytes become 0 to 1. */
  public void decode(byte[] bytes, int from, float[] values, int offset, int units) {
    switch (kind) {
      case BINARY -> {
        for (int i = 0; i < units; i++) {
          values[offset + i] = bytes[from + i];
        }
      }
      case GREY -> {
        for (int i = 0; i < units; i++) {
          values[offset + i] = GREY_VALUES[bytes[from + i] & 0xff];
        }
      }
      case FLOAT ->
          ByteBuffer.wrap(bytes, from, units * Float.BYTES)
              .order(ByteOrder.LITTLE_ENDIAN)
              .asFloatBuffer()
              .get(values, offset, units);
      case CATEGORIES -> {
        Arrays.fill(values, offset, offset + units, 0f);
        for (int site = 0; site < units / states; site++) {
          values[offset + site * states + (bytes[from + site] & 0xff)] = 1f;
        }
      }
    }
  }
}
