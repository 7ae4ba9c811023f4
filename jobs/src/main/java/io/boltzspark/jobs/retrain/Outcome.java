package io.boltzspark.jobs.retrain;

import io.boltzspark.errors.ExitCode;
import java.util.Locale;

/** The outcome of a retraining. */
enum Outcome {
  /** The challenger is the new champion. */
  PROMOTED(ExitCode.OK),
  /**
   * The challenger was not better by the margin; it is kept as a version, and the champion stays.
   */
  KEPT(ExitCode.OK),
  /** No new rows, or too few; nothing was consumed. */
  NOTHING_NEW(ExitCode.OK),
  /** The registry was changed while the run was unfinished; nothing was consumed. */
  SUPERSEDED(ExitCode.OK),
  /** Data is damaged, changed, or of another schema; nothing was consumed. */
  REFUSED(ExitCode.BAD_INPUT),
  /** New data differs too much; nothing was consumed. */
  DRIFTED(ExitCode.DRIFTED),
  /** Training produced a number that is not finite; nothing was consumed. */
  DIVERGED(ExitCode.DIVERGED);

  private final ExitCode exitCode;

  Outcome(ExitCode exitCode) {
    this.exitCode = exitCode;
  }

  ExitCode exitCode() {
    return exitCode;
  }

  /** The word in records. */
  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
