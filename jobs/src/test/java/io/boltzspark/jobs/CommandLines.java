package io.boltzspark.jobs;

import io.boltzspark.testing.TestSpark;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A main class that runs one command line after another in two tasks, so that many of them share
 * the start of one process and of one session.
 */
final class CommandLines {
  private static final String SEPARATOR = "\t";

  private CommandLines() {}

  /** Writes command lines to a file that {@link #main} reads. */
  static void write(Path file, List<List<String>> commands) throws IOException {
    Files.write(file, commands.stream().map(words -> String.join(SEPARATOR, words)).toList());
  }

  /**
   * Runs the command lines of a file, and ends with the exit code of the first that fails. Only
   * results go to standard output.
   */
  public static void main(String[] arguments) throws IOException {
    PrintStream standardOutput = System.out;
    System.setOut(System.err);
    PrintWriter out = new PrintWriter(standardOutput, true, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    TestSpark.local(2);
    for (String line : Files.readAllLines(Path.of(arguments[0]))) {
      int exitCode = BoltzCommandLine.run(out, err, line.split(SEPARATOR));
      if (exitCode != 0) {
        System.exit(exitCode);
      }
    }
    // Whatever threads are left.
    System.exit(0);
  }
}
