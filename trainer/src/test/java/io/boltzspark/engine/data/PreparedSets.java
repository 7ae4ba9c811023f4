package io.boltzspark.engine.data;

import io.boltzspark.dataprep.Binarization;
import io.boltzspark.dataprep.PrepareAction;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.apache.spark.sql.SparkSession;

/** Small prepared data sets of pictures of 5 x 4 pixels, made from IDX files written by hand. */
public final class PreparedSets {
  static final int WIDTH = 4;
  static final int HEIGHT = 5;
  public static final int UNITS = WIDTH * HEIGHT;

  private PreparedSets() {}

  /** Writes grey noise as a training set; labels say which half is bright: 1 for the left one. */
  public static Path source(Path directory, int rows) {
    byte[] pixels = new byte[rows * UNITS];
    byte[] classes = new byte[rows];
    Random random = new Random(20240229);
    for (int r = 0; r < rows; r++) {
      boolean left = random.nextBoolean();
      classes[r] = (byte) (left ? 1 : 0);
      for (int i = 0; i < UNITS; i++) {
        boolean bright = left == i % WIDTH < WIDTH / 2;
        pixels[r * UNITS + i] = (byte) (random.nextInt(128) + (bright ? 128 : 0));
      }
    }
    ByteBuffer images = ByteBuffer.allocate(16 + pixels.length);
    images.putInt(0x803).putInt(rows).putInt(HEIGHT).putInt(WIDTH).put(pixels);
    ByteBuffer labels = ByteBuffer.allocate(8 + rows).putInt(0x801).putInt(rows).put(classes);
    try {
      Files.createDirectories(directory);
      Files.write(directory.resolve("train-images-idx3-ubyte"), images.array());
      Files.write(directory.resolve("train-labels-idx1-ubyte"), labels.array());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return directory;
  }

  /** Prepares a {@link #source} and returns the path for {@code --data}. */
  public static String prepare(
      SparkSession spark, Path source, Path out, Binarization how, int shards, double valid) {
    new PrepareAction(spark)
        .source(new org.apache.hadoop.fs.Path(source.toUri()))
        .output(new org.apache.hadoop.fs.Path(out.toUri()))
        .binarize(how)
        .shards(shards)
        .validFraction(valid)
        .seed(3)
        .execute();
    return out.toUri().toString();
  }
}
