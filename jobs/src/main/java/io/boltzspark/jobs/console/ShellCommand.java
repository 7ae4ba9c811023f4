package io.boltzspark.jobs.console;

import java.util.regex.Pattern;

/** Commands of this program that can be pasted into a POSIX shell. */
public final class ShellCommand {

  /** The launcher passes the path that the user typed, such as {@code ./boltz}. */
  static final String PROPERTY = "boltz.command";

  private static final String DEFAULT_NAME = "boltz";
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

  private ShellCommand() {}

  /**
   * A command line that starts this program as the user started it.
   *
   * @param words a command, its options and values, each one word for the shell
   */
  public static String of(String... words) {
    StringBuilder line = new StringBuilder(quote(System.getProperty(PROPERTY, DEFAULT_NAME)));
    for (String word : words) {
      line.append(' ').append(quote(word));
    }
    return line.toString();
  }

  /** The word in quotes, unless a shell would read it unchanged. */
  public static String quote(String word) {
    return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
