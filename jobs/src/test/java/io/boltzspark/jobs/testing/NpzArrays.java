package io.boltzspark.jobs.testing;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * The arrays of an {@code .npz}, read as NumPy's description of {@code .npy} 1.0 has them.
 *
 * @param type such as {@code <f4}
 * @param shape the extents
 * @param values all elements
 */
public record NpzArrays(String type, int[] shape, double[] values) {
  private static final Pattern HEADER =
      Pattern.compile(
          "\\{'descr': '([^']*)', 'fortran_order': False, 'shape': \\(([0-9, ]*)\\), \\} *\n");

  public static Map<String, NpzArrays> read(Path file) throws IOException {
    Map<String, NpzArrays> arrays = new LinkedHashMap<>();
    try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(file))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        arrays.put(entry.getName().replaceFirst("[.]npy$", ""), array(zip.readAllBytes()));
      }
    }
    return arrays;
  }

  private static NpzArrays array(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int length = buffer.getShort(8) & 0xffff;
    Matcher header = HEADER.matcher(new String(bytes, 10, length, StandardCharsets.US_ASCII));
    if (!header.matches()) {
      throw new AssertionError(
          "header " + new String(bytes, 10, length, StandardCharsets.US_ASCII));
    }
    int[] shape =
        Arrays.stream(header.group(2).split(","))
            .filter(extent -> !extent.isBlank())
            .mapToInt(extent -> Integer.parseInt(extent.strip()))
            .toArray();
    double[] values = new double[Arrays.stream(shape).reduce(1, Math::multiplyExact)];
    buffer.position(10 + length);
    for (int i = 0; i < values.length; i++) {
      values[i] =
          switch (header.group(1)) {
            case "<f4" -> buffer.getFloat();
            case "<f8" -> buffer.getDouble();
            case "<i8" -> buffer.getLong();
            case "|u1" -> buffer.get() & 0xff;
            default -> throw new AssertionError("type " + header.group(1));
          };
    }
    if (buffer.hasRemaining()) {
      throw new AssertionError(buffer.remaining() + " bytes are left");
    }
    return new NpzArrays(header.group(1), shape, values);
  }
}
