package io.boltzspark.jobs.library;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.files.FileSystems;
import io.boltzspark.files.Paths;
import java.io.IOException;
import java.nio.file.Files;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A place on the driver for the run directory of a training, and what was written there, until it
 * is closed.
 *
 * @param parent a directory of its own
 */
record TemporaryRun(Configuration hadoop, Path parent) implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TemporaryRun.class);

  /**
   * @throws BoltzException ENVIRONMENT when the temporary directory of this process is of no use
   */
  static TemporaryRun create(Configuration hadoop) {
    try {
      return new TemporaryRun(
          hadoop, Paths.of("file:" + Files.createTempDirectory("boltz-fit").toAbsolutePath()));
    } catch (IOException e) {
      throw new BoltzException(
          ExitCode.ENVIRONMENT,
          "a training needs a temporary directory (java.io.tmpdir = %s), which cannot be written: %s; name a run directory with run(...)"
              .formatted(System.getProperty("java.io.tmpdir"), e),
          e);
    }
  }

  Path path() {
    return Paths.in(parent, "run");
  }

  @Override
  public void close() {
    try {
      FileSystems.of(hadoop, parent).delete(parent, true);
    } catch (IOException e) {
      LOG.warn("cannot remove {}: {}", parent, e.toString());
    }
  }
}
