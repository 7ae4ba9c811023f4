package io.boltzspark.dataprep.idx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.files.FileSystems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images of one pixel, whose value says which row it is. */
class JoinedSourcesTest {
  @TempDir Path directory;
  private final Configuration hadoop = new Configuration();

  @Test
  void rowsComeInTheOrderOfTheDirectoriesAndEveryFourthIsHeldOut() throws IOException {
    CheckedSources first = source("a", 0, 9, 2);
    CheckedSources second = source("b", 100, 5, 0);
    CheckedSources joined = join(List.of(first, second), 0.25);
    assertEquals(List.of(0, 1, 2, 4, 5, 6, 8, 100, 101, 102, 104), values(joined.train()));
    assertEquals(List.of(3, 7, 9, 10, 103), values(joined.test().orElseThrow()));
  }

  /** Else a row that one model learnt from would be held out from the next. */
  @Test
  void aRowOnceHeldOutStaysSo() throws IOException {
    CheckedSources first = source("a", 0, 23, 0);
    List<Integer> before = values(join(List.of(first), 0.3).test().orElseThrow());
    CheckedSources second = source("b", 100, 7, 0);
    List<Integer> after = values(join(List.of(first, second), 0.3).test().orElseThrow());
    assertEquals(before, after.subList(0, before.size()));
    assertEquals(6, before.size()); // floor(0.3 * 23)
  }

  @Test
  void whatDoesNotFitTogetherIsRefused() throws IOException {
    CheckedSources one = source("a", 0, 4, 0);
    Path other = Files.createDirectories(directory.resolve("wide"));
    Files.write(other.resolve("train-images-idx3-ubyte"), IdxFixtures.images(2, 1, 2, new byte[4]));
    refused(List.of(one, check(other)), "has images of 1 x 2");
    Files.write(other.resolve("train-images-idx3-ubyte"), IdxFixtures.images(2, 1, 1, new byte[2]));
    refused(List.of(one, check(other)), "do not both have labels");
  }

  private void refused(List<CheckedSources> sources, String said) {
    BoltzException error =
        assertThrows(BoltzException.class, () -> new JoinedSources(hadoop, sources, 0));
    assertEquals(ExitCode.BAD_INPUT, error.exitCode());
    assertTrue(error.getMessage().contains(said), error.getMessage());
  }

  private CheckedSources join(List<CheckedSources> sources, double heldOut) throws IOException {
    org.apache.hadoop.fs.Path target =
        new org.apache.hadoop.fs.Path(Files.createTempDirectory(directory, "joined").toUri());
    new JoinedSources(hadoop, sources, heldOut).write(FileSystems.of(hadoop, target), target);
    return CheckedSources.check(hadoop, target);
  }

  /** Test rows go on where training rows end; a label is the value's last digit. */
  private CheckedSources source(String name, int from, int rows, int testRows) throws IOException {
    Path source = Files.createDirectories(directory.resolve(name));
    write(source, "train", from, rows);
    if (testRows > 0) {
      write(source, "t10k", from + rows, testRows);
    }
    return check(source);
  }

  private static void write(Path source, String prefix, int from, int rows) throws IOException {
    byte[] pixels = new byte[rows];
    byte[] labels = new byte[rows];
    for (int i = 0; i < rows; i++) {
      pixels[i] = (byte) (from + i);
      labels[i] = (byte) ((from + i) % 10);
    }
    Files.write(
        source.resolve(prefix + "-images-idx3-ubyte"), IdxFixtures.images(rows, 1, 1, pixels));
    Files.write(source.resolve(prefix + "-labels-idx1-ubyte"), IdxFixtures.labels(labels));
  }

  private CheckedSources check(Path source) {
    return CheckedSources.check(hadoop, new org.apache.hadoop.fs.Path(source.toUri()));
  }

  private List<Integer> values(IdxPair pair) throws IOException {
    List<Integer> values = new ArrayList<>();
    try (IdxRows rows = new IdxRows(hadoop, pair, 0, pair.rows())) {
      while (rows.hasNext()) {
        IdxRows.IdxRow row = rows.next();
        values.add(row.pixels()[0] & 0xff);
        assertEquals((row.pixels()[0] & 0xff) % 10, row.label());
      }
    }
    return values;
  }
}
