package io.boltzspark.jobs.sweep;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import java.util.ArrayList;
import java.util.List;

/**
 * A setting and the values that a sweep gives it.
 *
 * @param key its full path, such as {@code learning.k}; not validated here
 * @param values in the format of {@code --set}, at least one
 */
public record Variation(String key, List<String> values) {

  public Variation {
    values = List.copyOf(values);
  }

  /**
   * Reads {@code key=value,value,...}. Commas within brackets or double quotes belong to a value,
   * so that lists can be given as {@code [784,200],[784,500]} or {@code "784,200","784,500"}.
   *
   * @throws BoltzException USAGE when it has another form or no value
   */
  public static Variation parse(String text) {
    int equals = text.indexOf('=');
    if (equals < 1) {
      throw wrong(text, "expected key=value,value, e.g. --vary learning.k=1,5");
    }
    String key = text.substring(0, equals).strip();
    String list = text.substring(equals + 1);
    if (list.isBlank()) {
      throw wrong(text, "expected at least one value, e.g. --vary " + key + "=VALUE,VALUE");
    }
    List<String> values = new ArrayList<>();
    for (String value : split(text, list)) {
      if (value.isEmpty()) {
        throw wrong(text, "a value next to a comma is missing; write an empty value as \"\"");
      }
      values.add(unquoted(value));
    }
    return new Variation(key, values);
  }

  private static List<String> split(String text, String list) {
    List<String> parts = new ArrayList<>();
    boolean quoted = false;
    int depth = 0;
    int begin = 0;
    for (int i = 0; i < list.length(); i++) {
      char c = list.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (!quoted && c == '[') {
        depth++;
      } else if (!quoted && c == ']') {
        depth--;
      } else if (!quoted && depth == 0 && c == ',') {
        parts.add(list.substring(begin, i).strip());
        begin = i + 1;
      }
    }
    if (quoted || depth != 0) {
      throw wrong(text, quoted ? "a double quote is not closed" : "brackets do not match");
    }
    parts.add(list.substring(begin).strip());
    return parts;
  }

  private static String unquoted(String value) {
    int last = value.length() - 1;
    boolean whole = last > 0 && value.startsWith("\"") && value.indexOf('"', 1) == last;
    return whole ? value.substring(1, last) : value;
  }

  private static BoltzException wrong(String text, String reason) {
    return new BoltzException(ExitCode.USAGE, "--vary %s: %s".formatted(text, reason));
  }
}
