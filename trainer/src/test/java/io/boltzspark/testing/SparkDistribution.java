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
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/**
 * A Spark distribution, put together in {@code $SPARK_HOME} (the build sets it to a directory under
 * {@code target}) out of links to the jars of other projects on the test's class path. The
 * project's own classes are not in it: they reach other processes as they do on a cluster, as a jar
 * that the driver hands out.
 */
public final class SparkDistribution {
  /** Serves HDFS to the tests; executors are its clients only. */
  private static final String SERVER = "hadoop-client-minicluster-";

  private static SparkDistribution prepared;

  private final Path jars;
  private final Path application;

  private SparkDistribution(Path jars, Path application) {
    this.jars = jars;
    this.application = application;
  }

  /** The distribution; it is made when it is first asked for. */
  public static synchronized SparkDistribution get() {
    if (prepared == null) {
      prepared = prepare();
    }
    return prepared;
  }

  /** The jar of the project's classes. */
  public Path application() {
    return application;
  }

  /**
   * What starts a JVM with Spark on its class path, as Spark's own scripts do: the command but the
   * main class and its arguments.
   *
   * @param heap for example {@code 512m}
   */
  public List<String> java(String heap) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvmOptions());
    command.addAll(List.of("-Xmx" + heap, "-cp", jars + File.separator + "*"));
    return command;
  }

  /**
   * The options of {@code conf/jvm.options}, and one for processes that live for seconds: they get
   * nothing back for thorough compilation.
   */
  static List<String> jvmOptions() {
    Path file = Path.of(System.getProperty("boltz.project.directory"), "conf", "jvm.options");
    try {
      Stream<String> options =
          Files.readAllLines(file).stream()
              .map(String::strip)
              .filter(line -> !line.isEmpty() && !line.startsWith("#"));
      return Stream.concat(options, Stream.of("-XX:TieredStopAtLevel=1")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static SparkDistribution prepare() {
    String home = System.getenv("SPARK_HOME");
    if (home == null || System.getenv("SPARK_SCALA_VERSION") == null) {
      throw new IllegalStateException(
          "a test on processes of Spark's own needs SPARK_HOME (a directory to make) and"
              + " SPARK_SCALA_VERSION in its environment, as surefire sets them (see pom.xml)");
    }
    try {
      Path jars = emptied(Path.of(home, "jars"));
      List<Path> own = new ArrayList<>();
      for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
        Path path = Path.of(entry).toAbsolutePath();
        if (entry.isEmpty()) {
          continue; // for Java the working directory, which holds no classes
        }
        if (isOwn(path)) {
          own.add(path);
        } else if (Files.exists(path) && !path.getFileName().toString().startsWith(SERVER)) {
          Files.createSymbolicLink(jars.resolve(path.getFileName()), path);
        }
      }
      Path application = Path.of(home, "application.jar");
      pack(own, application);
      return new SparkDistribution(jars, application);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
