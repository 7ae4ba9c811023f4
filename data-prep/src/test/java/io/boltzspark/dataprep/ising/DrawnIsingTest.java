package io.boltzspark.dataprep.ising;

import static io.boltzspark.dataprep.idx.IdxFixtures.hadoop;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.boltzspark.dataprep.idx.CheckedSources;
import io.boltzspark.dataprep.idx.IdxPair;
import io.boltzspark.dataprep.idx.IdxRows;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What decides a configuration, and what is said of it. */
class DrawnIsingTest {
  private static final Configuration HADOOP = new Configuration();
  private static final IsingSource SOURCE = new IsingSource(6, 2.5, 300);

  @TempDir Path directory;

  @Test
  void saysHowItDrew() throws Exception {
    assertEquals(
        new IsingDescription(6, 2.5, IsingDescription.WOLFF, new WolffSampler(6, 2.5).updates(), 3),
        DrawnIsing.write(
            FileSystem.getLocal(HADOOP), hadoop(directory.resolve("drawn")), SOURCE, 3));
  }

  @Test
  void threadsDoNotShow() throws Exception {
    assertEquals(draw(SOURCE, 3, 1).sha256(), draw(SOURCE, 3, 4).sha256());
  }

  @Test
  void aConfigurationDependsOnItsRowSeedAndTemperature() throws Exception {
    List<byte[]> rows = images(draw(SOURCE, 3, 2).train());
    List<byte[]> fewer = images(draw(new IsingSource(6, 2.5, 20), 3, 2).train());
    for (int i = 0; i < 20; i++) {
      assertArrayEquals(rows.get(i), fewer.get(i), "row " + i);
    }
    // Two of 2^36 states are equal by chance with a probability of order exp(-36 / 2) at most.
    assertFalse(Arrays.equals(rows.get(0), images(draw(SOURCE, 4, 2).train()).get(0)));
    assertFalse(Arrays.equals(rows.get(0), images(draw(SOURCE, 3, 2).test().orElseThrow()).get(0)));
  }

  /** Draws files in a pool of so many threads. */
  private CheckedSources draw(IsingSource source, long seed, int threads) throws Exception {
    org.apache.hadoop.fs.Path drawn = hadoop(directory.resolve("drawn"));
    FileSystem fs = FileSystem.getLocal(HADOOP);
    fs.delete(drawn, true);
    ForkJoinPool pool = new ForkJoinPool(threads);
    try {
      pool.submit(() -> DrawnIsing.write(fs, drawn, source, seed)).get();
    } finally {
      pool.shutdown();
    }
    return CheckedSources.check(HADOOP, drawn);
  }

  private static List<byte[]> images(IdxPair pair) throws Exception {
    List<byte[]> images = new ArrayList<>();
    try (IdxRows in = new IdxRows(HADOOP, pair, 0, pair.rows())) {
      in.forEachRemaining(row -> images.add(row.pixels()));
    }
    return images;
  }
}
