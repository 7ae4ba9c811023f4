package io.boltzspark.jobs.reproduce;

import com.fasterxml.jackson.databind.JsonNode;
import io.boltzspark.errors.BoltzException;
import java.util.List;

/** Runs commands of this program in this process. */
public interface Commands {

  /**
   * @param words a command and its options
   * @throws BoltzException USAGE when the program does not accept them
   */
  void requireUnderstood(List<String> words);

  /**
   * Runs a command to its end.
   *
   * @param words a command and its options, without {@code --json}
   * @return what {@code --json} would print
   * @throws BoltzException with the command's message and exit code when it does not end with 0
   */
  JsonNode run(List<String> words);
}
