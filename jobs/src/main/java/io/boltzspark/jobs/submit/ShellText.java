package io.boltzspark.jobs.submit;

import io.boltzspark.jobs.console.ShellCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A command as text for a POSIX shell. */
final class ShellText {
  private static final int WIDTH = 100;
  private static final String INDENT = "  ";

  private ShellText() {}

  /**
   * Returns lines that a shell reads as one command.
   *
   * @param environment variables for this command only
   * @param groups words to keep on one line where they fit
   */
  static List<String> lines(
      Map<String, String> environment, String program, List<List<String>> groups) {
    StringBuilder first = new StringBuilder();
    new TreeMap<>(environment)
        .forEach(
            (name, value) ->
                first.append(name).append('=').append(ShellCommand.quote(value)).append(' '));
    List<String> lines = new ArrayList<>();
    lines.add(first.append(ShellCommand.quote(program)).toString());
    for (List<String> group : groups) {
      wrap(group, lines);
    }
    for (int i = 0; i < lines.size() - 1; i++) {
      lines.set(i, lines.get(i) + " \\");
    }
    return lines;
  }

  private static void wrap(List<String> group, List<String> lines) {
    StringBuilder line = new StringBuilder();
    for (String word : group) {
      String quoted = ShellCommand.quote(word);
      if (!line.isEmpty() && line.length() + 1 + quoted.length() > WIDTH) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? INDENT : " ").append(quoted);
    }
    lines.add(line.toString());
  }
}
