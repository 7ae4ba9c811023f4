package io.boltzspark.jobs.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.jobs.console.ShellCommand;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A file in the jar that lists every key of a kind of configuration with its default and meaning.
 */
public final class ReferenceFile {
  private final String resource;
  private final String command;
  private final Config config;
  private final Map<String, ConfigValue> leaves = new LinkedHashMap<>();

  /**
   * @param resource at the root of the class path
   * @param command the command whose help explains every key
   */
  public ReferenceFile(String resource, String command) {
    this.resource = resource;
    this.command = command;
    this.config =
        ConfigFactory.parseResources(
                ReferenceFile.class.getClassLoader(),
                resource,
                ConfigParseOptions.defaults().setAllowMissing(false))
            .resolve();
    leaves(config.root()).entrySet().stream()
        .sorted(Comparator.comparingInt(entry -> entry.getValue().origin().lineNumber()))
        .forEach(entry -> leaves.put(entry.getKey(), entry.getValue()));
  }

  /** All defaults. */
  public Config config() {
    return config;
  }

  /** The full path of every setting, in the file's order. */
  public Set<String> keys() {
    return leaves.keySet();
  }

  /**
   * The default as the file writes it, e.g. {@code 0.001}, {@code pcd}, {@code 120 s} or {@code
   * ""}.
   */
  public String defaultText(String key) {
    if (leaf(key) instanceof ConfigList list) {
      // With blanks, so that help can wrap a long one.
      return list.stream()
          .map(value -> value.render(ConfigRenderOptions.concise()))
          .collect(Collectors.joining(", ", "[", "]"));
    }
    return leaf(key).unwrapped().equals("")
        ? leaf(key).render(ConfigRenderOptions.concise())
        : config.getString(key); // keeps a number as it is written
  }

  /** What the setting means: the comment above it, on one line. */
  public String meaning(String key) {
    List<String> comments = leaf(key).origin().comments();
    return comments.stream().map(String::strip).collect(Collectors.joining(" "));
  }

  /** Whether the setting holds a list, which the command line may write as {@code a,b,c}. */
  boolean isList(String key) {
    return leaf(key).unwrapped() instanceof List<?>;
  }

  /** Whether the setting holds a word or another text. */
  boolean isText(String key) {
    return leaf(key).unwrapped() instanceof String;
  }

  /** Whether the setting is on or off, so that its option takes no value. */
  boolean isSwitch(String key) {
    return leaf(key).unwrapped() instanceof Boolean;
  }

  /** Whether the value is a default, which nobody changed. */
  boolean isOriginOf(ConfigValue value) {
    return resource.equals(value.origin().resource());
  }

  /**
   * @throws BoltzException BAD_CONFIGURATION at the first key that this file does not have; the
   *     message names the nearest that it has
   */
  public void refuseUnknown(Config given) {
    leaves(given.root()).keySet().forEach(this::refuseUnknown);
  }

  void refuseUnknown(String key) {
    if (keys().contains(key)) {
      return;
    }
    List<String> within = keys().stream().filter(known -> known.startsWith(key + ".")).toList();
    String remedy =
        within.isEmpty()
            ? NearestWord.hint(key, keys())
            : ". It is a section with the keys " + String.join(", ", within);
    throw new BoltzException(
        ExitCode.BAD_CONFIGURATION,
        "unknown configuration key '%s'%s (all keys: %s)"
            .formatted(key, remedy, ShellCommand.of(command, "--help")));
  }

  private ConfigValue leaf(String key) {
    ConfigValue value = leaves.get(key);
    if (value == null) {
      throw new IllegalArgumentException("no such setting: " + key);
    }
    return value;
  }

  /**
   * The values below {@code root} that are not objects, nulls included (which {@code
   * Config.entrySet} leaves out), by full path.
   */
  static Map<String, ConfigValue> leaves(ConfigObject root) {
    Map<String, ConfigValue> leaves = new LinkedHashMap<>();
    collect("", root, leaves);
    return leaves;
  }

  private static void collect(String prefix, ConfigObject object, Map<String, ConfigValue> into) {
    object.forEach(
        (name, value) -> {
          String path = prefix + ConfigUtil.joinPath(name);
          if (value instanceof ConfigObject section) {
            collect(path + ".", section, into);
          } else {
            into.put(path, value);
          }
        });
  }
}
