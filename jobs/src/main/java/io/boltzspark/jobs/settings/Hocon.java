package io.boltzspark.jobs.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.files.FileSystems;
import io.boltzspark.files.Paths;
import io.boltzspark.files.WholeFiles;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Reads HOCON, from any of Hadoop's file systems, and without includes. */
public final class Hocon {
  private static final long LARGEST_FILE = 1 << 20;

  /** The parser's work grows with the square of the words of a line. */
  private static final int LONGEST_LINE = 3000;

  private Hocon() {}

  /**
   * Reads a file.
   *
   * @param option the option that named it, for the message
   * @throws BoltzException BAD_INPUT when it is missing, BAD_CONFIGURATION when it is not HOCON
   */
  public static Config read(Configuration hadoop, String location, String option) {
    byte[] content;
    try {
      Path path = Paths.of(location);
      content = WholeFiles.read(FileSystems.of(hadoop, path), path, LARGEST_FILE);
    } catch (BoltzException | IllegalArgumentException e) {
      throw new BoltzException(
          ExitCode.BAD_INPUT,
          "cannot read the configuration '%s': %s; change %s"
              .formatted(location, e.getMessage(), option),
          e);
    }
    return parse(new String(content, StandardCharsets.UTF_8), location);
  }

  /**
   * @param origin what messages call it, usually a path
   * @throws BoltzException BAD_CONFIGURATION when it is not HOCON, includes another file, has
   *     substitutions or a line of more than {@value #LONGEST_LINE} characters
   */
  static Config parse(String text, String origin) {
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      if (line.length() > LONGEST_LINE) {
        throw new BoltzException(
            ExitCode.BAD_CONFIGURATION,
            "%s: line %d has %d characters, but at most %d are allowed; write long lists on several lines"
                .formatted(origin, number, line.length(), LONGEST_LINE));
      }
    }
    try {
      ConfigParseOptions options =
          ConfigParseOptions.defaults()
              .setOriginDescription(origin)
              .setIncluder(new RefusingIncluder(origin));
      Config parsed = ConfigFactory.parseString(text, options);
      if (!parsed.isResolved()) {
        // Substitutions would read the environment, which holds secrets, and could double a text
        // endlessly.
        throw new BoltzException(
            ExitCode.BAD_CONFIGURATION,
            "%s: substitutions such as ${key} are not supported; write the value itself"
                .formatted(origin));
      }
      return parsed;
    } catch (ConfigException e) {
      throw new BoltzException(ExitCode.BAD_CONFIGURATION, "invalid HOCON: " + e.getMessage(), e);
    } catch (StackOverflowError e) {
      throw new BoltzException(
          ExitCode.BAD_CONFIGURATION, "%s: invalid HOCON: nested too deeply".formatted(origin));
    }
  }
}
