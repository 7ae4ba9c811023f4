package io.boltzspark.dataprep;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.files.FileSystems;
import io.boltzspark.files.OutputExists;
import io.boltzspark.files.Paths;
import io.boltzspark.files.Unfinished;
import io.boltzspark.files.WritePermission;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Refuses, before any work, an output that cannot be written or must not be replaced. */
final class PrepareOutput {
  private PrepareOutput() {}

  /**
   * Checks that the output can be written and that it may be replaced if it exists.
   *
   * @throws BoltzException OUTPUT_EXISTS when it exists and must not be replaced; BAD_CONFIGURATION
   *     when it contains a source; ENVIRONMENT when it cannot be written
   */
  static void check(Configuration hadoop, Path output, List<Path> sources, boolean overwrite) {
    FileSystem fs = FileSystems.of(hadoop, output);
    Path target = fs.makeQualified(output);
    for (Path source : sources) {
      Path p = FileSystems.of(hadoop, source).makeQualified(source);
      for (; p != null; p = p.getParent()) {
        if (p.equals(target)) {
          throw new BoltzException(
              ExitCode.BAD_CONFIGURATION,
              "the output " + output + " contains the source " + source + "; choose another --out");
        }
      }
    }
    try {
      WritePermission.require(fs, beside(target));
      if (!fs.exists(target)) {
        return;
      }
      if (!overwrite) {
        throw OutputExists.replaceable(output);
      }
      FileStatus[] content = fs.listStatus(target);
      if (content.length > 0
          && !fs.exists(Paths.in(target, Manifest.FILE_NAME))
          && !Unfinished.isIn(fs, target)) {
        throw OutputExists.isSomethingElse(output, Manifest.FILE_NAME);
      }
    } catch (IOException e) {
      throw new BoltzException(
          ExitCode.ENVIRONMENT, "cannot access the output " + output + ": " + e, e);
    }
  }

  /** Where the output is staged. */
  private static Path beside(Path target) {
    return target.getParent() == null ? target : target.getParent();
  }
}
