package io.boltzspark.spark;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.Causes;
import io.boltzspark.errors.ExitCode;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The error when a process of Spark's cannot load a native library from its temporary directory.
 * The driver's own is checked before work starts; those of executors show in their first task.
 */
public final class LibraryFailure {
  private static final String BY_JAVA = "UnsatisfiedLinkError";

  /** As Java, zstd-jni and snappy-java say it, also in the text of a task's failure. */
  private static final List<String> WORDS =
      List.of(BY_JAVA, "Cannot unpack lib", "FAILED_TO_LOAD_NATIVE_LIBRARY");

  /** A line of an exception's text without the classes of exceptions before the reason. */
  private static final Pattern REASON =
      Pattern.compile("(?:.*?\\b[\\w.$]+(?:Error|Exception): )?(.*?)(?: \\[in thread .*)?");

  private static final Pattern LIBRARY =
      Pattern.compile("(/[^:\"\\n]*)/[^/:\\s]+\\.(?:so|dylib|jnilib)\\b");

  private LibraryFailure() {}

  /**
   * The error to throw if one of the causes is a library that could not be loaded.
   *
   * @return an error of kind ENVIRONMENT that names the directory if the reason does
   */
  public static Optional<BoltzException> of(Throwable thrown) {
    return Causes.chain(thrown).stream()
        .flatMap(cause -> cause.toString().lines())
        .filter(line -> WORDS.stream().anyMatch(line::contains))
        .findFirst()
        .map(line -> new BoltzException(ExitCode.ENVIRONMENT, message(line), thrown));
  }

  private static String message(String line) {
    Matcher library = LIBRARY.matcher(line);
    String place = library.find() ? library.group(1) : "its temporary directory";
    Matcher reason = REASON.matcher(line.substring(Math.max(0, line.indexOf(BY_JAVA))).strip());
    return "a process of Spark's could not load a native library from "
        + place
        + (reason.matches() ? " (" + reason.group(1) + ")" : "")
        + "; that directory must exist, allow execution (not be mounted noexec) and have 64 MiB of"
        + " room. Choose another for executors with --conf"
        + " spark.executor.extraJavaOptions=-Djava.io.tmpdir=DIR, for the driver with TMPDIR=DIR";
  }
}
