package io.boltzspark.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StandardOutputTest {
  private static Optional<String> failure(OutputStream to) {
    StandardOutput output = new StandardOutput(to);
    PrintWriter writer = new PrintWriter(output, true, StandardCharsets.UTF_8);
    writer.println("a result");
    return output.failure();
  }

  @Test
  void aFullDiskIsRemembered() throws IOException {
    assumeTrue(Files.exists(Path.of("/dev/full")), "there is no /dev/full");
    try (OutputStream full = new FileOutputStream("/dev/full", true)) {
      assertEquals(Optional.of("No space left on device"), failure(full));
    }
  }

  @Test
  void aReaderMayStopReading() {
    OutputStream pipe =
        new OutputStream() {
          @Override
          public void write(int value) throws IOException {
            throw new IOException("Broken pipe");
          }
        };
    assertEquals(Optional.empty(), failure(pipe));
  }

  @Test
  void otherwiseThereIsNone() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    assertEquals(Optional.empty(), failure(bytes));
    assertEquals("a result\n", bytes.toString(StandardCharsets.UTF_8));
  }
}
