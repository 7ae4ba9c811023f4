package io.boltzspark.jobs.actions;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.files.FileSystems;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Refuses, before any work, what must not be replaced. */
final class Outputs {
  private Outputs() {}

  /**
   * @throws BoltzException OUTPUT_EXISTS when there is a file and {@code overwrite} is false, or a
   *     directory; ENVIRONMENT when it cannot be told
   */
  static void requireFreeFile(Configuration hadoop, Path out, boolean overwrite) {
    FileSystem fs = FileSystems.of(hadoop, out);
    try {
      if (!fs.exists(out)) {
        return;
      }
      if (fs.getFileStatus(out).isDirectory()) {
        throw new BoltzException(
            ExitCode.OUTPUT_EXISTS,
            "the output " + out + " is a directory; let --out name a file, such as samples.png");
      }
      if (!overwrite) {
        throw new BoltzException(
            ExitCode.OUTPUT_EXISTS,
            "the output " + out + " is there already; choose another --out or give --overwrite");
      }
    } catch (IOException e) {
      throw cannotLook(out, e);
    }
  }

  /**
   * @throws BoltzException OUTPUT_EXISTS when there is a directory with something in it and {@code
   *     overwrite} is false, or a file; ENVIRONMENT when it cannot be told
   */
  static void requireFreeDirectory(Configuration hadoop, Path out, boolean overwrite) {
    FileSystem fs = FileSystems.of(hadoop, out);
    try {
      if (!fs.exists(out)) {
        return;
      }
      if (!fs.getFileStatus(out).isDirectory()) {
        throw new BoltzException(
            ExitCode.OUTPUT_EXISTS, "the output " + out + " is a file; choose another --out");
      }
      if (!overwrite && fs.listStatus(out).length > 0) {
        throw new BoltzException(
            ExitCode.OUTPUT_EXISTS,
            "the output " + out + " is not empty; choose another --out or give --overwrite");
      }
    } catch (IOException e) {
      throw cannotLook(out, e);
    }
  }

  private static BoltzException cannotLook(Path out, IOException e) {
    return new BoltzException(
        ExitCode.ENVIRONMENT, "cannot look at --out " + out + ": " + e.getMessage(), e);
  }
}
