package io.boltzspark.jobs.retrain.registry;

import com.fasterxml.jackson.databind.JsonNode;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import java.nio.file.Files;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/** The names that become parts of paths in a registry: nothing that could lead out of it. */
public final class Names {
  private static final int LONGEST = 100;
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]*");
  private static final Pattern VERSION = Pattern.compile("v?([0-9]{1,6})");
  private static final String ALLOWED =
      "letters and digits of ASCII, '_', '-' and '.', not a '.' or '-' first, 1 to "
          + LONGEST
          + " characters";

  private Names() {}

  /** Whether {@link #require} would take it. */
  static boolean isAllowed(String name) {
    return name.length() <= LONGEST && NAME.matcher(name).matches();
  }

  /**
   * The name itself.
   *
   * @param option what gave it, for the message
   * @throws BoltzException of this code when it has other characters, none, or too many
   */
  public static String require(String name, String option, ExitCode code) {
    if (!isAllowed(name)) {
      String shown = name.length() > LONGEST ? name.substring(0, LONGEST) + "..." : name;
      throw new BoltzException(
          code, "%s '%s': allowed are %s".formatted(option, printable(shown), ALLOWED));
    }
    return name;
  }

  /** Whether a path is a symbolic link; of Hadoop's file systems only the local one has any. */
  static boolean isLink(FileSystem fs, Path path) {
    return fs instanceof RawLocalFileSystem local
        && Files.isSymbolicLink(local.pathToFile(path).toPath());
  }

  /**
   * @throws BoltzException BAD_INPUT when a path within a registry is a link, which may lead
   *     anywhere: what a run writes and deletes lies in the registry itself
   */
  static void requireNoLink(FileSystem fs, Path path) {
    if (isLink(fs, path)) {
      throw new BoltzException(
          ExitCode.BAD_INPUT,
          path + " is a symbolic link, and may lead out of the registry; put a directory there");
    }
  }

  /** {@code v0012} for 12. */
  public static String ofVersion(int version) {
    return "v%04d".formatted(version);
  }

  /** Those of several versions. */
  public static List<String> ofVersions(Collection<Integer> versions) {
    return versions.stream().map(Names::ofVersion).toList();
  }

  /** The version that a record names; empty where it names none. */
  public static Optional<Integer> version(JsonNode name) {
    return name.isTextual() ? Optional.of(version(name.asText())) : Optional.empty();
  }

  /**
   * The number of a version, given as {@code v0012}, {@code v12} or {@code 12}.
   *
   * @throws BoltzException USAGE when it is anything else
   */
  public static int version(String text) {
    var matcher = VERSION.matcher(text);
    if (!matcher.matches() || Integer.parseInt(matcher.group(1)) == 0) {
      String shown = text.length() > LONGEST ? text.substring(0, LONGEST) + "..." : text;
      throw new BoltzException(
          ExitCode.USAGE,
          "'%s' is no version: allowed is a number from 1 to 999999, as in v0003 or 3, or champion; see boltz models list"
              .formatted(printable(shown)));
    }
    return Integer.parseInt(matcher.group(1));
  }

  /** A message is one line, whatever it quotes. */
  private static String printable(String text) {
    return text.replaceAll("\\p{Cntrl}", "?");
  }
}
