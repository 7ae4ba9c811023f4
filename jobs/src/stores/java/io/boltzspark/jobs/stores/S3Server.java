package io.boltzspark.jobs.stores;

import io.boltzspark.files.FileSystems;
import io.boltzspark.files.Paths;
import io.boltzspark.testing.Processes;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;

/**
 * A server of S3's protocol as a process of its own: Adobe's S3Mock, whose jar the profile {@code
 * stores} puts into {@code target}. With {@code -Dboltz.s3=http://HOST:PORT} it is another server
 * that runs already and has a bucket {@code boltz}.
 */
final class S3Server implements AutoCloseable {
  private static final String BUCKET = "boltz";
  private static final Duration PATIENCE = Duration.ofMinutes(9);

  private final String endpoint;
  private final Process process;
  private final String root = "s3a://" + BUCKET + "/" + UUID.randomUUID();

  private S3Server(String endpoint, Process process) {
    this.endpoint = endpoint;
    this.process = process;
  }

  /**
   * @param directory for what the server stores and says
   */
  static S3Server start(Path directory) throws IOException {
    String running = System.getProperty("boltz.s3", "");
    if (!running.isEmpty()) {
      return new S3Server(running, null);
    }
    int port = freePort();
    Path jar =
        Path.of(System.getProperty("boltz.project.directory"), "jobs/target/stores/s3mock.jar");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Xmx512m"));
    command.add("-Djava.io.tmpdir=" + directory);
    command.add("-Dcom.adobe.testing.s3mock.store.initial-buckets=" + BUCKET);
    command.addAll(List.of("-Dserver.port=0", "-Dhttp.port=" + port, "-jar", jar.toString()));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("s3.log").toFile())
            .start();
    S3Server server = new S3Server("http://127.0.0.1:" + port, process);
    try {
      Processes.await(() -> "S3Mock: " + directory.resolve("s3.log"), PATIENCE, server::answers);
    } catch (RuntimeException | Error e) {
      process.destroyForcibly();
      throw e;
    }
    return server;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private boolean answers() {
    try {
      HttpURLConnection request = (HttpURLConnection) URI.create(endpoint).toURL().openConnection();
      return request.getResponseCode() == 200;
    } catch (IOException notYet) {
      return false;
    }
  }

  /** A path in the bucket, with scheme; below a directory of this test alone. */
  String path(String name) {
    return root + "/" + name;
  }

  /** The properties of Hadoop's connector. */
  Map<String, String> properties() {
    Map<String, String> properties = new TreeMap<>();
    properties.put("fs.s3a.endpoint", endpoint);
    properties.put("fs.s3a.endpoint.region", "us-east-1");
    properties.put("fs.s3a.path.style.access", "true");
    properties.put("fs.s3a.connection.ssl.enabled", "false");
    properties.put("fs.s3a.access.key", "any");
    properties.put("fs.s3a.secret.key", "any");
    properties.put("fs.s3a.audit.execution.interceptors", OneWriteAtATime.class.getName());
    return properties;
  }

  Configuration hadoop() {
    Configuration hadoop = new Configuration();
    properties().forEach(hadoop::set);
    return hadoop;
  }

  FileSystem fileSystem() {
    return FileSystems.of(hadoop(), Paths.of(path("")));
  }

  /** A command line with what a command needs to be told to use it. */
  String[] line(String... words) {
    List<String> line = new ArrayList<>(List.of(words));
    properties()
        .forEach(
            (key, value) -> line.addAll(List.of("--conf", "spark.hadoop." + key + "=" + value)));
    return line.toArray(new String[0]);
  }

  @Override
  public void close() {
    if (process != null) {
      process.destroyForcibly();
    }
  }
}
