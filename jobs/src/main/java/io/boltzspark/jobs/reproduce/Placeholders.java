package io.boltzspark.jobs.reproduce;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What stands for the words in braces of a picture's command.
 *
 * @param file to write
 * @param runs of the machines that it shows, at least one
 * @param data of the first of them
 */
record Placeholders(String file, List<String> runs, String data) {
  static final String FILE = "{file}";
  static final String RUN = "{run}";
  static final String DATA = "{data}";
  static final String MODELS = "{models}";

  private static final Pattern ANY =
      Pattern.compile(Pattern.quote(FILE) + "|" + Pattern.quote(RUN) + "|" + Pattern.quote(DATA));

  Placeholders {
    runs = List.copyOf(runs);
  }

  /** The command with its values; braces in these mean nothing. */
  List<String> fill(List<String> command) {
    List<String> filled = new ArrayList<>();
    for (String word : command) {
      if (word.equals(MODELS)) {
        runs.forEach(run -> filled.addAll(List.of("--model", run)));
      } else {
        filled.add(
            ANY.matcher(word).replaceAll(found -> Matcher.quoteReplacement(value(found.group()))));
      }
    }
    return filled;
  }

  private String value(String placeholder) {
    return switch (placeholder) {
      case FILE -> file;
      case RUN -> runs.get(0);
      default -> data;
    };
  }
}
