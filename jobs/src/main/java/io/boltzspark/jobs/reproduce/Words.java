package io.boltzspark.jobs.reproduce;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Options of a command as a file writes them.
 *
 * @param words in their order
 */
record Words(List<String> words) {
  static final Words NONE = new Words(List.of());

  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|[^\\s\"]+");
  private static final String SET = "--set";

  Words {
    words = List.copyOf(words);
  }

  /**
   * Divides a text at its blanks, but for those in double quotes.
   *
   * @throws IllegalArgumentException when a quote is not closed, or stands within a word
   */
  static Words of(String text) {
    List<String> words = new ArrayList<>();
    Matcher word = WORD.matcher(text);
    int end = 0;
    while (word.find()) {
      String between = text.substring(end, word.start());
      if (!between.isBlank() || between.isEmpty() && end > 0) {
        throw new IllegalArgumentException("a double quote that does not begin or end a word");
      }
      words.add(word.group(1) == null ? word.group() : word.group(1));
      end = word.end();
    }
    if (!text.substring(end).isBlank()) {
      throw new IllegalArgumentException("a double quote that is not closed");
    }
    return new Words(words);
  }

  /** These and others; where an option, or a key of {@code --set}, is in both, the others count. */
  Words with(Words others) {
    Set<String> replaced = new LinkedHashSet<>();
    others.groups().forEach(group -> replaced.add(name(group)));
    List<String> all = new ArrayList<>();
    for (List<String> group : groups()) {
      if (!replaced.contains(name(group))) {
        all.addAll(group);
      }
    }
    all.addAll(others.words);
    return new Words(all);
  }

  /** Each option with its values; words before the first are a group of their own. */
  private List<List<String>> groups() {
    List<List<String>> groups = new ArrayList<>();
    for (String word : words) {
      if (groups.isEmpty() || word.startsWith("--")) {
        groups.add(new ArrayList<>());
      }
      groups.get(groups.size() - 1).add(word);
    }
    return groups;
  }

  private static String name(List<String> group) {
    String[] option = group.get(0).split("=", 2);
    if (!option[0].equals(SET)) {
      return option[0];
    }
    String assignment = option.length > 1 ? option[1] : group.size() > 1 ? group.get(1) : "";
    return SET + " " + assignment.split("=", 2)[0];
  }
}
