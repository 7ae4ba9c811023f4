package io.boltzspark.jobs.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.jobs.telemetry.MetricsPlugin;
import io.boltzspark.spark.LocalDirectories;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SparkSessionsTest {

  @AfterEach
  void forgetProperties() {
    System.clearProperty("spark.master");
    System.clearProperty("boltz.jar");
  }

  @Test
  void filesAreReachedAsTheSessionWouldReachThem() {
    Configuration hadoop =
        SparkSessions.hadoop(
            "test", Optional.of("local[1]"), Map.of("spark.hadoop.fs.s3a.endpoint", "here:9000"));
    assertEquals("here:9000", hadoop.get("fs.s3a.endpoint"));
  }

  @Test
  void aSubmittedMasterIsKeptUnlessOneIsGiven() {
    assertEquals("local[*]", configure(Optional.empty(), Map.of()).get("spark.master"));
    System.setProperty("spark.master", "spark://host:7077");
    assertEquals("spark://host:7077", configure(Optional.empty(), Map.of()).get("spark.master"));
    assertEquals("local[2]", configure(Optional.of("local[2]"), Map.of()).get("spark.master"));
  }

  @Test
  void theUsersPropertiesWin() {
    SparkConf conf =
        configure(
            Optional.of("local[1]"),
            Map.of("spark.ui.enabled", "true", "spark.driver.host", "example"));
    assertEquals("true", conf.get("spark.ui.enabled"));
    assertEquals("example", conf.get("spark.driver.host"));
    assertEquals("127.0.0.1", conf.get("spark.driver.bindAddress"));
  }

  /** Without this, Spark would end the process with a code of its own. */
  @Test
  void aLocalDirectoryThatCannotBeMadeIsRefused(@TempDir Path directory) throws IOException {
    String below = Files.writeString(directory.resolve("file"), "") + "/below";
    BoltzException error =
        assertThrows(
            BoltzException.class,
            () ->
                SparkSessions.open(
                    "test", Optional.of("local[1]"), Map.of("spark.local.dir", below)));
    assertEquals(ExitCode.ENVIRONMENT, error.exitCode());
    assertTrue(
        error.getMessage().contains(below) && error.getMessage().contains("spark.local.dir"),
        error.getMessage());
    String another = directory.resolve("made").toString();
    LocalDirectories.requireOne(new SparkConf(false).set("spark.local.dir", below + "," + another));
    assertEquals(0, Path.of(another).toFile().list().length);
  }

  @Test
  void metricsAreOneOfThePlugins() {
    String own = MetricsPlugin.class.getName();
    Optional<String> master = Optional.of("local[1]");
    assertEquals(own, configure(master, Map.of()).get("spark.plugins"));
    assertEquals(
        "a.Plugin,b.Plugin," + own,
        configure(master, Map.of("spark.plugins", "a.Plugin,b.Plugin")).get("spark.plugins"));
    assertEquals(
        own + ", a.Plugin",
        configure(master, Map.of("spark.plugins", own + ", a.Plugin")).get("spark.plugins"));
  }

  @Test
  void aClusterGetsTheJarAndCanReachTheDriver() {
    System.setProperty("boltz.jar", "/somewhere/boltz.jar");
    SparkConf cluster = configure(Optional.of("spark://host:7077"), Map.of());
    assertEquals("/somewhere/boltz.jar", cluster.get("spark.jars"));
    assertEquals("1", cluster.get("spark.executorEnv.OPENBLAS_NUM_THREADS"));
    assertFalse(cluster.contains("spark.driver.bindAddress"));
    assertFalse(configure(Optional.of("local"), Map.of()).contains("spark.jars"));
  }

  @Test
  void tasksOnAClusterWaitForNoParticularExecutor() {
    Optional<String> master = Optional.of("spark://host:7077");
    assertEquals("0s", configure(master, Map.of()).get("spark.locality.wait"));
    Map<String, String> given = Map.of("spark.locality.wait", "1s");
    assertEquals("1s", configure(master, given).get("spark.locality.wait"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"local", "local[*]", "local[4]", "local[2,3]", "local-cluster[2,1,1024]"})
  void localMastersAreKnown(String url) {
    assertTrue(new Master(url).isLocal());
  }

  @ParameterizedTest
  @ValueSource(strings = {"spark://a:7077", "spark://a:1,b:2", "yarn", "k8s://https://host:6443"})
  void clusterMastersAreKnown(String url) {
    assertFalse(new Master(url).isLocal());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "lokal", "local[0]", "local[x]", "spark://a", "a:7077", "mesos://a:1"})
  void otherMastersAreRefusedWithWhatIsAllowed(String url) {
    BoltzException error = assertThrows(BoltzException.class, () -> new Master(url));
    assertEquals(ExitCode.BAD_CONFIGURATION, error.exitCode());
    assertTrue(error.getMessage().contains("'" + url + "'"), error.getMessage());
    assertTrue(error.getMessage().contains("--master"), error.getMessage());
  }

  @Test
  void aStandaloneMasterMustAnswer() throws IOException {
    int port;
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = server.getLocalPort();
      new Master("spark://127.0.0.1:" + port).requireAnswer();
    }
    Master gone = new Master("spark://127.0.0.1:" + port);
    BoltzException error = assertThrows(BoltzException.class, gone::requireAnswer);
    assertEquals(ExitCode.ENVIRONMENT, error.exitCode());
    assertTrue(error.getMessage().contains("127.0.0.1:" + port), error.getMessage());
  }

  private static SparkConf configure(Optional<String> master, Map<String, String> given) {
    return SparkSessions.configure("test", master, given);
  }
}
