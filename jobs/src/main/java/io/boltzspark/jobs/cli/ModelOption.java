package io.boltzspark.jobs.cli;

import picocli.CommandLine.Option;

/** The model that a command uses. */
public final class ModelOption {
  @Option(
      names = "--model",
      required = true,
      paramLabel = "RUN",
      description = "A run, or a checkpoint of one: RUN@step:N or RUN@epoch:N.")
  private String run;

  /** A run, {@code RUN@step:N} or {@code RUN@epoch:N}. */
  public String run() {
    return run;
  }
}
