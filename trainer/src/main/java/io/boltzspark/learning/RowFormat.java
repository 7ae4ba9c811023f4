package io.boltzspark.learning;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The encoding of a row's values in bytes on executors. */
public enum RowFormat {
  /** One byte per unit: 0 or 1. */
  BINARY(1),
  /** One byte per unit: 0 to 255, for values 0 to 1. */
  GREY(1),
  /** One little-endian float per unit. */
  FLOAT(4);

  private static final float[] GREY_VALUES = new float[256];

  static {
    for (int i = 0; i < GREY_VALUES.length; i++) {
      GREY_VALUES[i] = i / 255f;
    }
  }

  private final int bytesPerUnit;

  RowFormat(int bytesPerUnit) {
    this.bytesPerUnit = bytesPerUnit;
  }

  public int bytesPerUnit() {
    return bytesPerUnit;
  }

  /** Writes a row's {@code units} values into {@code values}; bytes become 0 to 1. */
  public void decode(byte[] bytes, int from, float[] values, int offset, int units) {
    switch (this) {
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
    }
  }
}
