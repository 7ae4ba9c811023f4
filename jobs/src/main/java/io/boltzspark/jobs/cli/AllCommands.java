package io.boltzspark.jobs.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.boltzspark.errors.BoltzException;
import java.util.List;

/** All commands, as far as a single one needs to know them. */
public interface AllCommands {

  /**
   * @param arguments a command and its arguments
   * @throws BoltzException USAGE when the program does not accept them
   */
  void requireUnderstood(List<String> arguments);

  /**
   * Runs a command within another, in the same session of Spark.
   *
   * @param arguments a command and its arguments, without {@code --json}
   * @return what {@code --json} prints
   * @throws BoltzException with the message and the exit code of a command that does not end with 0
   */
  JsonNode run(List<String> arguments);
}
