package io.boltzspark.jobs.testing;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.jobs.Main;
import io.boltzspark.testing.SparkDistribution;
import io.boltzspark.testing.StandaloneCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The program in a process of its own, started as the launcher starts it. */
public final class Program {
  private static final int MOST_SECONDS = 600;

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
  public static Program start(Path directory, String... arguments) throws IOException {
    return start(directory, environment -> {}, arguments);
  }

  /**
   * The same in another environment.
   *
   * @param change of the environment that it would inherit
   */
  public static Program start(
      Path directory, Consumer<Map<String, String>> change, String... arguments)
      throws IOException {
    return start(directory, change, Main.class, arguments);
  }

  /** Another main class in the same way. */
  public static Program start(
      Path directory, Consumer<Map<String, String>> change, Class<?> main, String... arguments)
      throws IOException {
    return start(
        directory, builder -> change.accept(builder.environment()), List.of(), main, arguments);
  }

  /**
   * In surroundings of its own.
   *
   * @param change of the environment or the working directory that it would inherit
   * @param before words before those of the command that starts Java, such as those of {@link
   *     Surroundings}
   */
  public static Program within(
      Path directory, List<String> before, Consumer<ProcessBuilder> change, String... arguments)
      throws IOException {
    return start(directory, change, before, Main.class, arguments);
  }

  private static Program start(
      Path directory,
      Consumer<ProcessBuilder> change,
      List<String> before,
      Class<?> main,
      String... arguments)
      throws IOException {
    String project = System.getProperty("boltz.project.directory");
    List<String> command = new ArrayList<>(before);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("@" + project + "/conf/jvm.options");
    // A process that lives for seconds gets nothing back for thorough compilation.
    command.addAll(List.of("-Xmx1g", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(main.getName());
    command.addAll(List.of(arguments));
    Path out = out(directory);
    Path err = err(directory);
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
    change.accept(builder);
    return new Program(out, err, builder.start());
  }

  /**
   * As {@code spark-submit} starts it on a cluster.
   *
   * @param directory for what it writes to standard output and standard error
   * @param options of {@code spark-submit}
   * @param arguments the program's own, to which {@code --json} is added
   */
  public static Program submit(
      StandaloneCluster cluster, Path directory, List<String> options, String... arguments) {
    List<String> words = new ArrayList<>(List.of("--class", Main.class.getName()));
    words.addAll(List.of("--conf", "spark.executor.memory=512m"));
    // Where an executor hangs outside of a round, it is Spark that misses its heartbeats.
    words.addAll(List.of("--conf", "spark.network.timeout=30s"));
    words.addAll(List.of("--conf", "spark.network.timeoutInterval=5s"));
    words.addAll(options);
    words.add(SparkDistribution.get().application().toUri().toString());
    words.addAll(List.of(arguments));
    words.add("--json");
    Path out = out(directory);
    Path err = err(directory);
    return new Program(out, err, cluster.submit(out, err, words.toArray(new String[0])));
  }

  private static Path out(Path directory) {
    return directory.resolve("out.txt");
  }

  private static Path err(Path directory) {
    return directory.resolve("err.txt");
  }

  /** What it has written to standard error so far. */
  public String said() {
    try {
      return Files.readString(err);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Sends it SIGTERM. */
  public void terminate() {
    process.destroy();
  }

  /**
   * Sends it SIGINT, as Ctrl-C does; SIGTERM where this process ignores SIGINT, as in the
   * background of a script, since its children then do as well.
   */
  public void interrupt() throws IOException, InterruptedException {
    if (ignoresInterrupts()) {
      terminate();
    } else {
      new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
    }
  }

  private static boolean ignoresInterrupts() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.exists(status)) {
      return false;
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("SigIgn:"))
        .anyMatch(line -> (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 2) != 0);
  }

  /** Ends it in any case, for a test that failed. */
  public void kill() {
    process.destroyForcibly();
  }

  /** Waits for its end; standard error is complete here, progress and log included. */
  public Outcome end() throws IOException, InterruptedException {
    assertTrue(process.waitFor(MOST_SECONDS, TimeUnit.SECONDS), "the program did not end");
    // What Java says at every start, which the launcher filters or avoids: that a module incubates
    // and, from JDK 24 on, that one of the packages in jvm.options is gone.
    String said =
        Files.readAllLines(err).stream()
            .filter(line -> !line.startsWith("WARNING: package sun.security.action"))
            .filter(line -> !line.startsWith("WARNING: Using incubator modules"))
            .collect(Collectors.joining("\n"));
    return new Outcome(process.exitValue(), Files.readString(out), said);
  }
}
