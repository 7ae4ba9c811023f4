package io.boltzspark.jobs.report;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import io.boltzspark.jobs.settings.Reference;
import io.boltzspark.jobs.settings.Settings;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Settings as texts for comparison. */
final class SettingTexts {
  private SettingTexts() {}

  /** A value as in a configuration file, with words unquoted. */
  static String text(Settings settings, String key) {
    return text(settings.resolved(), key);
  }

  private static String text(Config resolved, String key) {
    ConfigValue value = resolved.getValue(key);
    return value.unwrapped() instanceof String word && !word.isEmpty()
        ? word
        : value.render(ConfigRenderOptions.concise());
  }

  /** The keys whose values differ between these settings, in the reference's order. */
  static Set<String> differing(List<Settings> all) {
    List<Config> resolved = all.stream().map(Settings::resolved).toList();
    Set<String> keys = new LinkedHashSet<>();
    for (String key : Reference.keys()) {
      if (resolved.stream().map(config -> text(config, key)).distinct().count() > 1) {
        keys.add(key);
      }
    }
    return keys;
  }
}
