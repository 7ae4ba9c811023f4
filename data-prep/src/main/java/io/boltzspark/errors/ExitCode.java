package io.boltzspark.errors;

import java.util.Arrays;

/**
 * The exit status of a process of the project. The numbers are part of the interface: schedulers
 * branch on them, so they never change meaning.
 */
public enum ExitCode {
  OK(0, "success"),
  INTERNAL(1, "internal error; run again with --stacktrace and report it"),
  USAGE(2, "invalid command line"),
  BAD_INPUT(3, "an input file or directory is missing, damaged or of the wrong kind"),
  BAD_CONFIGURATION(4, "a setting is invalid, or settings contradict each other"),
  ENVIRONMENT(5, "the machine or cluster lacks a native library, task slots, memory or disk space"),
  OUTPUT_EXISTS(
      6,
      "the output exists and neither --overwrite nor --resume was given, or another process is"
          + " writing it"),
  DIVERGED(7, "training produced a number that is not finite; the last good checkpoint is kept"),
  EXECUTION(8, "the Spark job failed, after all its attempts"),
  DRIFTED(9, "new data differs too much from earlier data; nothing was trained or changed"),
  INTERRUPTED(130, "stopped by a signal; checkpoints are kept");

  private final int number;
  private final String meaning;

  ExitCode(int number, String meaning) {
    this.number = number;
    this.meaning = meaning;
  }

  /** The code of an exit status; INTERNAL for an unknown status. */
  public static ExitCode ofNumber(int number) {
    return Arrays.stream(values())
        .filter(code -> code.number == number)
        .findFirst()
        .orElse(INTERNAL);
  }

  /** The process's exit status. */
  public int number() {
    return number;
  }

  /** One line for {@code --help}. */
  public String meaning() {
    return meaning;
  }
}
