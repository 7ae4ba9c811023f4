package io.boltzspark.jobs.imports;

import io.boltzspark.files.Paths;
import io.boltzspark.testing.Fuzz;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damaged files of NumPy are refused with a word, whatever they claim. */
class ArraysFuzzTest {
  private static final double[][] MATRIX = {{1, 2, 3}, {4, 5, 6}};

  @TempDir static Path directory;

  private static WrittenArrays arrays() {
    return new WrittenArrays().with("W", MATRIX).with("vbias", 1, 2).with("hbias", 1, 2, 3);
  }

  @Test
  void archives() throws Exception {
    Path file = directory.resolve("arrays.npz");
    List<byte[]> good =
        List.of(
            Files.readAllBytes(arrays().write(file, false)),
            Files.readAllBytes(arrays().write(file, true)));
    Fuzz.run(
        "npz",
        good,
        content -> {
          Files.write(file, content);
          NpzArrays found = new NpzArrays(new Configuration(), Paths.of(file.toString()));
          found.read(found.shapes().keySet());
        });
  }

  @Test
  void arraysWithoutAnArchive() {
    Fuzz.run(
        "npy",
        arrays().each(),
        content -> {
          ByteArrayInputStream in = new ByteArrayInputStream(content);
          NpyArray.header(in, "array").elements(in, "array");
        });
  }
}
