package io.boltzspark.jobs.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigValue;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.files.FileSystems;
import io.boltzspark.files.WholeFiles;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Lays the sources of settings over one another: what the command line says wins over a file, which
 * wins over {@link Reference}. Within the command line a setting may be given once only, since
 * otherwise the order of the words would decide.
 */
public final class SettingsLayers {
  private static final long LARGEST_FILE = 1 << 20;

  private final Set<String> given = new TreeSet<>();
  private Config commandLine = ConfigFactory.empty();
  private Config file = ConfigFactory.empty();

  /**
   * Reads a file of HOCON, which may hold any subset of the keys.
   *
   * @throws BoltzException BAD_INPUT when it is missing, BAD_CONFIGURATION when it is not HOCON or
   *     has an unknown key
   */
  public SettingsLayers file(Configuration hadoop, String location) {
    byte[] content;
    try {
      Path path = new Path(location);
      content = WholeFiles.read(FileSystems.of(hadoop, path), path, LARGEST_FILE);
    } catch (BoltzException | IllegalArgumentException e) {
      throw new BoltzException(
          ExitCode.BAD_INPUT,
          "cannot read the configuration '%s': %s; change --config"
              .formatted(location, e.getMessage()),
          e);
    }
    return text(new String(content, StandardCharsets.UTF_8), location);
  }

  /**
   * Takes HOCON that was read already for the file.
   *
   * @param origin what messages call it, usually a path
   * @throws BoltzException BAD_CONFIGURATION when it is not HOCON or has an unknown key
   */
  public SettingsLayers text(String hocon, String origin) {
    file = parse(hocon, origin);
    refuseUnknown(file);
    return this;
  }

  /** A setting of the command line, as {@code key=value}. */
  public SettingsLayers set(String assignment) {
    int equals = assignment.indexOf('=');
    if (equals < 1) {
      throw new BoltzException(
          ExitCode.USAGE,
          "--set %s: expected key=value, e.g. --set learning.k=5".formatted(assignment));
    }
    String key = assignment.substring(0, equals).strip();
    return put(key, assignment.substring(equals + 1).strip(), "--set " + key);
  }

  /** A setting of the command line that has its own option. */
  public SettingsLayers option(SettingOption option, String value) {
    return put(option.key(), value, option.option());
  }

  /**
   * All settings.
   *
   * @throws BoltzException BAD_CONFIGURATION at the first impossible value
   */
  public Settings settings() {
    return SettingsReader.read(commandLine.withFallback(file).withFallback(Reference.config()));
  }

  /**
   * A setting of the command line that comes from elsewhere than {@code --set} or its own option.
   *
   * @param text as {@code --set} would take it
   * @param origin what messages call it
   * @throws BoltzException BAD_CONFIGURATION when the key is unknown, or the text not HOCON; USAGE
   *     when the setting was given before
   */
  public SettingsLayers put(String key, String text, String origin) {
    refuseUnknown(key);
    if (!given.add(key)) {
      throw new BoltzException(
          ExitCode.USAGE, "%s is given more than once; keep one".formatted(key));
    }
    ConfigValue value = parse("v = " + CommandLineValue.hocon(key, text), origin).root().get("v");
    commandLine = commandLine.withValue(key, value);
    return this;
  }

  private static Config parse(String text, String origin) {
    try {
      ConfigParseOptions options =
          ConfigParseOptions.defaults()
              .setOriginDescription(origin)
              .setIncluder(new RefusingIncluder(origin));
      return ConfigFactory.parseString(text, options).resolve();
    } catch (ConfigException e) {
      throw new BoltzException(ExitCode.BAD_CONFIGURATION, "not valid HOCON: " + e.getMessage(), e);
    }
  }

  private static void refuseUnknown(Config config) {
    Reference.leaves(config.root()).keySet().forEach(SettingsLayers::refuseUnknown);
  }

  private static void refuseUnknown(String key) {
    if (Reference.keys().contains(key)) {
      return;
    }
    List<String> within =
        Reference.keys().stream().filter(known -> known.startsWith(key + ".")).toList();
    String remedy =
        within.isEmpty()
            ? NearestWord.hint(key, Reference.keys())
            : ". It is a section with the keys " + String.join(", ", within);
    throw new BoltzException(
        ExitCode.BAD_CONFIGURATION,
        "unknown configuration key '%s'%s (all keys: boltz train --help)".formatted(key, remedy));
  }
}
