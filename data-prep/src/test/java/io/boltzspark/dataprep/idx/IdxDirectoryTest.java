package io.boltzspark.dataprep.idx;

import static io.boltzspark.dataprep.idx.IdxFixtures.assertFails;
import static io.boltzspark.dataprep.idx.IdxFixtures.hadoop;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.errors.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdxDirectoryTest {
  @TempDir Path directory;

  @Test
  void findsTheNamesInUse() throws IOException {
    assertEquals(
        Map.of(
            SourceRole.TRAIN_IMAGES, "train-images-idx3-ubyte.gz",
            SourceRole.TRAIN_LABELS, "train-labels.idx1-ubyte",
            SourceRole.TEST_IMAGES, "t10k-images.idx3-ubyte",
            SourceRole.TEST_LABELS, "test-labels-idx1-ubyte.gz"),
        find(
            "mixed",
            "train-images-idx3-ubyte.gz",
            "train-labels.idx1-ubyte",
            "t10k-images.idx3-ubyte",
            "test-labels-idx1-ubyte.gz",
            "README.md"));
    assertEquals(
        Set.of(SourceRole.TRAIN_IMAGES, SourceRole.TEST_IMAGES),
        find(
                "prefixed",
                "emnist-mnist-train-images-idx3-ubyte",
                "emnist-mnist-test-images-idx3-ubyte")
            .keySet());
  }

  @Test
  void saysWhatItLookedFor() {
    assertFails(
        ExitCode.BAD_INPUT,
        () -> find("none", "images.png"),
        "no IDX training images",
        "train-images-idx3-ubyte",
        "t10k-images-idx3-ubyte");
    assertFails(
        ExitCode.BAD_INPUT,
        () -> find("labels-only", "train-images-idx3-ubyte", "t10k-labels-idx1-ubyte"),
        "no test images");
  }

  @Test
  void refusesToChoose() {
    assertFails(
        ExitCode.BAD_INPUT,
        () -> find("two", "train-images-idx3-ubyte", "train-images-idx3-ubyte.gz"),
        "several files for train-images",
        "[train-images-idx3-ubyte, train-images-idx3-ubyte.gz]");
  }

  /** Of EMNIST's sets several have equally many images. */
  @Test
  void refusesFilesOfDifferentSets() {
    assertFails(
        ExitCode.BAD_INPUT,
        () ->
            find(
                "letters-with-digits",
                "emnist-letters-train-images-idx3-ubyte.gz",
                "emnist-digits-train-labels-idx1-ubyte.gz"),
        "emnist-letters-train-images-idx3-ubyte.gz",
        "emnist-digits-train-labels-idx1-ubyte.gz",
        "different sets");
    assertFails(
        ExitCode.BAD_INPUT,
        () -> find("test", "train-images-idx3-ubyte", "emnist-letters-test-images-idx3-ubyte"),
        "different sets");
  }

  @Test
  void refusesLabelsThatItDoesNotRead() {
    assertFails(
        ExitCode.BAD_INPUT,
        () -> find("qmnist", "qmnist-train-images-idx3-ubyte", "qmnist-train-labels-idx2-int.gz"),
        "qmnist-train-labels-idx2-int.gz",
        "first of eight numbers",
        "d[15::32]");
    assertFails(
        ExitCode.BAD_INPUT,
        () -> find("near", "train-images-idx3-ubyte", "train_labels_idx1_ubyte"),
        "train_labels_idx1_ubyte",
        "train-labels-idx1-ubyte");
  }

  @Test
  void namesWhatIsMissingOrNoDirectory() throws IOException {
    assertFails(
        ExitCode.BAD_INPUT,
        () -> IdxDirectory.find(new Configuration(), hadoop(directory.resolve("gone"))),
        "gone",
        "does not exist",
        "--source");
    Path file = Files.writeString(directory.resolve("train-images-idx3-ubyte"), "x");
    assertFails(
        ExitCode.BAD_INPUT,
        () -> IdxDirectory.find(new Configuration(), hadoop(file)),
        "is a file");
  }

  @Test
  void knowsDrawnDigitsByTheirMarker() throws IOException {
    find("plain", "train-images-idx3-ubyte");
    find("drawn", "train-images-idx3-ubyte", IdxDirectory.DRAWN_MARKER);
    assertFalse(located("plain").drawn());
    assertTrue(located("drawn").drawn());
  }

  private IdxDirectory located(String name) {
    return IdxDirectory.find(new Configuration(), hadoop(directory.resolve(name)));
  }

  private Map<SourceRole, String> find(String name, String... files) throws IOException {
    Path path = Files.createDirectory(directory.resolve(name));
    for (String file : files) {
      Files.createFile(path.resolve(file));
    }
    return located(name).files().entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().getName()));
  }
}
