package io.boltzspark.dataprep.idx;

import static io.boltzspark.dataprep.idx.IdxFixtures.assertFails;
import static io.boltzspark.dataprep.idx.IdxFixtures.cyclicLabels;
import static io.boltzspark.dataprep.idx.IdxFixtures.hadoop;
import static io.boltzspark.dataprep.idx.IdxFixtures.images;
import static io.boltzspark.dataprep.idx.IdxFixtures.labels;

import io.boltzspark.errors.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckedSourcesTest {
  private static final int ROWS = 50_000;

  /** In the order of {@link SourceRole}. */
  private static final List<String> NAMES =
      List.of(
          "train-images-idx3-ubyte",
          "train-labels-idx1-ubyte",
          "t10k-images-idx3-ubyte",
          "t10k-labels-idx1-ubyte");

  @TempDir Path directory;

  @Test
  void ofTwoBadFilesTheFirstIsNamedHoweverLongItTakes() throws IOException {
    Map<String, byte[]> whole =
        Map.of(
            NAMES.get(0), images(ROWS, 20, 20, new byte[ROWS * 400]),
            NAMES.get(1), labels(cyclicLabels(ROWS)),
            NAMES.get(2), images(9, 20, 20, new byte[9 * 400]),
            NAMES.get(3), labels(cyclicLabels(9)));
    for (String name : NAMES) {
      Files.write(directory.resolve(name), whole.get(name));
    }
    for (int first = 0; first < NAMES.size(); first++) {
      for (int second = first + 1; second < NAMES.size(); second++) {
        String named = NAMES.get(first);
        String other = NAMES.get(second);
        byte[] bytes = whole.get(named);
        // The first is bad at its end, the other in its first bytes, so that it is found first.
        Files.write(directory.resolve(named), Arrays.copyOf(bytes, bytes.length - 1));
        Files.write(directory.resolve(other), new byte[] {1, 2, 3});
        for (int i = 0; i < 5; i++) {
          assertFails(
              ExitCode.BAD_INPUT,
              () -> CheckedSources.check(new Configuration(), hadoop(directory)),
              named + " is truncated");
        }
        Files.write(directory.resolve(named), bytes);
        Files.write(directory.resolve(other), whole.get(other));
      }
    }
    CheckedSources.check(new Configuration(), hadoop(directory)); // all are whole again
  }
}
