package io.boltzspark.jobs.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.DoublePredicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Reads single values of a given type and range. Stricter than {@link Config}, which would make a
 * silent 1 of {@code k = 1.5}.
 */
public final class ValueReader {
  private final Config config;
  private final ReferenceFile reference;
  private final UnaryOperator<String> howToChange;

  ValueReader(Config config) {
    this(config, Reference.FILE, SettingOption::howToChange);
  }

  /**
   * @param config every key of {@code reference}, none unknown
   * @param howToChange how a user changes a key, for messages
   */
  public ValueReader(Config config, ReferenceFile reference, UnaryOperator<String> howToChange) {
    this.config = config;
    this.reference = reference;
    this.howToChange = howToChange;
  }

  public int wholeNumber(String key, int least) {
    return wholeNumber(key, least, Integer.MAX_VALUE);
  }

  public int wholeNumber(String key, int least, int most) {
    String allowed =
        most == Integer.MAX_VALUE
            ? "a whole number of %d or larger".formatted(least)
            : "a whole number from %d to %d".formatted(least, most);
    long value = toWhole(unwrapped(key), key, allowed);
    if (value < least || value > most) {
      throw invalid(key, allowed);
    }
    return (int) value;
  }

  public long longNumber(String key) {
    return toWhole(unwrapped(key), key, "a whole number of 64 bits");
  }

  List<Integer> wholeNumbers(String key) {
    String allowed = "a list of whole numbers, e.g. [784, 500]";
    if (!(unwrapped(key) instanceof List<?> entries)) {
      throw invalid(key, allowed);
    }
    List<Integer> numbers = new ArrayList<>();
    for (Object entry : entries) {
      long number = toWhole(entry, key, allowed);
      if (number != (int) number) {
        throw invalid(key, allowed);
      }
      numbers.add((int) number);
    }
    return numbers;
  }

  public double positive(String key) {
    return number(key, x -> x >= Float.MIN_NORMAL, "larger than 0 (at least 1.2e-38)");
  }

  public double notNegative(String key) {
    return number(key, x -> x >= 0, "0 or larger");
  }

  public double share(String key) {
    return number(key, x -> x >= 0 && x <= 1, "in [0, 1]");
  }

  public double shareBelowOne(String key) {
    return number(key, x -> x >= 0 && x < 1, "in [0, 1)");
  }

  double number(String key) {
    return number(key, x -> true, "");
  }

  public double number(String key, DoublePredicate possible, String range) {
    String allowed = ("a finite number " + range).strip();
    double value;
    String text = String.valueOf(unwrapped(key));
    try {
      value = Double.parseDouble(text);
    } catch (NumberFormatException e) {
      String point = text.strip().replace(',', '.');
      throw invalid(
          key,
          point.matches("-?\\d*\\.\\d+")
              ? allowed + ", with a point for a comma: " + point
              : allowed);
    }
    if (!Double.isFinite(value) || !possible.test(value)) {
      throw invalid(key, allowed);
    }
    if (!Float.isFinite((float) value)) {
      throw invalid(
          key, allowed + ", at most 3.4e38 in size, since it is used in single precision");
    }
    return value;
  }

  /** The word itself, or a number in its shortest form. */
  String wordOrNumber(String key, String word) {
    String text = String.valueOf(unwrapped(key)).strip();
    try {
      return text.equals(word) ? word : Double.toString(number(key));
    } catch (BoltzException e) {
      throw invalid(key, word + " or a finite number");
    }
  }

  public String text(String key) {
    if (unwrapped(key) instanceof String text) {
      return text;
    }
    throw invalid(key, "text in quotes");
  }

  public List<String> words(String key) {
    List<String> words = new ArrayList<>();
    if (unwrapped(key) instanceof List<?> entries) {
      for (Object entry : entries) {
        if (entry instanceof String word) {
          words.add(word);
        }
      }
      if (words.size() == entries.size()) {
        return words;
      }
    }
    throw invalid(key, "a list of words");
  }

  /** Words and whole numbers, each as text. */
  List<String> wordsOrNumbers(String key, String allowed) {
    List<String> texts = new ArrayList<>();
    if (!(unwrapped(key) instanceof List<?> entries)) {
      throw invalid(key, allowed);
    }
    for (Object entry : entries) {
      if (!(entry instanceof String) && !(entry instanceof Integer)) {
        throw invalid(key, allowed);
      }
      texts.add(entry.toString());
    }
    return texts;
  }

  /** Whether a key has the value of the reference because nothing else was given. */
  boolean isDefault(String key) {
    return config.getValue(key).origin().equals(reference.config().getValue(key).origin());
  }

  boolean yesOrNo(String key) {
    value(key);
    try {
      return config.getBoolean(key);
    } catch (ConfigException e) {
      throw invalid(key, "true or false");
    }
  }

  Duration positiveDuration(String key) {
    return duration(
        key, 1, "a duration longer than 0 with its unit, e.g. 500 ms, 60 s or 5 minutes");
  }

  /** A duration that may be 0, which needs its unit as well. */
  public Duration durationFromZero(String key) {
    return duration(key, 0, "a duration of 0 s or longer with its unit, e.g. 0 s or 5 minutes");
  }

  private Duration duration(String key, long leastMillis, String allowed) {
    Object written = unwrapped(key);
    Duration value;
    try {
      value = config.getDuration(key);
    } catch (ConfigException e) {
      throw invalid(key, allowed);
    }
    // A bare number would count as milliseconds, which is rarely what was meant.
    if (value.toMillis() < leastMillis || written instanceof Number) {
      throw invalid(key, allowed);
    }
    return Duration.ofMillis(value.toMillis());
  }

  public <E extends Enum<E>> E oneOf(String key, Class<E> type) {
    String word = String.valueOf(unwrapped(key)).toLowerCase(Locale.ROOT);
    for (E constant : type.getEnumConstants()) {
      if (SettingsWriter.word(constant).equals(word)) {
        return constant;
      }
    }
    throw invalid(
        key,
        Arrays.stream(type.getEnumConstants())
            .map(SettingsWriter::word)
            .collect(Collectors.joining(" or ")));
  }

  /**
   * The error for an invalid value: what it is, where it stands, what is expected, how to change
   * it.
   *
   * @param expected follows the word "expected"
   */
  public BoltzException invalid(String key, String expected) {
    ConfigValue value = config.getValue(key);
    return new BoltzException(
        ExitCode.BAD_CONFIGURATION,
        "%s = %s (%s) is invalid: expected %s; %s"
            .formatted(
                key,
                value.render(ConfigRenderOptions.concise()),
                origin(value),
                expected,
                howToChange.apply(key)));
  }

  /** Where a value stands: a line of a file, or an option, which has no lines. */
  private String origin(ConfigValue value) {
    if (reference.isOriginOf(value)) {
      return "the default";
    }
    return value.origin().description().replaceFirst("^(--.*): \\d+$", "$1");
  }

  private Object unwrapped(String key) {
    return value(key).unwrapped();
  }

  /**
   * @throws BoltzException BAD_CONFIGURATION when it is null
   */
  ConfigValue value(String key) {
    if (config.getIsNull(key)) {
      throw new BoltzException(
          ExitCode.BAD_CONFIGURATION,
          "%s is null: expected a value (default: %s); %s"
              .formatted(key, reference.defaultText(key), howToChange.apply(key)));
    }
    return config.getValue(key);
  }

  private long toWhole(Object value, String key, String allowed) {
    try {
      return new BigDecimal(String.valueOf(value).strip()).longValueExact();
    } catch (ArithmeticException | NumberFormatException e) {
      throw invalid(key, allowed);
    }
  }
}
