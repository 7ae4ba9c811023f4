package io.boltzspark.jobs.doctor;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.files.FileSystems;
import io.boltzspark.files.Paths;
import io.boltzspark.files.WholeFiles;
import io.boltzspark.jobs.environment.TemporaryDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;

/** Where native libraries are unpacked and Spark spills. */
record TemporaryDirectoryCheck(TemporaryDirectory directory, Configuration hadoop)
    implements Check {
  private static final String NAME = "temporary directory";
  private static final long LEAST_FREE = 1L << 30;
  private static final int CHECKPOINT_BYTES = 4 << 20;

  @Override
  public Finding run() {
    Optional<String> problem = directory.problem();
    if (problem.isPresent()) {
      return missing(problem.get());
    }
    try {
      requireSame(Paths.of(Path.of(directory.value()).toAbsolutePath().toString()));
      long free = Files.getFileStore(Path.of(directory.value())).getUsableSpace();
      String value = "%s, %.1f GiB free".formatted(directory.value(), free / (double) (1 << 30));
      return free < LEAST_FREE
          ? Finding.warning(
              NAME,
              value,
              TemporaryDirectory.REMEDY + "; for Spark's own files, --conf spark.local.dir=DIR")
          : Finding.ok(NAME, value);
    } catch (IOException | UnsupportedOperationException | BoltzException e) {
      return missing("cannot be used (" + e.getMessage() + ")");
    }
  }

  private Finding missing(String problem) {
    return Finding.missing(NAME, directory.value() + " " + problem, TemporaryDirectory.REMEDY);
  }

  /** Writes a file as large as a checkpoint's, in the same way, and reads it back. */
  private void requireSame(org.apache.hadoop.fs.Path place) throws IOException {
    FileSystem fs = FileSystems.of(hadoop, place);
    org.apache.hadoop.fs.Path file =
        Paths.in(place, "boltz-doctor-" + ProcessHandle.current().pid() + ".tmp");
    byte[] bytes = new byte[CHECKPOINT_BYTES];
    new Random(1).nextBytes(bytes);
    try {
      WholeFiles.write(fs, file, bytes);
      if (!WholeFiles.sha256(fs, file).equals(WholeFiles.sha256(bytes))) {
        throw new IOException("it does not give back what was written");
      }
    } finally {
      fs.delete(file, false);
    }
  }
}
