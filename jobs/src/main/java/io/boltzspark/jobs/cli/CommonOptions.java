package io.boltzspark.jobs.cli;

import io.boltzspark.jobs.console.ConsoleProgress;
import io.boltzspark.jobs.console.Progress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options that every command has. */
public final class CommonOptions {
  /** Also read from the raw arguments, because errors in these must be JSON as well. */
  public static final String JSON = "--json";

  /** The option that shows stack traces; logging needs it before options are parsed. */
  public static final String STACKTRACE = "--stacktrace";

  @Option(
      names = "--master",
      paramLabel = "URL",
      description =
          "Where Spark runs: local[*], local[N], spark://HOST:PORT, yarn, k8s://... (default:"
              + " local[*], or the master of spark-submit).")
  private String master;

  @Option(
      names = "--conf",
      paramLabel = "KEY=VALUE",
      description =
          "A Spark property, e.g. spark.executor.memory=2g. Can be repeated; takes precedence over"
              + " all other sources.")
  private Map<String, String> conf = new LinkedHashMap<>();

  @Option(
      names = JSON,
      description =
          "Print the result, or the error, as one JSON object on the last line of standard output.")
  private boolean json;

  @Option(names = "--quiet", description = "Show no progress, and log warnings only.")
  private boolean quiet;

  @Option(names = STACKTRACE, description = "Show the stack trace of an error.")
  private boolean stacktrace;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this text.")
  private boolean help;

  public Optional<String> master() {
    return Optional.ofNullable(master);
  }

  public Map<String, String> conf() {
    return conf;
  }

  /** A command line with these options for Spark and for progress, for a command within this. */
  public List<String> passedOn(List<String> words) {
    List<String> all = new ArrayList<>(words);
    if (master != null) {
      all.addAll(List.of("--master", master));
    }
    conf.forEach((key, value) -> all.addAll(List.of("--conf", key + "=" + value)));
    if (quiet) {
      all.add("--quiet");
    }
    return all;
  }

  boolean json() {
    return json;
  }

  boolean quiet() {
    return quiet;
  }

  public Progress progress() {
    return quiet ? Progress.silent() : ConsoleProgress.onStandardError();
  }
}
