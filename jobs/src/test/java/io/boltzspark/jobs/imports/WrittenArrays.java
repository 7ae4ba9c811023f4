package io.boltzspark.jobs.imports;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Files of NumPy, byte by byte as its documentation says. */
final class WrittenArrays {
  private final Map<String, byte[]> arrays = new LinkedHashMap<>();

  /** An array with any header and any elements. */
  WrittenArrays with(String name, String descriptor, boolean fortran, String shape, byte[] data) {
    String literal =
        "{'descr': %s, 'fortran_order': %s, 'shape': (%s), }"
            .formatted(descriptor, fortran ? "True" : "False", shape);
    String header = literal + " ".repeat(63 - (10 + literal.length()) % 64) + "\n";
    ByteBuffer file = ByteBuffer.allocate(10 + header.length() + data.length);
    file.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
    file.order(ByteOrder.LITTLE_ENDIAN).putShort((short) header.length());
    file.put(header.getBytes(StandardCharsets.US_ASCII)).put(data);
    arrays.put(name, file.array());
    return this;
  }

  /** A matrix of float64 by rows. */
  WrittenArrays with(String name, double[][] rows) {
    ByteBuffer data = little(rows.length * rows[0].length * Double.BYTES);
    for (double[] row : rows) {
      for (double value : row) {
        data.putDouble(value);
      }
    }
    return with(name, "'<f8'", false, rows.length + ", " + rows[0].length, data.array());
  }

  /** A vector of float64. */
  WrittenArrays with(String name, double... values) {
    ByteBuffer data = little(values.length * Double.BYTES);
    for (double value : values) {
      data.putDouble(value);
    }
    return with(name, "'<f8'", false, values.length + ",", data.array());
  }

  /** The content of each array's own file. */
  List<byte[]> each() {
    return List.copyOf(arrays.values());
  }

  static ByteBuffer little(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** As {@code numpy.savez} does, or {@code numpy.savez_compressed}. */
  Path write(Path file, boolean compressed) throws IOException {
    try (OutputStream out = Files.newOutputStream(file)) {
      out.write(bytes(compressed));
    }
    return file;
  }

  private byte[] bytes(boolean compressed) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> array : arrays.entrySet()) {
        ZipEntry entry = new ZipEntry(array.getKey() + ".npy");
        if (!compressed) {
          CRC32 crc = new CRC32();
          crc.update(array.getValue());
          entry.setMethod(ZipEntry.STORED);
          entry.setSize(array.getValue().length);
          entry.setCrc(crc.getValue());
        }
        zip.putNextEntry(entry);
        zip.write(array.getValue());
        zip.closeEntry();
      }
    }
    return bytes.toByteArray();
  }
}
