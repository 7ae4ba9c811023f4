package io.boltzspark.jobs;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The program in a process of its own, started as the launcher starts it. */
final class Program {
  private static final int MOST_SECONDS = 180;

  private final Path out;
  private final Path err;
  private final Process process;

  private Program(Path out, Path err, Process process) {
    this.out = out;
    this.err = err;
    this.process = process;
  }

  /**
   * @param directory for what it writes to standard output and standard error
   */
  static Program start(Path directory, String... arguments) throws IOException {
    return start(directory, environment -> {}, arguments);
  }

  /**
   * The same in another environment.
   *
   * @param change of the environment that it would inherit
   */
  static Program start(Path directory, Consumer<Map<String, String>> change, String... arguments)
      throws IOException {
    String project = System.getProperty("boltz.project.directory");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("@" + project + "/conf/jvm.options");
    command.addAll(List.of("-Xmx1g", "-cp", System.getProperty("java.class.path")));
    command.add(Main.class.getName());
    command.addAll(List.of(arguments));
    Path out = directory.resolve("out.txt");
    Path err = directory.resolve("err.txt");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
    change.accept(builder.environment());
    return new Program(out, err, builder.start());
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Sends it SIGTERM. */
  void terminate() {
    process.destroy();
  }

  /** Ends it in any case, for a test that failed. */
  void kill() {
    process.destroyForcibly();
  }

  /** Waits for its end; standard error is complete here, progress and log included. */
  Outcome end() throws IOException, InterruptedException {
    assertTrue(process.waitFor(MOST_SECONDS, TimeUnit.SECONDS), "the program did not end");
    // JDK 24 and later say at every start that one of the packages in jvm.options is gone.
    String said =
        Files.readAllLines(err).stream()
            .filter(line -> !line.startsWith("WARNING: package sun.security.action"))
            .collect(Collectors.joining("\n"));
    return new Outcome(process.exitValue(), Files.readString(out), said);
  }
}
