package io.boltzspark.jobs.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import java.util.Map;
import java.util.Set;

/** The file {@code boltz-reference.conf}: every key of a training. */
public final class Reference {
  /** The file itself. */
  public static final ReferenceFile FILE = new ReferenceFile("boltz-reference.conf", "train");

  private Reference() {}

  /** All defaults. */
  public static Config config() {
    return FILE.config();
  }

  /** The full path of every setting, in the file's order. */
  public static Set<String> keys() {
    return FILE.keys();
  }

  /**
   * @see ReferenceFile#defaultText
   */
  public static String defaultText(String key) {
    return FILE.defaultText(key);
  }

  /**
   * @see ReferenceFile#meaning
   */
  public static String meaning(String key) {
    return FILE.meaning(key);
  }

  static boolean isList(String key) {
    return FILE.isList(key);
  }

  static boolean isText(String key) {
    return FILE.isText(key);
  }

  /** Whether the setting is on or off, so that its option takes no value. */
  public static boolean isSwitch(String key) {
    return FILE.isSwitch(key);
  }

  static Map<String, ConfigValue> leaves(ConfigObject root) {
    return ReferenceFile.leaves(root);
  }
}
