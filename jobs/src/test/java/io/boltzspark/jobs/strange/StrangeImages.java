package io.boltzspark.jobs.strange;

import io.boltzspark.jobs.testing.TinyDigits;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** IDX files that a seed has made strange in their names or contents. */
final class StrangeImages {
  private static final String HTML = "<!DOCTYPE html><html><body>404</body></html>";

  /** What is wrong with a file. */
  enum Damage {
    NONE,
    WRONG_MAGIC,
    SWAPPED_BYTES,
    ONE_BYTE_SHORT,
    ONE_BYTE_MORE,
    HEADER_ONLY,
    HALF_A_HEADER,
    NO_BYTES,
    HTML,
    TORN_GZIP,
    GZIP_OF_GZIP,
    FEWER_ITEMS,
    NO_ITEMS,
    MANY_ITEMS,
    A_DIRECTORY,
    ABSENT
  }

  final Path path;
  final int trainRows;
  private final int testRows;

  /** Sum of the pixels of the training images. */
  final long ink;

  private final List<String> names = new ArrayList<>();
  private final List<String> said = new ArrayList<>();
  private final Damage damage;
  private final String damaged;

  StrangeImages(Random random, Path directory) throws IOException {
    this.path = directory;
    this.trainRows = 4 + random.nextInt(12);
    this.testRows = random.nextBoolean() ? 0 : 1 + random.nextInt(6);
    String prefix = random.nextInt(3) == 0 ? "emnist-letters-" : "";
    names.add(prefix + "train-images-idx3-ubyte");
    if (random.nextInt(3) > 0) {
      names.add(prefix + "train-labels-idx1-ubyte");
    }
    if (testRows > 0) {
      names.add(prefix + "t10k-images-idx3-ubyte");
      if (random.nextInt(3) > 0) {
        names.add(prefix + "t10k-labels-idx1-ubyte");
      }
    }
    Damage[] all = Damage.values();
    damage = random.nextInt(4) == 0 ? Damage.NONE : all[random.nextInt(all.length)];
    damaged = names.get(random.nextInt(names.size()));
    long sum = 0;
    for (String name : names) {
      int rows = name.contains("train") ? trainRows : testRows;
      byte[] good = name.contains("images") ? images(rows, random) : TinyDigits.labels(rows);
      if (name.contains("train-images")) {
        for (int i = 16; i < good.length; i++) {
          sum += good[i] & 0xff;
        }
      }
      boolean gzip = random.nextBoolean();
      write(name, good, gzip, name.equals(damaged) ? damage : Damage.NONE);
      said.add(name + (gzip ? ".gz" : ""));
    }
    this.ink = sum;
  }

  private static byte[] images(int rows, Random random) {
    byte[] pixels = new byte[rows * TinyDigits.PIXELS];
    random.nextBytes(pixels);
    return ByteBuffer.allocate(16 + pixels.length)
        .putInt(0x803)
        .putInt(rows)
        .putInt(TinyDigits.SIDE)
        .putInt(TinyDigits.SIDE)
        .put(pixels)
        .array();
  }

  private void write(String name, byte[] good, boolean gzip, Damage with) throws IOException {
    Path file = path.resolve(name + (gzip ? ".gz" : ""));
    byte[] bytes = good.clone();
    ByteBuffer header = ByteBuffer.wrap(bytes);
    switch (with) {
      case WRONG_MAGIC -> header.putInt(0, 0x80d);
      case SWAPPED_BYTES -> header.putInt(0, Integer.reverseBytes(header.getInt(0)));
      case ONE_BYTE_SHORT -> bytes = Arrays.copyOf(bytes, bytes.length - 1);
      case ONE_BYTE_MORE -> bytes = Arrays.copyOf(bytes, bytes.length + 1);
      case HEADER_ONLY -> bytes = Arrays.copyOf(bytes, 8);
      case HALF_A_HEADER -> bytes = Arrays.copyOf(bytes, 6);
      case FEWER_ITEMS -> header.putInt(4, header.getInt(4) - 1);
      case NO_ITEMS -> header.putInt(4, 0);
      case MANY_ITEMS -> header.putInt(4, Integer.MIN_VALUE);
      default -> {}
    }
    byte[] written = gzip ? TinyDigits.gzip(bytes) : bytes;
    switch (with) {
      case NO_BYTES -> written = new byte[0];
      case HTML -> written = HTML.getBytes(StandardCharsets.UTF_8);
      case TORN_GZIP -> {
        written = TinyDigits.gzip(bytes);
        written = Arrays.copyOf(written, written.length - 9);
      }
      case GZIP_OF_GZIP -> written = TinyDigits.gzip(TinyDigits.gzip(bytes));
      default -> {}
    }
    if (with == Damage.A_DIRECTORY) {
      Files.createDirectory(file);
    } else if (with != Damage.ABSENT) {
      Files.write(file, written);
    }
  }

  /** Whether a file is other than its name says. */
  boolean isDamaged() {
    return damage != Damage.NONE && (damage.ordinal() < Damage.A_DIRECTORY.ordinal());
  }

  /** Test rows that there are: without images there are none. */
  int testRowsLeft() {
    boolean isGone = damage == Damage.ABSENT || damage == Damage.A_DIRECTORY;
    return isGone && damaged.contains("t10k-images") ? 0 : testRows;
  }

  /** Names one of which a message should have. */
  List<String> names() {
    List<String> all = new ArrayList<>(said);
    all.add(path.toString());
    return all;
  }

  @Override
  public String toString() {
    return "%s, %s in %s".formatted(said, damage, damaged);
  }
}
