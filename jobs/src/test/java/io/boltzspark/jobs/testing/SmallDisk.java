package io.boltzspark.jobs.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A file system of its own in memory, of so few bytes that it gets full. */
public final class SmallDisk implements AutoCloseable {
  private static final String FILLING = "filling";

  private final Path directory;

  private SmallDisk(Path directory) {
    this.directory = directory;
  }

  /**
   * Mounts one; where this process may not, the test is skipped.
   *
   * @param directory an empty one
   */
  public static SmallDisk mount(Path directory, int kilobytes) {
    String size = "size=" + kilobytes + "k";
    int status = run("mount", "-t", "tmpfs", "-o", size, "none", directory.toString());
    assumeTrue(status == 0, "this process may not mount a small disk (tmpfs)");
    return new SmallDisk(directory);
  }

  public Path directory() {
    return directory;
  }

  /** Gives it another size. */
  public void resize(int kilobytes) {
    String options = "remount,size=" + kilobytes + "k";
    assertEquals(0, run("mount", "-o", options, directory.toString()));
  }

  /** Takes all room that is left; directories and empty files can still be made. */
  public void fill() throws IOException {
    byte[] page = new byte[4096];
    try (OutputStream out = Files.newOutputStream(directory.resolve(FILLING))) {
      while (true) {
        out.write(page);
      }
    } catch (IOException e) {
      assertEquals("No space left on device", e.getMessage());
    }
  }

  @Override
  public void close() {
    run("umount", "--lazy", directory.toString());
  }

  private static int run(String... words) {
    try {
      return new ProcessBuilder(List.of(words))
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException e) {
      return -1; // there is no such program
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted at " + String.join(" ", words), e);
    }
  }
}
