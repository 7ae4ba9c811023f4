package io.boltzspark.jobs.actions;

import io.boltzspark.errors.ExitCode;
import java.util.List;
import java.util.Map;

/** What a job hands back: the same facts once for programs and once for people. */
public interface ActionResult {

  /**
   * The facts for {@code --json}, in the order in which they are printed. Keys are {@code
   * snake_case}; values are strings, numbers, booleans, lists, maps and null.
   */
  Map<String, Object> json();

  /** The facts for people, one line an entry, without line ends. */
  List<String> summary();

  /** What the process should end with. */
  default ExitCode exitCode() {
    return ExitCode.OK;
  }

  /** The number that it ends with: another than that code's where it stands for another process. */
  default int exitStatus() {
    return exitCode().number();
  }
}
