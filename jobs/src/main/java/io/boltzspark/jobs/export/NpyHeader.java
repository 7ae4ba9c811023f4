package io.boltzspark.jobs.export;

import io.boltzspark.math.Tensor;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * What comes before the elements in NumPy's file of an array, {@code .npy}. Source:
 * https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html.
 */
public final class NpyHeader {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};

  /** The data of an array begins at a multiple of this many bytes. */
  private static final int ALIGNMENT = 64;

  private NpyHeader() {}

  /**
   * Version 1.0: magic, length of the rest in two bytes, a Python literal, spaces, a line feed.
   *
   * @param shape the extents, outermost first
   */
  public static byte[] of(Tensor.Type type, int... shape) {
    String extents =
        Arrays.stream(shape).mapToObj(extent -> extent + ",").collect(Collectors.joining(" "));
    String literal =
        "{'descr': '%s', 'fortran_order': False, 'shape': (%s), }"
            .formatted(descriptor(type), extents);
    int before = MAGIC.length + 2;
    int length = before + literal.length() + 1;
    int padded = (length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    String text = literal + " ".repeat(padded - length) + "\n";
    byte[] header = Arrays.copyOf(MAGIC, padded);
    header[MAGIC.length] = (byte) text.length();
    header[MAGIC.length + 1] = (byte) (text.length() >>> Byte.SIZE);
    System.arraycopy(text.getBytes(StandardCharsets.US_ASCII), 0, header, before, text.length());
    return header;
  }

  private static String descriptor(Tensor.Type type) {
    return switch (type) {
      case F32 -> "<f4";
      case F64 -> "<f8";
      case I64 -> "<i8";
      case U8 -> "|u1";
      case F16 -> "<f2";
      case BF16 -> throw new IllegalArgumentException("NumPy has no numbers of this type");
    };
  }
}
