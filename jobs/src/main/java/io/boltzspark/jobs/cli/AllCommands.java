package io.boltzspark.jobs.cli;

import io.boltzspark.errors.BoltzException;
import java.util.List;

/** All commands together, as far as a single one has to know of the others. */
public interface AllCommands {

  /**
   * @param arguments a command and its arguments
   * @throws BoltzException USAGE when the program would not understand them
   */
  void requireUnderstood(List<String> arguments);
}
