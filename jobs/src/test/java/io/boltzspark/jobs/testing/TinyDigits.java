package io.boltzspark.jobs.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

/**
 * A set under MNIST's names that a machine learns in no time: pictures of 6 x 6 with one full row
 * or one full column, and a few wrong pixels. Its bytes are made here by hand, so that the
 * project's own writer does not test its reader.
 */
public final class TinyDigits {
  public static final int SIDE = 6;
  public static final int PIXELS = SIDE * SIDE;

  /** Number of bars, the classes of {@link #writeWithBars}. */
  public static final int BARS = 2 * SIDE;

  public static final int TRAIN_ROWS = 200;
  public static final int TEST_ROWS = 40;
  public static final String TRAIN_IMAGES = "train-images-idx3-ubyte.gz";
  public static final String TRAIN_LABELS = "train-labels-idx1-ubyte.gz";

  private TinyDigits() {}

  /** Writes the four files, gzipped; the labels have nothing to do with the images. */
  public static Path write(Path directory) throws IOException {
    return write(directory, 10);
  }

  /** The same with the number of the bar as the label. */
  public static Path writeWithBars(Path directory) throws IOException {
    return write(directory, BARS);
  }

  private static Path write(Path directory, int classes) throws IOException {
    Files.createDirectories(directory);
    Files.write(directory.resolve(TRAIN_IMAGES), gzip(images(TRAIN_ROWS, 1)));
    Files.write(directory.resolve(TRAIN_LABELS), gzip(labels(TRAIN_ROWS, classes)));
    Files.write(directory.resolve("t10k-images-idx3-ubyte.gz"), gzip(images(TEST_ROWS, 2)));
    Files.write(directory.resolve("t10k-labels-idx1-ubyte.gz"), gzip(labels(TEST_ROWS, classes)));
    return directory;
  }

  /** Trains a machine on prepared data of this kind. */
  public static void train(Path data, Path out, String dimensions, String epochs)
      throws IOException {
    Outcome.json(
        "train",
        "--data",
        data.toString(),
        "--out",
        out.toString(),
        "--dimensions",
        dimensions,
        "--batch-size",
        "20",
        "--chains",
        "20",
        "--epochs",
        epochs);
  }

  public static byte[] images(int count, long seed) {
    Random random = new Random(seed);
    ByteBuffer bytes = ByteBuffer.allocate(16 + count * PIXELS);
    bytes.putInt(0x00000803).putInt(count).putInt(SIDE).putInt(SIDE);
    for (int image = 0; image < count; image++) {
      int bar = image % BARS;
      for (int y = 0; y < SIDE; y++) {
        for (int x = 0; x < SIDE; x++) {
          boolean ink = bar < SIDE ? y == bar : x == bar - SIDE;
          boolean flipped = random.nextInt(50) == 0;
          bytes.put((byte) (ink != flipped ? 255 : 0));
        }
      }
    }
    return bytes.array();
  }

  public static byte[] labels(int count) {
    return labels(count, 10);
  }

  private static byte[] labels(int count, int classes) {
    ByteBuffer bytes = ByteBuffer.allocate(8 + count).putInt(0x00000801).putInt(count);
    for (int i = 0; i < count; i++) {
      bytes.put((byte) (i % classes));
    }
    return bytes.array();
  }

  public static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }
}
