package io.boltzspark.jobs.export;

import io.boltzspark.math.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * NumPy's archive of named arrays: an uncompressed zip file with one {@code .npy} file per tensor,
 * which {@code numpy.load} reads without pickle. Sources:
 * https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html and {@code numpy.savez}.
 */
public final class NpzFile {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};

  /** The data of an array begins at a multiple of this many bytes. */
  private static final int ALIGNMENT = 64;

  /**
   * The earliest time that a zip file can hold; a constant, so that equal tensors give equal files.
   */
  private static final LocalDateTime TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

  private NpzFile() {}

  /** Returns the archive of these tensors, in the order of their names. */
  public static byte[] of(Map<String, Tensor> tensors) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, Tensor> tensor : new TreeMap<>(tensors).entrySet()) {
        byte[] header = header(tensor.getValue());
        byte[] data = tensor.getValue().bytes();
        ZipEntry entry = new ZipEntry(tensor.getKey() + ".npy");
        CRC32 crc = new CRC32();
        crc.update(header);
        crc.update(data);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize((long) header.length + data.length);
        entry.setCrc(crc.getValue());
        entry.setTimeLocal(TIME);
        zip.putNextEntry(entry);
        zip.write(header);
        zip.write(data);
        zip.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("to memory", e);
    }
    return bytes.toByteArray();
  }

  /** Version 1.0: magic, length of the rest in two bytes, a Python literal, spaces, a line feed. */
  private static byte[] header(Tensor tensor) {
    String shape =
        Arrays.stream(tensor.shape())
            .mapToObj(extent -> extent + ",")
            .collect(Collectors.joining(" "));
    String literal =
        "{'descr': '%s', 'fortran_order': False, 'shape': (%s), }"
            .formatted(descriptor(tensor.type()), shape);
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
    };
  }
}
