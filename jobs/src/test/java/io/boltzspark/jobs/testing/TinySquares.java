package io.boltzspark.jobs.testing;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** A set of three classes that tell themselves apart by their pixels, as IDX files. */
public final class TinySquares {
  public static final int SIDE = 6;
  public static final int CLASSES = 3;

  private TinySquares() {}

  /**
   * Pictures of class y have ink in a square of two by two, in the rows 2 y and 2 y + 1, and a few
   * wrong pixels: near enough to each other for chains to find all of them.
   */
  public static void write(Path source, String prefix, int count, long seed) throws IOException {
    Random random = new Random(seed);
    ByteBuffer images = ByteBuffer.allocate(16 + count * SIDE * SIDE);
    images.putInt(0x803).putInt(count).putInt(SIDE).putInt(SIDE);
    ByteBuffer labels = ByteBuffer.allocate(8 + count).putInt(0x801).putInt(count);
    for (int image = 0; image < count; image++) {
      int label = random.nextInt(CLASSES);
      labels.put((byte) label);
      for (int i = 0; i < SIDE * SIDE; i++) {
        boolean ink = i / SIDE / 2 == label && i % SIDE < 2;
        images.put((byte) (ink != (random.nextInt(20) == 0) ? 255 : 0));
      }
    }
    Files.createDirectories(source);
    Files.write(source.resolve(prefix + "-images-idx3-ubyte"), images.array());
    Files.write(source.resolve(prefix + "-labels-idx1-ubyte"), labels.array());
  }
}
