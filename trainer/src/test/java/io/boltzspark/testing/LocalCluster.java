package io.boltzspark.testing;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;

/**
 * Real executor processes on this machine ({@code local-cluster}), started from the jars of the
 * test's class path alone. Spark wants a distribution to start executors from: one is put together
 * in {@code $SPARK_HOME} (the build sets it to a directory under {@code target}) out of links to
 * the jars of other projects. The project's own classes reach executors as they do on a cluster, as
 * a jar that the driver hands out: so an executor's RPC does not know them.
 */
public final class LocalCluster {
  private static final String EXECUTOR = "CoarseGrainedExecutorBackend";
  private static final String HEAP_MEGABYTES = "1024";

  private static Path application;

  private LocalCluster() {}

  /** A session with so many executors of one core each. */
  public static synchronized SparkSession open(int executors, Map<String, String> settings) {
    try {
      if (application == null) {
        application = prepareDistribution();
      }
      Map<String, String> all = new HashMap<>();
      all.put("spark.jars", application.toUri().toString());
      all.put("spark.executor.memory", HEAP_MEGABYTES + "m");
      all.put("spark.executor.extraJavaOptions", String.join(" ", jvmOptions()));
      all.put("spark.executorEnv.OPENBLAS_NUM_THREADS", "1");
      all.putAll(settings);
      return TestSpark.open("local-cluster[" + executors + ",1," + HEAP_MEGABYTES + "]", all);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The living executor processes that this process has started. */
  public static List<ProcessHandle> executors() {
    return ProcessHandle.current()
        .descendants()
        .filter(ProcessHandle::isAlive)
        .filter(process -> process.info().commandLine().orElse("").contains(EXECUTOR))
        .toList();
  }

  /** Kills an executor the hard way (SIGKILL) and waits until it is gone. */
  public static void kill(ProcessHandle executor) {
    if (!executor.destroyForcibly()) {
      throw new IllegalStateException("cannot kill " + executor);
    }
    try {
      executor.onExit().get(30, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException("killed process " + executor.pid() + " does not end", e);
    }
  }

  /** The options of {@code conf/jvm.options}. */
  static List<String> jvmOptions() throws IOException {
    Path file = Path.of(System.getProperty("boltz.project.directory"), "conf", "jvm.options");
    return Files.readAllLines(file).stream()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
        .toList();
  }

  /** Fills {@code $SPARK_HOME/jars} and returns the jar of the project's classes. */
  private static Path prepareDistribution() throws IOException {
    String home = System.getenv("SPARK_HOME");
    if (home == null || System.getenv("SPARK_SCALA_VERSION") == null) {
      throw new IllegalStateException(
          "a test on executor processes needs SPARK_HOME (a directory to make) and"
              + " SPARK_SCALA_VERSION in its environment, as surefire sets them (see pom.xml)");
    }
    Path jars = emptied(Path.of(home, "jars"));
    List<Path> own = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      Path path = Path.of(entry).toAbsolutePath();
      if (isOwn(path)) {
        own.add(path);
      } else if (Files.exists(path)) {
        Files.createSymbolicLink(jars.resolve(path.getFileName()), path);
      }
    }
    Path jar = Path.of(home, "application.jar");
    pack(own, jar);
    return jar;
  }

  private static boolean isOwn(Path entry) {
    return Files.isDirectory(entry) || entry.getFileName().toString().startsWith("boltzspark-");
  }

  /** Without the links of an earlier build, which may have been to jars of other versions. */
  private static Path emptied(Path directory) throws IOException {
    Files.createDirectories(directory);
    try (Stream<Path> links = Files.list(directory)) {
      for (Path link : links.toList()) {
        Files.delete(link);
      }
    }
    return directory;
  }

  private static void pack(List<Path> classPath, Path jar) throws IOException {
    Map<String, byte[]> content = new HashMap<>();
    for (Path entry : classPath) {
      if (Files.isDirectory(entry)) {
        collect(entry, content);
      } else if (Files.exists(entry)) {
        try (var archive = java.nio.file.FileSystems.newFileSystem(entry)) {
          collect(archive.getPath("/"), content);
        }
      }
    }
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file)) {
      for (Map.Entry<String, byte[]> entry : content.entrySet()) {
        out.putNextEntry(new JarEntry(entry.getKey()));
        out.write(entry.getValue());
      }
    }
  }

  private static void collect(Path root, Map<String, byte[]> content) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(root)) {
      files = all.filter(Files::isRegularFile).toList();
    }
    for (Path file : files) {
      String name = root.relativize(file).toString().replace(File.separatorChar, '/');
      content.putIfAbsent(name, Files.readAllBytes(file));
    }
  }
}
