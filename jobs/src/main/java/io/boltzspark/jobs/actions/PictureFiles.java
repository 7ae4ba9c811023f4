package io.boltzspark.jobs.actions;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.files.FileSystems;
import io.boltzspark.files.Paths;
import io.boltzspark.files.WholeFiles;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Files with pictures: their formats, by the ends of their names, and how they are written. */
public final class PictureFiles {
  private PictureFiles() {}

  /**
   * @throws BoltzException USAGE when the name does not end in {@code .png}
   */
  public static void requirePng(String out) {
    if (!isNamed(out, ".png")) {
      throw new BoltzException(
          ExitCode.USAGE,
          "the output %s: this picture is written as PNG; choose a name that ends in .png"
              .formatted(out));
    }
  }

  public static boolean isGif(String out) {
    return isNamed(out, ".gif");
  }

  private static boolean isNamed(String out, String end) {
    return out.toLowerCase(Locale.ROOT).endsWith(end);
  }

  /** Writes a picture, which appears whole. */
  public static void write(Configuration hadoop, String out, byte[] picture) {
    Path path = Paths.of(out);
    WholeFiles.write(FileSystems.of(hadoop, path), path, picture);
  }
}
