package io.boltzspark.dataprep.ising;

import io.boltzspark.dataprep.idx.IdxHeader;
import io.boltzspark.dataprep.idx.IdxWriter;
import io.boltzspark.dataprep.random.Seeds;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.files.Paths;
import io.boltzspark.files.WriteFailure;
import java.io.IOException;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Draws the configurations of an {@link IsingSource} to IDX files with MNIST's names: one image per
 * configuration, 255 where the spin is up, 0 where it is down, and no labels.
 *
 * <p>A configuration depends on seed, size, temperature, part and row alone, not on the number of
 * configurations or of threads.
 */
public final class DrawnIsing {
  /** Keeps the seeds separate from those of shuffle and binarization: "ising" in ASCII. */
  private static final long PURPOSE = 0x69_73_69_6e_67L;

  private static final int CHUNK_BYTES = 1 << 24;

  private DrawnIsing() {}

  /**
   * Writes the files.
   *
   * @param directory an empty directory
   * @throws BoltzException ENVIRONMENT when they cannot be written
   */
  public static IsingDescription write(
      FileSystem fs, Path directory, IsingSource source, long seed) {
    WolffSampler sampler = new WolffSampler(source.size(), source.temperature());
    // The temperature is part of the key, so that sets at two temperatures are independent.
    long key =
        Seeds.derive(Seeds.derive(seed, PURPOSE), Double.doubleToLongBits(source.temperature()));
    try {
      write(fs, directory, "train", sampler, source.size(), source.count(), Seeds.derive(key, 0));
      write(fs, directory, "t10k", sampler, source.size(), source.testRows(), Seeds.derive(key, 1));
    } catch (IOException e) {
      throw WriteFailure.of(
          "cannot write Ising configurations beside the output, to " + directory, e);
    }
    return new IsingDescription(
        source.size(), source.temperature(), IsingDescription.WOLFF, sampler.updates(), seed);
  }

  private static void write(
      FileSystem fs,
      Path directory,
      String prefix,
      WolffSampler sampler,
      int size,
      int rows,
      long key)
      throws IOException {
    Path file = Paths.in(directory, prefix + "-images-idx3-ubyte.gz");
    IdxHeader header = new IdxHeader(IdxHeader.Kind.IMAGES, rows, size, size);
    int chunk = Math.max(1, CHUNK_BYTES / header.itemBytes());
    try (IdxWriter out = new IdxWriter(fs.create(file, true), header)) {
      for (int from = 0; from < rows; from += chunk) {
        out.write(draw(sampler, header.itemBytes(), from, Math.min(chunk, rows - from), key));
      }
    }
  }

  private static byte[] draw(WolffSampler sampler, int sites, int from, int count, long key) {
    byte[] spins = new byte[count * sites];
    IntStream.range(0, count)
        .parallel()
        .forEach(
            i -> {
              byte[] drawn = sampler.draw(Seeds.derive(key, from + i));
              System.arraycopy(drawn, 0, spins, i * sites, sites);
            });
    return spins;
  }
}
