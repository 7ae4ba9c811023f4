package io.boltzspark.jobs.settings;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.OptionalInt;

/** The settings that a model was trained with, as its description keeps them. */
public final class DescribedSettings {
  private static final String FIELD = "configuration";

  private final JsonNode values;

  private DescribedSettings(JsonNode values) {
    this.values = values;
  }

  /** Adds settings to the description of a model. */
  public static void put(Settings settings, Map<String, Object> description) {
    description.put(FIELD, settings.resolved().root().unwrapped());
  }

  /** The settings in a model's description, which need not have any. */
  public static DescribedSettings of(JsonNode description) {
    return new DescribedSettings(description.path(FIELD));
  }

  /** {@code learning.chains}; empty where it is not recorded. */
  public OptionalInt chains() {
    return number(SettingOption.CHAINS);
  }

  /** {@code learning.k}; empty where it is not recorded. */
  public OptionalInt sweeps() {
    return number(SettingOption.K);
  }

  private OptionalInt number(SettingOption option) {
    JsonNode value = values;
    for (String name : option.key().split("[.]")) {
      value = value.path(name);
    }
    return value.isNumber() ? OptionalInt.of(value.asInt()) : OptionalInt.empty();
  }
}
