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
 * Runs a command of this program on a Spark cluster of this machine alone ({@code local-cluster}):
 * executors are processes, so that messages are packed, sent and unpacked as between machines, but
 * for the wire. The command has a process of its own, because Spark looks in the environment for
 * the distribution to start executors from. Here that is an empty one: executors get this process's
 * class path.
 */
public final class ExecutorProcesses {
  private static final int HEAP_MEGABYTES = 1024;
  private static final String SCALA = "2.13";

  private ExecutorProcesses() {}

  /**
   * Runs a command on so many executors of so many cores each.
   *
   * @param mainClass of the program
   * @param executors processes
   * @param cores of each
   * @param settings of the command, as a file for {@code --config} has them
   * @param arguments the command and its options; {@code --json} is added
   * @return what it printed
   * @throws BoltzException ENVIRONMENT when it ends with an error, with its message
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
      // This process is ending, and the hook does its work.
    }
  }

  private static JsonNode lastLine(String out, int executors) {
    String last = out.lines().reduce("", (before, line) -> line);
    return Json.object(last).orElseThrow(() -> failed(executors, "it printed '" + last + "'"));
  }

  private static BoltzException failed(int executors, String reason) {
    return new BoltzException(
        ExitCode.ENVIRONMENT,
        ("the measurement on %d executor processes failed: %s; leave it out (--series), or measure"
                + " on a cluster that runs (--master)")
            .formatted(executors, reason));
  }
}
