package io.boltzspark.jobs.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The file {@code boltz-reference.conf}: every key, its default and what it means. */
public final class Reference {
  private static final String RESOURCE = "boltz-reference.conf";
  private static final Config CONFIG =
      ConfigFactory.parseResources(
              Reference.class.getClassLoader(),
              RESOURCE,
              ConfigParseOptions.defaults().setAllowMissing(false))
          .resolve();
  private static final Map<String, ConfigValue> LEAVES = leavesInFileOrder();

  private Reference() {}

  /** All defaults. */
  public static Config config() {
    return CONFIG;
  }

  /** The full path of every setting, in the file's order. */
  public static Set<String> keys() {
    return LEAVES.keySet();
  }

  /**
   * The default as the file writes it, e.g. {@code 0.001}, {@code pcd}, {@code 120 s} or {@code
   * ""}.
   */
  public static String defaultText(String key) {
    return isList(key) || leaf(key).unwrapped().equals("")
        ? leaf(key).render(ConfigRenderOptions.concise())
        : CONFIG.getString(key); // keeps a number as it is written
  }

  /** What the setting means: the comment above it, on one line. */
  public static String meaning(String key) {
    List<String> comments = leaf(key).origin().comments();
    return comments.stream().map(String::strip).collect(Collectors.joining(" "));
  }

  /** Whether the setting holds a list, which the command line may write as {@code a,b,c}. */
  static boolean isList(String key) {
    return leaf(key).unwrapped() instanceof List<?>;
  }

  /** Whether the setting holds a word or another text. */
  static boolean isText(String key) {
    return leaf(key).unwrapped() instanceof String;
  }

  /** Whether the setting is on or off, so that its option takes no value. */
  public static boolean isSwitch(String key) {
    return leaf(key).unwrapped() instanceof Boolean;
  }

  /** Whether the value is a default, which nobody changed. */
  static boolean isOriginOf(ConfigValue value) {
    return RESOURCE.equals(value.origin().resource());
  }

  private static ConfigValue leaf(String key) {
    ConfigValue value = LEAVES.get(key);
    if (value == null) {
      throw new IllegalArgumentException("no such setting: " + key);
    }
    return value;
  }

  private static Map<String, ConfigValue> leavesInFileOrder() {
    Map<String, ConfigValue> found = leaves(CONFIG.root());
    Map<String, ConfigValue> ordered = new LinkedHashMap<>();
    found.entrySet().stream()
        .sorted(Comparator.comparingInt(entry -> entry.getValue().origin().lineNumber()))
        .forEach(entry -> ordered.put(entry.getKey(), entry.getValue()));
    return ordered;
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
