package io.boltzspark.math;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;

/**
 * An array of numbers with a shape, as stored in files and checkpoints: row-major, little-endian
 * bytes. Kept as bytes, so that it is written exactly as it was read.
 *
 * @param type type of the elements
 * @param shape the extents, outermost first; an empty shape means one number
 * @param bytes little-endian elements, {@code type.size() * product(shape)} of them
 */
public record Tensor(Type type, int[] shape, byte[] bytes) {

  /** Element types, with their names in the safetensors format. */
  public enum Type {
    F32(4),
    F64(8),
    I64(8),
    U8(1),
    /** Half precision: 5 bits of exponent, 10 of fraction. Only read. */
    F16(2),
    /** The upper half of single precision. Only read. */
    BF16(2);

    private final int size;

    Type(int size) {
      this.size = size;
    }

    /** Bytes per element. */
    public int size() {
      return size;
    }
  }

  public Tensor {
    Objects.requireNonNull(type);
    long elements = 1;
    for (int extent : shape) {
      if (extent < 0) {
        throw new IllegalArgumentException("negative extent in shape " + Arrays.toString(shape));
      }
      elements = Math.multiplyExact(elements, (long) extent);
    }
    if (elements * type.size() != bytes.length) {
      throw new IllegalArgumentException(
          "shape "
              + Arrays.toString(shape)
              + " of "
              + type
              + " needs "
              + elements * type.size()
              + " bytes, got "
              + bytes.length);
    }
  }

  /** A copy of {@code values[offset .. offset + product(shape))} as {@code F32}. */
  public static Tensor ofFloats(float[] values, int offset, int... shape) {
    int elements = Arrays.stream(shape).reduce(1, Math::multiplyExact);
    byte[] bytes = new byte[Math.multiplyExact(elements, 4)];
    ByteBuffer.wrap(bytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .asFloatBuffer()
        .put(values, offset, elements);
    return new Tensor(Type.F32, shape.clone(), bytes);
  }

  /** The elements of an {@code F32} tensor. */
  public float[] toFloats() {
    if (type != Type.F32) {
      throw new IllegalStateException("expected F32, got " + type);
    }
    float[] values = new float[bytes.length / 4];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
    return values;
  }

  /**
   * The elements of a tensor of any type, each as the nearest number of single precision; infinite
   * where that has none.
   */
  public float[] nearestFloats() {
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    float[] values = new float[bytes.length / type.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          switch (type) {
            case F32 -> buffer.getFloat();
            case F64 -> (float) buffer.getDouble();
            case I64 -> buffer.getLong();
            case U8 -> buffer.get() & 0xff;
            case F16 -> HalfPrecision.toFloat(buffer.getShort());
            case BF16 -> Float.intBitsToFloat(buffer.getShort() << Short.SIZE);
          };
    }
    return values;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Tensor that
        && type == that.type
        && Arrays.equals(shape, that.shape)
        && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * type.hashCode() + Arrays.hashCode(shape)) + Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return type + Arrays.toString(shape);
  }
}
