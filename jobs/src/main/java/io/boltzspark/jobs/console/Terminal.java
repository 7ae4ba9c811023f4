package io.boltzspark.jobs.console;

import java.io.Console;

/** Properties of the terminal, which the launcher passes as system properties. */
final class Terminal {
  private static final int USUAL_COLUMNS = 80;

  private Terminal() {}

  /**
   * Whether standard error is a terminal. Java cannot ask for standard error alone, so without the
   * launcher it counts as one when standard input and output are.
   */
  static boolean isStandardError() {
    String said = System.getProperty("boltz.terminal");
    return said != null ? Boolean.parseBoolean(said) : isTerminal(System.console());
  }

  /** Begins a line of its own after "^C" and a progress bar, which end without one. */
  static String newLine() {
    return isStandardError() ? "\n" : "";
  }

  static int columns() {
    return Math.max(20, Integer.getInteger("boltz.columns", USUAL_COLUMNS));
  }

  private static boolean isTerminal(Console console) {
    if (console == null) {
      return false;
    }
    try {
      // Since JDK 22 a console can lack a terminal, and a method tells.
      return (Boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (ReflectiveOperationException olderJdk) {
      return true;
    }
  }
}
