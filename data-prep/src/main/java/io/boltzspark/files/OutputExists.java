package io.boltzspark.files;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import org.apache.hadoop.fs.Path;

/** What is said of an output that is there already; every error is one of OUTPUT_EXISTS. */
public final class OutputExists {
  private OutputExists() {}

  /** It would be replaced, if that was asked for. */
  public static BoltzException replaceable(Path out) {
    return replaceable(out, "or give --overwrite to replace it");
  }

  /**
   * There is more than one way to go on with it.
   *
   * @param ways what else than to choose another name, in the imperative
   */
  public static BoltzException replaceable(Path out, String ways) {
    return error("the output %s exists; choose another name, %s".formatted(out, ways));
  }

  /** A directory is to be made where a file is. */
  public static BoltzException isFile(Path out) {
    return error("the output %s is a file; choose another --out".formatted(out));
  }

  /**
   * It is not what {@code --overwrite} replaces.
   *
   * @param marker the file by which that would be known
   */
  public static BoltzException isSomethingElse(Path out, String marker) {
    return error(
        "the output %s has no %s, so --overwrite does not replace it; choose another --out"
            .formatted(out, marker));
  }

  private static BoltzException error(String message) {
    return new BoltzException(ExitCode.OUTPUT_EXISTS, message);
  }
}
