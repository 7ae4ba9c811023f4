package io.boltzspark.jobs.submit;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.jobs.actions.ActionResult;
import io.boltzspark.jobs.console.Interruption;
import io.boltzspark.jobs.spark.ClusterSettings;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.apache.spark.deploy.SparkSubmit;
import org.apache.spark.network.util.JavaUtils;
import org.apache.spark.util.Utils;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Runs {@code spark-submit} of {@code $SPARK_HOME}. Without {@code SPARK_HOME}, starts the class
 * behind it from this process's jars, which needs no installation as long as the driver runs here
 * and the cluster is standalone.
 */
public final class SubmitProcess {
  /**
   * A call of {@code spark-submit}, printed or run.
   *
   * @param shell the command as shell text
   * @param status its exit status; empty when it was not run
   */
  public record Result(List<String> shell, Optional<Integer> status) implements ActionResult {

    @Override
    public Map<String, Object> json() {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("command", String.join("\n", shell));
      status.ifPresent(number -> json.put("exit_code", number));
      return json;
    }

    /** The command to paste; nothing when it was run, since standard output is then its own. */
    @Override
    public List<String> summary() {
      return status.isPresent() ? List.of() : shell;
    }

    @Override
    public int exitStatus() {
      return status.orElse(exitCode().number());
    }
  }

  private static final String SPARK_HOME = "SPARK_HOME";

  private final Submission submission;
  private final Map<String, String> environment;

  /**
   * @param environment of this process
   */
  public SubmitProcess(Submission submission, Map<String, String> environment) {
    this.submission = submission;
    this.environment = environment;
  }

  /** The command that {@link #run} starts where there is an installation, as shell text. */
  public List<String> shell() {
    return lines(Submission.PropertyView.WHOLE);
  }

  private List<String> lines(Submission.PropertyView view) {
    return ShellText.lines(ClusterSettings.ENVIRONMENT, program(), submission.groups(view));
  }

  private String program() {
    String home = environment.get(SPARK_HOME);
    return home == null ? "spark-submit" : Path.of(home, "bin", "spark-submit").toString();
  }

  /**
   * Starts it with this process's standard streams and waits for its end. Forwards SIGTERM; Ctrl-C
   * reaches it from the terminal.
   *
   * @return its exit status, and the command without secrets
   * @throws BoltzException ENVIRONMENT when there is no Spark to start it with
   */
  public Result run() {
    ProcessBuilder builder = new ProcessBuilder(command()).inheritIO();
    builder.environment().putAll(ClusterSettings.ENVIRONMENT);
    CompletableFuture<Process> started = new CompletableFuture<>();
    // Registered first, so that a signal in between ends the process as soon as it has started.
    Interruption.Registration passedOn =
        Interruption.onSignal(
            signal -> {
              if (signal.equals("TERM")) {
                started.thenAccept(Process::destroy);
              }
            });
    try {
      Process process = builder.start();
      started.complete(process);
      return new Result(lines(Submission.PropertyView.REDACTED), Optional.of(process.waitFor()));
    } catch (IOException e) {
      throw new BoltzException(
          ExitCode.ENVIRONMENT, "cannot start %s: %s".formatted(program(), e.getMessage()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BoltzException(ExitCode.INTERRUPTED, "interrupted while spark-submit ran", e);
    } finally {
      passedOn.close();
    }
  }

  /** The words of the command that starts it. */
  List<String> command() {
    List<String> command = new ArrayList<>();
    if (environment.containsKey(SPARK_HOME)) {
      if (!Files.isExecutable(Path.of(program()))) {
        throw new BoltzException(
            ExitCode.ENVIRONMENT,
            "SPARK_HOME is %s, which has no bin/spark-submit; set it to a Spark installation"
                .formatted(environment.get(SPARK_HOME)));
      }
      command.add(program());
    } else {
      requireNoInstallation();
      command.addAll(ownSparkSubmit());
    }
    command.addAll(submission.arguments());
    return command;
  }

  private void requireNoInstallation() {
    boolean standalone = submission.master().isStandalone() && !submission.driverInCluster();
    if (!submission.master().isLocal() && !standalone) {
      throw new BoltzException(
          ExitCode.ENVIRONMENT,
          "submitting to %s%s requires a Spark installation; set SPARK_HOME to one, or omit --run and run the printed command on a machine with Spark"
              .formatted(
                  submission.master().url(),
                  submission.driverInCluster() ? " in deploy mode cluster" : ""));
    }
  }

  /** A driver JVM as {@code spark-submit} would make it, with this one's options and jars. */
  private List<String> ownSparkSubmit() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    // The last of two contradictory options takes effect.
    submission
        .setting("spark.driver.memory")
        .ifPresent(memory -> command.add("-Xmx" + JavaUtils.byteStringAsMb(memory) + "m"));
    for (String key : List.of("spark.driver.defaultJavaOptions", "spark.driver.extraJavaOptions")) {
      List<String> words =
          CollectionConverters.asJava(Utils.splitCommandString(submission.setting(key).orElse("")));
      // The JVM accepts only one collector: the profile's takes precedence.
      if (words.stream().anyMatch(SubmitProcess::choosesCollector)) {
        command.removeIf(SubmitProcess::choosesCollector);
      }
      command.addAll(words);
    }
    command.addAll(List.of("-cp", classPathOfSpark()));
    command.add(SparkSubmit.class.getName());
    return command;
  }

  /** Excludes the program's jar: spark-submit loads it, as it does with an installation. */
  private String classPathOfSpark() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> !entry.equals(submission.jar()))
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static boolean choosesCollector(String option) {
    return option.matches("-XX:\\+Use\\w+GC");
  }
}
