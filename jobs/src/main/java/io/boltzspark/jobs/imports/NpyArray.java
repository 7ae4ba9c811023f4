package io.boltzspark.jobs.imports;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.math.HalfPrecision;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What NumPy's file of an array, {@code .npy}, says of its elements, before they come. Source:
 * https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html, versions 1.0 to 3.0.
 *
 * @param type NumPy's letter and number of bytes, such as {@code f8}; {@code |O} and the like as
 *     they are
 * @param order of the bytes of an element
 * @param isFortran whether the elements of a column follow one another, not those of a row
 * @param shape the extents, outermost first
 */
record NpyArray(String type, ByteOrder order, boolean isFortran, List<Integer> shape) {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int NEWEST_VERSION = 3;

  /** Headers of plain arrays take about a hundred bytes. */
  private static final int LONGEST_HEADER = 1 << 16;

  private static final int BUFFER = 1 << 16;

  /** A Java array holds slightly fewer elements than the largest int. */
  private static final int MOST_NUMBERS = Integer.MAX_VALUE - 8;

  private static final Pattern DESCRIPTOR = Pattern.compile("'descr':\\s*(?:'([^']*)'|\\[)");
  private static final Pattern FORTRAN = Pattern.compile("'fortran_order':\\s*(True|False)");
  private static final Pattern SHAPE = Pattern.compile("'shape':\\s*\\(([0-9, ]*)\\)");
  private static final Pattern NUMBER = Pattern.compile("([<>|=])(f[248]|[iu][1248]|b1)");

  /**
   * Reads what comes before the elements.
   *
   * @param where the file and the name of the array, for messages
   */
  static NpyArray header(InputStream in, String where) throws IOException {
    DataInputStream data = new DataInputStream(in);
    byte[] magic = new byte[MAGIC.length];
    data.readFully(magic);
    int version = data.readUnsignedByte();
    data.readUnsignedByte(); // the minor version changes nothing
    if (!Arrays.equals(magic, MAGIC) || version < 1 || version > NEWEST_VERSION) {
      throw bad(where, "does not begin as NumPy's files of arrays (.npy, up to version 3.0) do");
    }
    long length =
        version == 1
            ? Short.toUnsignedLong(Short.reverseBytes(data.readShort()))
            : Integer.toUnsignedLong(Integer.reverseBytes(data.readInt()));
    if (length > LONGEST_HEADER) {
      throw bad(where, "has a header of " + length + " bytes, as arrays of records have");
    }
    byte[] bytes = new byte[(int) length];
    data.readFully(bytes);
    return parse(new String(bytes, StandardCharsets.UTF_8), where);
  }

  private static NpyArray parse(String text, String where) {
    Matcher descriptor = DESCRIPTOR.matcher(text);
    Matcher fortran = FORTRAN.matcher(text);
    Matcher shape = SHAPE.matcher(text);
    if (!descriptor.find() || !fortran.find() || !shape.find()) {
      throw bad(where, "has an invalid header: " + text.strip());
    }
    String type = descriptor.group(1) == null ? "records" : descriptor.group(1);
    Matcher number = NUMBER.matcher(type);
    boolean isNumber = number.matches();
    boolean isBig = isNumber && number.group(1).equals(">");
    return new NpyArray(
        isNumber ? number.group(2) : type,
        isBig ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN,
        fortran.group(1).equals("True"),
        extents(shape.group(1), where));
  }

  private static List<Integer> extents(String text, String where) {
    List<Integer> extents = new ArrayList<>();
    for (String word : text.split(",")) {
      if (!word.isBlank()) {
        try {
          extents.add(Integer.parseInt(word.strip()));
        } catch (NumberFormatException e) {
          throw bad(where, "has the shape (%s), which is too large".formatted(text));
        }
      }
    }
    return extents;
  }

  /**
   * Reads the elements, which are all that is left.
   *
   * @param where as for {@link #header}
   * @throws BoltzException BAD_INPUT if they are no numbers, or more or fewer than the shape says
   */
  FloatArray elements(InputStream rest, String where) throws IOException {
    if (!type.matches("[fiub][1248]")) {
      throw bad(
          where,
          "%s; write numbers, in Python array.astype('float32')"
              .formatted(
                  type.endsWith("O")
                      ? "is an array of Python objects, which only pickle could read"
                      : "has elements of the type %s, which are no numbers".formatted(type)));
    }
    boolean isMatrix = shape.size() == 2;
    if (isFortran && shape.size() > 2) {
      throw bad(where, "is in Fortran's order; write numpy.ascontiguousarray(array)");
    }
    int count = count(where);
    byte[] element = new byte[type.charAt(1) - '0'];
    ByteBuffer buffer = ByteBuffer.wrap(element).order(order);
    DataInputStream in = new DataInputStream(new BufferedInputStream(rest, BUFFER));
    // Grows with what is there: a header may claim any shape.
    float[] values = new float[Math.min(count, BUFFER)];
    try {
      for (int n = 0; n < count; n++) {
        if (n == values.length) {
          values = Arrays.copyOf(values, (int) Math.min(count, 2L * n));
        }
        in.readFully(element);
        values[n] = value(buffer);
      }
    } catch (EOFException e) {
      throw bad(where, "ends early: its shape %s needs %d numbers".formatted(shape, count));
    }
    if (in.read() >= 0) {
      throw bad(where, "has more than the %d numbers of its shape %s".formatted(count, shape));
    }
    return isFortran && isMatrix
        ? new FloatArray(List.of(shape.get(1), shape.get(0)), values).transposed()
        : new FloatArray(shape, values);
  }

  private int count(String where) {
    long count = 1;
    for (int extent : shape) {
      count *= extent;
      if (count > MOST_NUMBERS) {
        throw bad(where, "has the shape %s, which is too large".formatted(shape));
      }
    }
    return (int) count;
  }

  private float value(ByteBuffer element) {
    return switch (type) {
      case "f2" -> HalfPrecision.toFloat(element.getShort(0));
      case "f4" -> element.getFloat(0);
      case "f8" -> (float) element.getDouble(0);
      case "i1" -> element.get(0);
      case "i2" -> element.getShort(0);
      case "i4" -> element.getInt(0);
      case "u1", "b1" -> element.get(0) & 0xff;
      case "u2" -> element.getShort(0) & 0xffff;
      case "u4" -> Integer.toUnsignedLong(element.getInt(0));
      case "u8" -> Float.parseFloat(Long.toUnsignedString(element.getLong(0)));
      default -> element.getLong(0);
    };
  }

  private static BoltzException bad(String where, String what) {
    return new BoltzException(ExitCode.BAD_INPUT, where + " " + what);
  }
}
