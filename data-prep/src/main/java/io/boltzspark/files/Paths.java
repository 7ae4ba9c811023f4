package io.boltzspark.files;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.Path;

/**
 * Paths as users write them, and the names of what lies in them. Every character stands for itself:
 * there are no patterns, and no escapes. Only a scheme before a slash, as in {@code hdfs:///data},
 * has a meaning; Hadoop alone would also take a directory {@code a:b} for a scheme, and the start
 * of {@code //a/b} for a host.
 */
public final class Paths {
  private static final Pattern URI =
      Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*):(/?).*", Pattern.DOTALL);

  /** Whose paths are often written without the slash that has to follow. */
  private static final Set<String> KNOWN =
      Set.of("file", "hdfs", "webhdfs", "viewfs", "s3", "s3a", "gs", "abfs", "abfss");

  private Paths() {}

  /**
   * The path that a text names.
   *
   * @param text a URI, or a path without a scheme, which belongs to the default file system
   * @throws BoltzException BAD_INPUT when it is empty, or a known scheme without a slash after it
   */
  public static Path of(String text) {
    if (text.isEmpty()) {
      throw bad(
          "a path is empty; give the name of a file or directory (. is the working directory)");
    }
    Matcher uri = URI.matcher(text);
    if (!uri.matches()) {
      return local(text);
    }
    String scheme = uri.group(1);
    if (uri.group(2).isEmpty()) {
      if (KNOWN.contains(scheme)) {
        throw bad(
            "the path %s has no slash after %s: ; write %s:///DIRECTORY/NAME, or ./%s for a file or directory of that name"
                .formatted(text, scheme, scheme, text));
      }
      return local(text);
    }
    try {
      return new Path(text);
    } catch (IllegalArgumentException e) {
      throw new BoltzException(
          ExitCode.BAD_INPUT, "the path %s is invalid: %s".formatted(text, e.getMessage()), e);
    }
  }

  /** The file that Spark names by a URI, in which special characters are escaped. */
  public static Path ofUri(String uri) {
    return new Path(java.net.URI.create(uri));
  }

  /** The file or directory of a name within a directory. */
  public static Path in(Path directory, String name) {
    return new Path(directory, local(name));
  }

  private static Path local(String text) {
    return new Path(null, null, text);
  }

  private static BoltzException bad(String message) {
    return new BoltzException(ExitCode.BAD_INPUT, message);
  }
}
