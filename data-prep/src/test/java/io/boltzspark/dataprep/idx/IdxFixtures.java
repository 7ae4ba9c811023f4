package io.boltzspark.dataprep.idx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.function.Executable;

/** IDX bytes made by hand, so that the project's own writer does not test its reader; and MNIST. */
public final class IdxFixtures {
  private IdxFixtures() {}

  public static byte[] images(int count, int height, int width, byte[] pixels) {
    return ByteBuffer.allocate(16 + pixels.length)
        .putInt(0x00000803)
        .putInt(count)
        .putInt(height)
        .putInt(width)
        .put(pixels)
        .array();
  }

  public static byte[] labels(byte... labels) {
    return ByteBuffer.allocate(8 + labels.length)
        .putInt(0x00000801)
        .putInt(labels.length)
        .put(labels)
        .array();
  }

  public static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }

  public static byte[] noise(int bytes, long seed) {
    byte[] noise = new byte[bytes];
    new Random(seed).nextBytes(noise);
    return noise;
  }

  /** Labels 0, 1, ..., 9, 0, 1, ... */
  public static byte[] cyclicLabels(int count) {
    byte[] labels = new byte[count];
    for (int i = 0; i < count; i++) {
      labels[i] = (byte) (i % 10);
    }
    return labels;
  }

  /** A directory of noise images of 5 x 4 with labels, under MNIST's names, gzipped. */
  public static Path noiseSet(Path directory, int trainRows, int testRows) throws IOException {
    Files.createDirectories(directory);
    write(directory, "train-images-idx3-ubyte.gz", gzip(noiseImages(trainRows, 1)));
    write(directory, "train-labels-idx1-ubyte.gz", gzip(labels(cyclicLabels(trainRows))));
    write(directory, "t10k-images-idx3-ubyte.gz", gzip(noiseImages(testRows, 2)));
    write(directory, "t10k-labels-idx1-ubyte.gz", gzip(labels(cyclicLabels(testRows))));
    return directory;
  }

  public static byte[] noiseImages(int rows, long seed) {
    return images(rows, 5, 4, noise(rows * 20, seed));
  }

  public static Path write(Path directory, String name, byte[] bytes) throws IOException {
    return Files.write(directory.resolve(name), bytes);
  }

  public static org.apache.hadoop.fs.Path hadoop(Path path) {
    return new org.apache.hadoop.fs.Path(path.toUri().toString());
  }

  /** {@code $BOLTZ_MNIST}, or {@code shared/mnist} beside the project. */
  public static Path mnist() {
    String variable = System.getenv("BOLTZ_MNIST");
    Path path =
        variable != null
            ? Path.of(variable)
            : Path.of(System.getProperty("boltz.project.directory", "."), "../shared/mnist");
    assumeTrue(
        Files.isDirectory(path), "no MNIST: neither $BOLTZ_MNIST nor ../shared/mnist is there");
    return path;
  }

  /**
   * Asserts that {@code action} ends with an error of this kind, which says all of these things.
   */
  public static void assertFails(ExitCode code, Executable action, String... said) {
    BoltzException e = assertThrows(BoltzException.class, action);
    assertEquals(code, e.exitCode(), e.getMessage());
    for (String text : said) {
      assertTrue(e.getMessage().contains(text), "'" + text + "' is not in: " + e.getMessage());
    }
  }
}
