package io.boltzspark.jobs.reproduce;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.jobs.settings.NearestWord;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/** The keys of an object in a file, each of a given type; others are refused. */
final class Keys {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}");

  private final String file;
  private final String path;
  private final ConfigObject object;

  /**
   * @param file for messages
   * @param path of the object in the file, with a point at its end; empty for the file itself
   * @param known all keys that there may be
   * @throws BoltzException BAD_CONFIGURATION when there is another
   */
  Keys(String file, String path, ConfigObject object, String... known) {
    this.file = file;
    this.path = path;
    this.object = object;
    for (String key : object.keySet()) {
      if (!List.of(known).contains(key)) {
        throw new BoltzException(
            ExitCode.BAD_CONFIGURATION,
            "%s: unknown key '%s%s'%s; allowed here: %s"
                .formatted(
                    file,
                    path,
                    key,
                    NearestWord.hint(key, List.of(known)),
                    String.join(", ", known)));
      }
    }
  }

  boolean has(String key) {
    return object.containsKey(key);
  }

  String text(String key) {
    if (value(key, "text").unwrapped() instanceof String text && !text.isBlank()) {
      return text;
    }
    throw invalid(key, "text in quotes, not empty");
  }

  String name(String key) {
    String name = String.valueOf(value(key, "a name").unwrapped());
    requireName(key, name);
    return name;
  }

  void requireName(String key, String name) {
    if (!NAME.matcher(name).matches()) {
      throw invalid(key, "a name of letters, digits, - and _, at most 64");
    }
  }

  int year(String key) {
    if (value(key, "a year").unwrapped() instanceof Integer year && year > 0) {
      return year;
    }
    throw invalid(key, "a year, such as 2019");
  }

  OptionalDouble number(String key) {
    return has(key)
        ? OptionalDouble.of(finite(key, value(key, "").unwrapped(), "a finite number"))
        : OptionalDouble.empty();
  }

  List<Double> numbers(String key, String allowed) {
    if (!(value(key, allowed).unwrapped() instanceof List<?> entries)) {
      throw invalid(key, allowed);
    }
    return entries.stream().map(entry -> finite(key, entry, allowed)).toList();
  }

  private double finite(String key, Object value, String allowed) {
    if (value instanceof Number number && Double.isFinite(number.doubleValue())) {
      return number.doubleValue();
    }
    throw invalid(key, allowed);
  }

  /** Options; none where the key is left out. */
  Words words(String key) {
    if (!has(key)) {
      return Words.NONE;
    }
    if (!(value(key, "").unwrapped() instanceof String text)) {
      throw invalid(key, "options in one text, such as \"--epochs 2\"");
    }
    try {
      return Words.of(text);
    } catch (IllegalArgumentException e) {
      throw invalid(key, "options in one text, but it has " + e.getMessage());
    }
  }

  List<String> names(String key) {
    String allowed = "a list of names";
    if (value(key, allowed).unwrapped() instanceof List<?> entries
        && !entries.isEmpty()
        && entries.stream().allMatch(String.class::isInstance)) {
      return entries.stream().map(String.class::cast).toList();
    }
    throw invalid(key, allowed);
  }

  ConfigObject object(String key) {
    String allowed = "an object of keys";
    if (value(key, allowed) instanceof ConfigObject section) {
      return section;
    }
    throw invalid(key, allowed);
  }

  /** A list of objects, each with its path; empty where the key is left out. */
  List<Keys> objects(String key, String... known) {
    List<Keys> found = new ArrayList<>();
    if (!has(key)) {
      return found;
    }
    String allowed = "a list of objects";
    if (!(value(key, allowed) instanceof ConfigList entries)) {
      throw invalid(key, allowed);
    }
    for (ConfigValue entry : entries) {
      if (!(entry instanceof ConfigObject one)) {
        throw invalid(key, allowed);
      }
      found.add(new Keys(file, "%s%s[%d].".formatted(path, key, found.size()), one, known));
    }
    return found;
  }

  /** The object of a key, with its path. */
  Keys within(String key, String... known) {
    return new Keys(file, path + key + ".", object(key), known);
  }

  /**
   * The value of a key.
   *
   * @param allowed what it would be
   * @throws BoltzException BAD_CONFIGURATION when it is missing
   */
  ConfigValue value(String key, String allowed) {
    ConfigValue value = object.get(key);
    if (value == null) {
      throw new BoltzException(
          ExitCode.BAD_CONFIGURATION,
          "%s: %s%s is missing: expected %s".formatted(file, path, key, allowed));
    }
    return value;
  }

  /**
   * The error of a value.
   *
   * @param expected follows the word "expected"
   */
  BoltzException invalid(String key, String expected) {
    ConfigValue value = object.get(key);
    return new BoltzException(
        ExitCode.BAD_CONFIGURATION,
        "%s, line %d: %s%s = %s is invalid: expected %s; change it there"
            .formatted(
                file,
                value.origin().lineNumber(),
                path,
                key,
                value.render(ConfigRenderOptions.concise()),
                expected));
  }
}
