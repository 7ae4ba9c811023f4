package io.boltzspark.jobs.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where native libraries are unpacked and Spark spills. */
record TemporaryDirectoryCheck(String directory) implements Check {
  private static final String NAME = "temporary directory";
  private static final long LEAST_FREE = 1L << 30;

  @Override
  public Finding run() {
    Path path = Path.of(directory);
    String remedy =
        "choose one with enough space: JAVA_TOOL_OPTIONS=-Djava.io.tmpdir=DIR, and for Spark's"
            + " own files --conf spark.local.dir=DIR";
    try {
      Files.delete(Files.createTempFile(path, "boltz-doctor", ".tmp"));
      long free = Files.getFileStore(path).getUsableSpace();
      String value = "%s, %.1f GiB free".formatted(path, free / (double) (1 << 30));
      return free < LEAST_FREE ? Finding.warning(NAME, value, remedy) : Finding.ok(NAME, value);
    } catch (IOException | UnsupportedOperationException e) {
      return Finding.missing(NAME, "%s is not writable (%s)".formatted(path, e), remedy);
    }
  }
}
