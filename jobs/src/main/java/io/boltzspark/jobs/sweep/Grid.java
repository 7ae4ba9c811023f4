package io.boltzspark.jobs.sweep;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** All combinations of the values of some settings. */
public final class Grid {
  /** More runs than this are assumed to be a mistake. */
  private static final int MOST_RUNS = 10_000;

  /** The most characters of a value in a run's name: file systems limit names to 255 bytes. */
  private static final int LONGEST_VALUE = 40;

  private static final int LONGEST_NAME = 200;

  private Grid() {}

  /**
   * One combination.
   *
   * @param name of its run, unique within the grid and valid as a directory name
   * @param values by key, in the order in which they are varied
   */
  public record Point(String name, Map<String, String> values) {}

  /**
   * Every combination; the values of the last setting change fastest.
   *
   * @throws BoltzException USAGE when a setting is varied twice, or there are too many combinations
   */
  public static List<Point> of(List<Variation> variations) {
    refuseRepetition(variations);
    long runs = variations.stream().mapToLong(v -> v.values().size()).reduce(1, Grid::product);
    if (runs > MOST_RUNS) {
      throw new BoltzException(
          ExitCode.USAGE,
          "the values of --vary give more than %d runs; give fewer values".formatted(MOST_RUNS));
    }
    List<Map<String, String>> combinations = List.of(Map.of());
    for (Variation variation : variations) {
      List<Map<String, String>> longer = new ArrayList<>();
      for (Map<String, String> combination : combinations) {
        for (String value : variation.values()) {
          Map<String, String> extended = new LinkedHashMap<>(combination);
          extended.put(variation.key(), value);
          longer.add(extended);
        }
      }
      combinations = longer;
    }
    return named(combinations);
  }

  private static void refuseRepetition(List<Variation> variations) {
    Set<String> seen = new HashSet<>();
    for (Variation variation : variations) {
      if (!seen.add(variation.key())) {
        throw new BoltzException(
            ExitCode.USAGE,
            "%s is varied twice; give all its values in one --vary".formatted(variation.key()));
      }
    }
  }

  /** A product that cannot overflow, since it stops above the limit. */
  private static long product(long a, long b) {
    return a > MOST_RUNS ? a : a * b;
  }

  private static List<Point> named(List<Map<String, String>> combinations) {
    Set<String> taken = new HashSet<>();
    List<Point> points = new ArrayList<>();
    for (Map<String, String> values : combinations) {
      String name = name(values);
      String free = name;
      // Values that differ only in characters that a name cannot have.
      for (int i = 2; !taken.add(free); i++) {
        free = name + "~" + i;
      }
      points.add(new Point(free, values));
    }
    return points;
  }

  private static String name(Map<String, String> values) {
    String name =
        values.entrySet().stream()
            .map(setting -> shortKey(setting.getKey()) + "=" + inName(setting.getValue()))
            .collect(Collectors.joining(","));
    return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME);
  }

  /** A key without the section names shared by nearly all keys. */
  static String shortKey(String key) {
    return key.replaceFirst("^(learning|model)\\.", "");
  }

  /**
   * A value without characters that are special in paths; a list's entries are joined as in
   * 784-500.
   */
  private static String inName(String value) {
    String plain = value.replaceAll("[\\[\\]\"\\s]", "").replaceAll("[^A-Za-z0-9._+-]+", "-");
    String shown = plain.isEmpty() ? "empty" : plain;
    return shown.length() <= LONGEST_VALUE ? shown : shown.substring(0, LONGEST_VALUE);
  }
}
