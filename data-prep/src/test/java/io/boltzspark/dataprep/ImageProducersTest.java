package io.boltzspark.dataprep;

import static io.boltzspark.dataprep.idx.IdxFixtures.assertFails;
import static io.boltzspark.dataprep.idx.IdxFixtures.gzip;
import static io.boltzspark.dataprep.idx.IdxFixtures.hadoop;
import static io.boltzspark.dataprep.idx.IdxFixtures.images;
import static io.boltzspark.dataprep.idx.IdxFixtures.labels;
import static io.boltzspark.dataprep.idx.IdxFixtures.noise;
import static io.boltzspark.dataprep.idx.IdxFixtures.write;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.boltzspark.errors.ExitCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images in the files that other sets than MNIST are published in, few of each. */
class ImageProducersTest {
  private static final int SIDE = 28;
  private static final int PIXELS = SIDE * SIDE;
  private static final int ROWS = 3;

  private static SparkSession spark;

  @TempDir Path directory;

  @BeforeAll
  static void start() {
    spark = SparkSessions.start("local[2]");
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  private PrepareAction action() {
    return new PrepareAction(spark)
        .source(hadoop(directory))
        .output(hadoop(directory.resolveSibling(directory.getFileName() + "-out")))
        .overwrite(true)
        .binarize(Binarization.NONE)
        .validFraction(0);
  }

  private static byte[] noiseImages(long seed) {
    return images(ROWS, SIDE, SIDE, noise(ROWS * PIXELS, seed));
  }

  /** Asserts what the rows of a part are, whose pixels are noise of a seed. */
  private static void assertRows(
      PrepareResult result, Part part, long seed, boolean transposed, int... labels) {
    byte[] expected = noise(ROWS * PIXELS, seed);
    assertEquals(ROWS, result.rows(part));
    for (Row row : spark.read().parquet(result.path(part).toString()).collectAsList()) {
      int id = (int) row.<Long>getAs("id").longValue();
      assertEquals(labels[id], row.<Integer>getAs("label"));
      byte[] pixels = row.getAs("pixels");
      for (int y = 0; y < SIDE; y++) {
        for (int x = 0; x < SIDE; x++) {
          int from = transposed ? SIDE * x + y : SIDE * y + x;
          assertEquals(expected[PIXELS * id + from], pixels[SIDE * y + x]);
        }
      }
    }
  }

  /**
   * Letters have the labels 1 to 26, and images are stored column by column: Cohen, Afshar, Tapson
   * and van Schaik, "EMNIST: an extension of MNIST to handwritten letters" (2017), and the files of
   * its gzip archive.
   */
  @Test
  void emnist() throws IOException {
    String name = "emnist-letters-%s-idx%d-ubyte.gz";
    write(directory, name.formatted("train-images", 3), gzip(noiseImages(1)));
    write(
        directory, name.formatted("train-labels", 1), gzip(labels((byte) 1, (byte) 26, (byte) 7)));
    write(directory, name.formatted("test-images", 3), gzip(noiseImages(2)));
    write(directory, name.formatted("test-labels", 1), gzip(labels((byte) 9, (byte) 2, (byte) 26)));
    write(directory, "emnist-letters-mapping.txt", "1 65 97\n".getBytes());
    PrepareResult upright = action().transpose(true).execute();
    assertRows(upright, Part.TRAIN, 1, true, 1, 26, 7);
    assertRows(upright, Part.TEST, 2, true, 9, 2, 26);
    assertRows(action().execute(), Part.TRAIN, 1, false, 1, 26, 7);
  }

  /**
   * A label is eight 32-bit numbers, of which the first is the class: Yadav and Bottou, "Cold Case:
   * The Lost MNIST Digits" (2019), and the README of its files. The message's recipe is followed
   * here by hand.
   */
  @Test
  void qmnist() throws IOException {
    write(directory, "qmnist-train-images-idx3-ubyte.gz", gzip(noiseImages(1)));
    ByteBuffer numbers = ByteBuffer.allocate(12 + ROWS * 8 * Integer.BYTES);
    numbers.putInt(0xc02).putInt(ROWS).putInt(8);
    int[] classes = {5, 0, 4};
    for (int label : classes) {
      for (int number : new int[] {label, 0, 361, 32, 35, 13_000, 0, 0}) {
        numbers.putInt(number);
      }
    }
    byte[] d = numbers.array();
    Path file = write(directory, "qmnist-train-labels-idx2-int.gz", gzip(d));
    assertFails(
        ExitCode.BAD_INPUT,
        () -> action().execute(),
        "qmnist-train-labels-idx2-int.gz",
        "struct.pack(\">2i\", 0x801, (len(d) - 12) // 32) + d[15::32]",
        "...-labels-idx1-ubyte");
    byte[] bytes = new byte[(d.length - 12) / 32];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = d[15 + 32 * i];
    }
    Files.delete(file);
    write(directory, "qmnist-train-labels-idx1-ubyte", labels(bytes));
    assertRows(action().execute(), Part.TRAIN, 1, false, classes);
  }

  /**
   * MNIST's own names with other contents: Clanuwat and others, "Deep Learning for Classical
   * Japanese Literature" (2018), and its files in IDX; those in numpy's format are told what is
   * read instead.
   */
  @Test
  void kmnist() throws IOException {
    assertSetUnderMnistsNames();
    Files.move(
        directory.resolve("train-images-idx3-ubyte.gz"),
        directory.resolve("kmnist-train-imgs.npz"));
    assertFails(
        ExitCode.BAD_INPUT,
        () -> action().execute(),
        directory.getFileName().toString(),
        "no IDX training images",
        "train-images-idx3-ubyte");
  }

  /**
   * MNIST's own names with other contents: Xiao, Rasul and Vollgraf, "Fashion-MNIST: a Novel Image
   * Dataset for Benchmarking Machine Learning Algorithms" (2017). Some unpack the files and keep
   * their names with {@code .gz}, which must be said.
   */
  @Test
  void fashionMnist() throws IOException {
    byte[] expected = assertSetUnderMnistsNames();
    write(directory, "train-images-idx3-ubyte.gz", expected);
    assertFails(ExitCode.BAD_INPUT, () -> action().execute(), "train-images-idx3-ubyte.gz", "gz");
  }

  private byte[] assertSetUnderMnistsNames() throws IOException {
    byte[] train = noiseImages(3);
    write(directory, "train-images-idx3-ubyte.gz", gzip(train));
    write(directory, "train-labels-idx1-ubyte.gz", gzip(labels((byte) 9, (byte) 0, (byte) 3)));
    write(directory, "t10k-images-idx3-ubyte.gz", gzip(noiseImages(4)));
    write(directory, "t10k-labels-idx1-ubyte.gz", gzip(labels((byte) 1, (byte) 2, (byte) 3)));
    PrepareResult result = action().execute();
    assertRows(result, Part.TRAIN, 3, false, 9, 0, 3);
    assertRows(result, Part.TEST, 4, false, 1, 2, 3);
    assertEquals("IDX images", result.manifest().title());
    return train;
  }
}
