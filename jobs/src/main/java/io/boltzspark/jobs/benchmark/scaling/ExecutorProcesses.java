package io.boltzspark.jobs.benchmark.scaling;

import com.fasterxml.jackson.databind.JsonNode;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.store.Json;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.FileUtil;

/**
 * Runs a command of this program on a Spark cluster confined to this machine ({@code
 * local-cluster}). Executors are processes, so messages are serialised, sent and deserialised as
 * between machines, only without a network. The command runs in its own process because Spark reads
 * the distribution to start executors from out of the environment. That distribution is empty here:
 * executors use this process's class path.
 */
public final class ExecutorProcesses {
  private static final int HEAP_MEGABYTES = 1024;
  private static final String SCALA = "2.13";

  private ExecutorProcesses() {}

  /**
   * Runs a command.
   *
   * @param mainClass the program's main class
   * @param executors number of executor processes
   * @param cores per executor
   * @param settings the command's settings, in the format of a {@code --config} file
   * @param arguments the command and its options; {@code --json} is added
   * @return the JSON object that it printed
   * @throws BoltzException ENVIRONMENT, with its message, when it ends with an error
   */
  public static JsonNode run(
      String mainClass, int executors, int cores, String settings, List<String> arguments) {
    try {
      Path home = Files.createTempDirectory("boltz-executors-");
      try {
        Files.createDirectory(home.resolve("jars"));
        Path file = Files.writeString(home.resolve("settings.conf"), settings);
        List<String> command = java(mainClass);
        command.addAll(arguments);
        command.addAll(List.of("--config", file.toString(), "--json", "--quiet"));
        command.addAll(spark(executors, cores));
        return run(command, home, executors);
      } finally {
        FileUtil.fullyDelete(home.toFile());
      }
    } catch (IOException e) {
      throw failed(executors, e.toString());
    }
  }

  private static List<String> java(String mainClass) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> !option.startsWith("-agentlib") && !option.startsWith("-javaagent"))
        .forEach(command::add);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), mainClass));
    return command;
  }

  private static List<String> spark(int executors, int cores) {
    return List.of(
        "--master",
        "local-cluster[%d,%d,%d]".formatted(executors, cores, HEAP_MEGABYTES),
        "--conf",
        "spark.executor.memory=" + HEAP_MEGABYTES + "m",
        "--conf",
        "spark.executor.extraClassPath=" + System.getProperty("java.class.path"));
  }

  private static JsonNode run(List<String> command, Path home, int executors) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    Map<String, String> environment = builder.environment();
    environment.put("SPARK_HOME", home.toString());
    environment.put("SPARK_SCALA_VERSION", SCALA);
    environment.put("OPENBLAS_NUM_THREADS", "1"); // executors inherit it
    environment.remove("SPARK_CONF_DIR");
    Process process = builder.start();
    Thread endWithThis = new Thread(process::destroy, "boltz-end-executors");
    Runtime.getRuntime().addShutdownHook(endWithThis);
    try {
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int exitCode = process.waitFor();
      JsonNode json = lastLine(out, executors);
      if (exitCode != ExitCode.OK.number()) {
        throw failed(executors, json.path("error").asText("exit code " + exitCode));
      }
      return json;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BoltzException(
          ExitCode.INTERRUPTED, "interrupted while " + executors + " executor processes ran", e);
    } finally {
      process.destroy();
      forget(endWithThis);
    }
  }

  private static void forget(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // This process is ending, and the hook destroys the child.
    }
  }

  private static JsonNode lastLine(String out, int executors) {
    String last = out.lines().reduce("", (before, line) -> line);
    return Json.object(last).orElseThrow(() -> failed(executors, "it printed '" + last + "'"));
  }

  private static BoltzException failed(int executors, String reason) {
    return new BoltzException(
        ExitCode.ENVIRONMENT,
        ("the measurement on %d executor processes failed: %s; omit it with --series, or measure"
                + " on a running cluster with --master")
            .formatted(executors, reason));
  }
}
