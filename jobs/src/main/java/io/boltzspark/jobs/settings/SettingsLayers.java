package io.boltzspark.jobs.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValue;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;

/**
 * Combines the sources of settings: the command line takes precedence over a file, and a file over
 * {@link Reference}. The command line may give a setting only once, because otherwise the order of
 * its words would decide.
 */
public final class SettingsLayers {
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
    return file(Hocon.read(hadoop, location, "--config"));
  }

  /**
   * Takes keys that have already been read, in place of a file.
   *
   * @throws BoltzException BAD_CONFIGURATION when one is unknown
   */
  public SettingsLayers file(Config keys) {
    Reference.FILE.refuseUnknown(keys);
    file = keys;
    return this;
  }

  /**
   * Takes HOCON that has already been read, in place of a file.
   *
   * @param origin what messages call it, usually a path
   * @throws BoltzException BAD_CONFIGURATION when it is not HOCON or has an unknown key
   */
  public SettingsLayers text(String hocon, String origin) {
    return file(Hocon.parse(hocon, origin));
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
   * @throws BoltzException BAD_CONFIGURATION at the first invalid value
   */
  public Settings settings() {
    return SettingsReader.read(commandLine.withFallback(file).withFallback(Reference.config()));
  }

  /**
   * A setting of the command line from a source other than {@code --set} or its own option.
   *
   * @param text as {@code --set} would take it
   * @param origin what messages call it
   * @throws BoltzException BAD_CONFIGURATION when the key is unknown, or the text not HOCON; USAGE
   *     when the setting was given before
   */
  public SettingsLayers put(String key, String text, String origin) {
    Reference.FILE.refuseUnknown(key);
    if (!given.add(key)) {
      throw new BoltzException(
          ExitCode.USAGE, "%s is given more than once; keep one of them".formatted(key));
    }
    ConfigValue value =
        Hocon.parse("v = " + CommandLineValue.hocon(key, text), origin).root().get("v");
    commandLine = commandLine.withValue(key, value);
    return this;
  }
}
