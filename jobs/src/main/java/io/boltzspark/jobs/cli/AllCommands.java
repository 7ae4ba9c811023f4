package io.boltzspark.jobs.cli;

import io.boltzspark.errors.BoltzException;
import java.util.List;

/** All commands, as far as a single one needs to know them. */
public interface AllCommands {

  /**
   * @param arguments a command and its arguments
   * @throws BoltzException USAGE when the program does not accept them
   */
  void requireUnderstood(List<String> arguments);
}
