package io.boltzspark.errors;

import java.util.Arrays;

/**
 * What a process of the project ends with. The numbers are part of the interface: schedulers branch
 * on them, so they never change meaning.
 */
public enum ExitCode {
  OK(0, "everything asked for was done"),
  INTERNAL(1, "an error of the program itself; run again with --stacktrace and report it"),
  USAGE(2, "the command line is not understood"),
  BAD_INPUT(3, "a file or directory given as input is missing, damaged or of another form"),
  BAD_CONFIGURATION(4, "a setting has an impossible value, or settings contradict each other"),
  ENVIRONMENT(5, "this machine or cluster lacks something: a native library, slots, memory, disk"),
  OUTPUT_EXISTS(
      6,
      "the output is there already, and neither --overwrite nor --resume was given, or another"
          + " process is writing it"),
  DIVERGED(7, "training met a number that is not finite; the last good checkpoint is kept"),
  EXECUTION(8, "the Spark job failed more often than it may be retried"),
  DRIFTED(9, "new data differs too much from that before; nothing was trained or changed"),
  INTERRUPTED(130, "stopped by a signal; what was checkpointed is kept");

  private final int number;
  private final String meaning;

  ExitCode(int number, String meaning) {
    this.number = number;
    this.meaning = meaning;
  }

  /** The code of an exit status; INTERNAL where none has it. */
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
