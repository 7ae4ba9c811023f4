package io.boltzspark.jobs.retrain.registry;

import com.fasterxml.jackson.databind.JsonNode;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.files.FileSystems;
import java.nio.file.Files;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Names that become parts of paths in a registry; none may lead out of it. */
public final class Names {
  private static final int LONGEST = 100;
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]*");
  private static final Pattern PARTITION = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.=%-]*");
  private static final Pattern VERSION = Pattern.compile("v?([0-9]{1,6})");
  private static final String ALLOWED =
      "ASCII letters and digits, '_', '-' and '.', not beginning with '.' or '-', 1 to "
          + LONGEST
          + " characters";

  private Names() {}

  /** Whether {@link #require} would accept it. */
  static boolean isAllowed(String name) {
    return name.length() <= LONGEST && NAME.matcher(name).matches();
  }

  /**
   * Returns the name itself.
   *
   * @param option its source, named in the error message
   * @throws BoltzException with this code when it has invalid characters, none, or too many
   */
  public static String require(String name, String option, ExitCode code) {
    require(name, NAME, option, code);
    return name;
  }

  private static void require(String name, Pattern pattern, String option, ExitCode code) {
    if (name.length() > LONGEST || !pattern.matcher(name).matches()) {
      String shown = name.length() > LONGEST ? name.substring(0, LONGEST) + "..." : name;
      throw new BoltzException(
          code,
          "%s '%s' is invalid: expected %s%s"
              .formatted(
                  option, printable(shown), ALLOWED, pattern == PARTITION ? ", '=' or '%'" : ""));
    }
  }

  /**
   * Returns the name of a delivery: as {@link #require}, but also with {@code =} and {@code %},
   * which partitions have ({@code day=2026-11-21}), and on several levels with {@code /} between
   * them.
   *
   * @throws BoltzException BAD_INPUT when it is invalid
   */
  public static String requireDelivery(String name, String source) {
    for (String level : name.split("/", -1)) {
      require(level, PARTITION, source, ExitCode.BAD_INPUT);
    }
    return name;
  }

  /** Whether a path is a symbolic link; of Hadoop's file systems, only the local one has links. */
  static boolean isLink(FileSystem fs, Path path) {
    return FileSystems.local(fs, path).filter(Files::isSymbolicLink).isPresent();
  }

  /**
   * @throws BoltzException BAD_INPUT when a path within a registry is a link: a run must write and
   *     delete only in the registry itself
   */
  static void requireNoLink(FileSystem fs, Path path) {
    if (isLink(fs, path)) {
      throw new BoltzException(
          ExitCode.BAD_INPUT,
          path
              + " is a symbolic link, which may lead out of the registry; replace it by a"
              + " directory");
    }
  }

  /** {@code v0012} for 12. */
  public static String ofVersion(int version) {
    return "v%04d".formatted(version);
  }

  /** The names of several versions. */
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
          "'%s' is not a version: expected a number from 1 to 999999, such as v0003 or 3, or champion; see boltz models list"
              .formatted(printable(shown)));
    }
    return Integer.parseInt(matcher.group(1));
  }

  /** Keeps a message on one line, whatever it quotes. */
  private static String printable(String text) {
    return text.replaceAll("\\p{Cntrl}", "?");
  }
}
