package io.boltzspark.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Spark's standalone master and so many workers of two cores each, every one a process of its own
 * on the loopback interface, at ports that are free. Drivers come by {@link #submit}, or name
 * {@link #url()} as their master. Logs of all processes are in the cluster's directory.
 *
 * <p>Closing it kills every process that belongs to it, executors and drivers included.
 */
public final class StandaloneCluster implements AutoCloseable {
  private static final String MASTER = "org.apache.spark.deploy.master.Master";
  private static final String WORKER = "org.apache.spark.deploy.worker.Worker";
  private static final String SUBMIT = "org.apache.spark.deploy.SparkSubmit";
  private static final String HOST = "127.0.0.1";
  private static final String CORES = "2";
  private static final Pattern URL = Pattern.compile("Starting Spark master at (spark://\\S+)");
  private static final Pattern UI = Pattern.compile("MasterWebUI.* started at (http://\\S+)");
  private static final Duration START = Duration.ofSeconds(90);

  private final SparkDistribution spark = SparkDistribution.get();
  private final HttpClient http = HttpClient.newHttpClient();
  private final Path directory;
  private final List<Process> started = new ArrayList<>();
  private final List<Process> workers = new ArrayList<>();
  private final Thread whenAborted = new Thread(this::killAll, "kill-cluster");
  private String url;
  private String ui;

  private StandaloneCluster(Path directory) {
    this.directory = directory;
  }

  /**
   * Starts a cluster and waits until its workers are there.
   *
   * @param directory for logs and for what workers keep; exists
   */
  public static StandaloneCluster start(Path directory, int workers) {
    StandaloneCluster cluster = new StandaloneCluster(directory);
    Runtime.getRuntime().addShutdownHook(cluster.whenAborted);
    try {
      cluster.startMaster();
      for (int i = 0; i < workers; i++) {
        cluster.addWorker();
      }
      cluster.awaitWorkers(workers);
      return cluster;
    } catch (RuntimeException | Error e) {
      cluster.close();
      throw e;
    }
  }

  /** {@code spark://HOST:PORT}. */
  public String url() {
    return url;
  }

  /** The living workers, in the order in which they were started. */
  public List<ProcessHandle> workers() {
    return workers.stream().filter(Process::isAlive).map(Process::toHandle).toList();
  }

  /** The living executors of all workers. */
  public List<ProcessHandle> executors() {
    return workers().stream().flatMap(w -> LocalCluster.executorsBelow(w).stream()).toList();
  }

  /** Starts one more worker; it registers soon after. */
  public void addWorker() {
    List<String> command = spark.java("512m");
    command.addAll(List.of(WORKER, "--host", nextHost(), "--port", "0", "--webui-port", "0"));
    command.addAll(List.of("--cores", CORES, "--memory", "2g"));
    command.addAll(List.of("--work-dir", directory.resolve("work").toString(), url));
    workers.add(start("worker-" + (workers.size() + 1), command));
  }

  /**
   * An address that no other worker has, where the loopback interface has more than one, as on
   * Linux. For Spark that is another machine, with all that it makes of near and far.
   */
  private String nextHost() {
    String own = "127.0.0." + (workers.size() + 1);
    try {
      new ServerSocket(0, 1, InetAddress.getByName(own)).close();
      return own;
    } catch (IOException e) {
      return HOST;
    }
  }

  /** Kills a worker for good, and with it its executors. */
  public void loseWorker(ProcessHandle worker) {
    List<ProcessHandle> children = worker.descendants().toList();
    Processes.kill(worker);
    children.forEach(Processes::kill);
  }

  /** Waits until the master knows of exactly so many living workers. */
  public void awaitWorkers(int count) {
    Processes.await(() -> count + " workers: " + logs(), START, () -> livingWorkers() == count);
  }

  /**
   * Starts {@code spark-submit} on this cluster, in a process of its own.
   *
   * @param out gets standard output, and {@code err} standard error
   * @param arguments after {@code --master URL}: options, the application's jar and its arguments
   */
  public Process submit(Path out, Path err, String... arguments) {
    List<String> command = spark.java("1g");
    command.addAll(List.of(SUBMIT, "--master", url));
    command.addAll(Arrays.asList(arguments));
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .start();
      started.add(process);
      return process;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All that master, workers and executors have logged, for messages of failed tests. */
  public String logs() {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(f -> f.toString().matches(".*(\\.log|stderr)")).toList()) {
        all.append("== ").append(file).append('\n').append(Files.readString(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return all.toString();
  }

  @Override
  public void close() {
    killAll();
    try {
      Runtime.getRuntime().removeShutdownHook(whenAborted);
    } catch (IllegalStateException e) {
      // Called while the JVM ends.
    }
  }

  private void killAll() {
    // Executors and drivers are children of workers: they must be known before these are gone.
    List<ProcessHandle> all = new ArrayList<>();
    for (Process process : started) {
      all.addAll(process.descendants().toList());
      all.add(process.toHandle());
    }
    all.forEach(ProcessHandle::destroyForcibly);
    all.forEach(Processes::kill);
  }

  private void startMaster() {
    List<String> command = spark.java("512m");
    // No REST server: it would listen at a fixed port.
    command.add("-Dspark.master.rest.enabled=false");
    command.addAll(List.of(MASTER, "--host", HOST, "--port", "0", "--webui-port", "0"));
    start("master", command);
    Path log = directory.resolve("master.log");
    Processes.await(
        () -> "the master: " + read(log),
        START,
        () -> {
          String text = read(log);
          Matcher address = URL.matcher(text);
          Matcher page = UI.matcher(text);
          boolean found = address.find() && page.find();
          if (found) {
            url = address.group(1);
            ui = page.group(1);
          }
          return found;
        });
  }

  private Process start(String name, List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("SPARK_LOCAL_DIRS", directory.resolve("local").toString());
    builder.directory(directory.toFile()).redirectErrorStream(true);
    builder.redirectOutput(directory.resolve(name + ".log").toFile());
    try {
      Process process = builder.start();
      started.add(process);
      return process;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As the master's page says it: {@code "aliveworkers" : 2}. */
  private int livingWorkers() {
    try {
      String json =
          http.send(
                  HttpRequest.newBuilder(URI.create(ui + "/json/")).timeout(START).build(),
                  HttpResponse.BodyHandlers.ofString())
              .body();
      Matcher count = Pattern.compile("\"aliveworkers\"\\s*:\\s*(\\d+)").matcher(json);
      return count.find() ? Integer.parseInt(count.group(1)) : -1;
    } catch (IOException e) {
      return -1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return "";
    }
  }
}
