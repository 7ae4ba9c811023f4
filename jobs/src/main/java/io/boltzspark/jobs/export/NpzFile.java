package io.boltzspark.jobs.export;

import io.boltzspark.math.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * NumPy's archive of named arrays: an uncompressed zip file with one {@code .npy} file per tensor,
 * which {@code numpy.load} reads without pickle. Source: {@code numpy.savez}.
 */
public final class NpzFile {
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
        byte[] header = NpyHeader.of(tensor.getValue().type(), tensor.getValue().shape());
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
}
