package io.boltzspark.dataprep.digits;

import io.boltzspark.dataprep.idx.IdxDirectory;
import io.boltzspark.dataprep.idx.IdxHeader;
import io.boltzspark.dataprep.idx.IdxWriter;
import io.boltzspark.dataprep.random.SeededPermutation;
import io.boltzspark.dataprep.random.Seeds;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.files.FileSystems;
import io.boltzspark.files.Paths;
import io.boltzspark.files.StagedDirectory;
import io.boltzspark.files.WholeFiles;
import io.boltzspark.files.WriteFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Replaces MNIST where it is not available: digits drawn by this project, in files of MNIST's names
 * and format, with a marker beside them by which everything made from them is labelled.
 */
public final class DrawnDigits {
  /** As many as MNIST has. */
  public static final int DEFAULT_TRAIN_ROWS = 60_000;

  /** As many as MNIST has. */
  public static final int DEFAULT_TEST_ROWS = 10_000;

  /** Changes whenever the drawn bytes change. */
  private static final int VERSION = 1;

  private static final long SEED = 20_260_101;
  private static final int CHUNK = 2_000;
  private static final int MAXIMUM_MARKER_BYTES = 1 << 16;

  private DrawnDigits() {}

  /**
   * Writes the four files and the marker, unless the directory already has exactly these. A
   * directory of other drawn digits is replaced; they can always be drawn again.
   *
   * @param trainRows digits to learn from, at least 1
   * @param testRows digits to test with, at least 1
   * @throws BoltzException OUTPUT_EXISTS when the directory holds anything but drawn digits;
   *     ENVIRONMENT when it cannot be written
   */
  public static void writeUnlessThere(
      Configuration hadoop, Path directory, int trainRows, int testRows) {
    byte[] marker = marker(trainRows, testRows).getBytes(StandardCharsets.UTF_8);
    FileSystem fs = FileSystems.of(hadoop, directory);
    try {
      if (fs.exists(directory) && fs.listStatus(directory).length > 0) {
        Path file = Paths.in(directory, IdxDirectory.DRAWN_MARKER);
        if (!fs.exists(file)) {
          throw new BoltzException(
              ExitCode.OUTPUT_EXISTS,
              directory
                  + " is reserved for drawn digits, but holds something else (no "
                  + IdxDirectory.DRAWN_MARKER
                  + "): move it away");
        }
        if (Arrays.equals(WholeFiles.read(fs, file, MAXIMUM_MARKER_BYTES), marker)) {
          return;
        }
      }
      boolean replace = fs.exists(directory);
      try (StagedDirectory staged = StagedDirectory.create(hadoop, directory, replace)) {
        writePart(staged, "train", trainRows, 0);
        writePart(staged, "t10k", testRows, 1);
        WholeFiles.write(
            staged.fileSystem(), Paths.in(staged.path(), IdxDirectory.DRAWN_MARKER), marker);
        staged.commit();
      }
    } catch (IOException e) {
      throw WriteFailure.of("cannot write drawn digits to " + directory, e);
    }
  }

  private static int label(SeededPermutation order, int index) {
    return (int) (order.apply(index) % 10);
  }

  private static SeededPermutation order(int part, int rows) {
    return new SeededPermutation(rows, Seeds.derive(SEED, 2 + part));
  }

  /**
   * The first training images of {@link #DEFAULT_TRAIN_ROWS}, each {@value DigitPainter#SIZE} x
   * {@value DigitPainter#SIZE} grey values from 0 to 255, row by row.
   *
   * @param count at most {@link #DEFAULT_TRAIN_ROWS}
   */
  public static byte[][] images(int count) {
    SeededPermutation order = order(0, DEFAULT_TRAIN_ROWS);
    long seed = Seeds.derive(SEED, 0);
    return IntStream.range(0, count)
        .parallel()
        .mapToObj(i -> DigitPainter.paint(label(order, i), Seeds.derive(seed, i)))
        .toArray(byte[][]::new);
  }

  private static void writePart(StagedDirectory staged, String prefix, int rows, int part)
      throws IOException {
    FileSystem fs = staged.fileSystem();
    Path images = Paths.in(staged.path(), prefix + "-images-idx3-ubyte.gz");
    Path labels = Paths.in(staged.path(), prefix + "-labels-idx1-ubyte.gz");
    int size = DigitPainter.SIZE;
    try (IdxWriter imageFile =
            new IdxWriter(
                fs.create(images, true), new IdxHeader(IdxHeader.Kind.IMAGES, rows, size, size));
        IdxWriter labelFile =
            new IdxWriter(
                fs.create(labels, true), new IdxHeader(IdxHeader.Kind.LABELS, rows, 1, 1))) {
      SeededPermutation order = order(part, rows);
      long seed = Seeds.derive(SEED, part);
      for (int from = 0; from < rows; from += CHUNK) {
        int start = from;
        int count = Math.min(CHUNK, rows - from);
        byte[] pixels = new byte[count * size * size];
        byte[] chunkLabels = new byte[count];
        IntStream.range(0, count)
            .parallel()
            .forEach(
                i -> {
                  int index = start + i;
                  int digit = label(order, index);
                  byte[] image = DigitPainter.paint(digit, Seeds.derive(seed, index));
                  System.arraycopy(image, 0, pixels, i * image.length, image.length);
                  chunkLabels[i] = (byte) digit;
                });
        imageFile.write(pixels);
        labelFile.write(chunkLabels);
      }
    }
  }

  private static String marker(int trainRows, int testRows) {
    return """
    The digits in this directory were drawn by BoltzSpark. They are not MNIST, and nobody wrote
    them by hand: results on them compare with nothing published. They stand in where MNIST
    could not be had; this directory may be deleted.
    version %d, seed %d, %d training and %d test digits
    """
        .formatted(VERSION, SEED, trainRows, testRows);
  }
}
