package io.boltzspark.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaybeGzipTest {
  @TempDir Path directory;

  private boolean isGzip(byte[] content, String name) throws IOException {
    Path file = Files.write(directory.resolve("file"), content);
    try (FileSystem local = FileSystem.newInstanceLocal(new Configuration());
        FSDataInputStream in = local.open(new org.apache.hadoop.fs.Path(file.toUri()))) {
      return MaybeGzip.isGzip(in, name);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "<!DOCTYPE html>, web page",
    "<html>, web page",
    "PK\u0003\u0004, ZIP",
    "BZh9, bzip2",
    "plain, not 1f 8b"
  })
  void contentOfAnotherKindIsNamed(String content, String said) {
    byte[] bytes = content.getBytes(StandardCharsets.ISO_8859_1);
    BoltzException error = assertThrows(BoltzException.class, () -> isGzip(bytes, "a.gz"));
    assertEquals(ExitCode.BAD_INPUT, error.exitCode());
    assertTrue(error.getMessage().startsWith("a.gz is named .gz but"), error.getMessage());
    assertTrue(error.getMessage().contains(said), error.getMessage());
  }

  @Test
  void theFirstBytesDecide() throws IOException {
    assertTrue(isGzip(new byte[] {0x1f, (byte) 0x8b, 8}, "a"));
    assertFalse(isGzip(new byte[] {'P', 'K'}, "a"));
  }
}
