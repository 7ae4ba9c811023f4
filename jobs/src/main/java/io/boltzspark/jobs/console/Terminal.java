package io.boltzspark.jobs.console;

import java.io.Console;

/** What is known about the terminal. The launcher knows best and says so in system properties. */
final class Terminal {
  private static final int USUAL_COLUMNS = 80;

  private Terminal() {}

  /**
   * Whether standard error is a terminal. Java cannot ask for standard error alone, so without the
   * launcher's word it counts as one when standard input and output are.
   */
  static boolean isStandardError() {
    String said = System.getProperty("boltz.terminal");
    return said != null ? Boolean.parseBoolean(said) : isTerminal(System.console());
  }

  static int columns() {
    return Math.max(20, Integer.getInteger("boltz.columns", USUAL_COLUMNS));
  }

  private static boolean isTerminal(Console console) {
    if (console == null) {
      return false;
    }
    try {
      // Since JDK 22 there is a console without a terminal too, and a method that tells them apart.
      return (Boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (ReflectiveOperationException olderJdk) {
      return true;
    }
  }
}
