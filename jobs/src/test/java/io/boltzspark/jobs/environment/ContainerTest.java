package io.boltzspark.jobs.environment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.jobs.testing.Outcome;
import io.boltzspark.jobs.testing.Program;
import io.boltzspark.jobs.testing.Surroundings;
import io.boltzspark.jobs.testing.TinyDigits;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a container lacks: a name for the user, a home directory, an address for the host. */
class ContainerTest {
  @TempDir Path directory;

  @Test
  void workIsDoneWithoutThem() throws Exception {
    assumeTrue(Surroundings.exist(), "no namespaces");
    Path source = TinyDigits.write(directory.resolve("idx"));
    Path data = directory.resolve("data");
    Path place = Files.createDirectory(directory.resolve("place"));
    Path hosts = Files.createFile(directory.resolve("hosts"));
    String log = System.getProperty("boltz.project.directory") + "/conf/log4j2.properties";
    String options =
        "-Djdk.net.hosts.file=%s \"-Dlog4j2.configurationFile=file:%s\"".formatted(hosts, log);
    Outcome outcome =
        Program.within(
                directory,
                Surroundings.userWithoutName(),
                builder -> {
                  builder.directory(place.toFile());
                  builder.environment().put("JAVA_TOOL_OPTIONS", options);
                  builder.environment().keySet().removeAll(List.of("HOME", "SPARK_LOCAL_IP"));
                },
                "prepare",
                "--source",
                source.toString(),
                "--out",
                data.toString(),
                "--master",
                "local[2]",
                "--json")
            .end();
    assertEquals(0, outcome.exitCode(), outcome.err());
    assertEquals(40, outcome.json().path("rows").path("test").intValue());
    assertFalse(outcome.err().contains("\tat "), outcome.err());
    assertFalse(outcome.err().contains("ERROR"), outcome.err());
    try (Stream<Path> left = Files.list(place)) {
      assertEquals(List.of(), left.toList(), "a home directory of the name ?");
    }
  }

  @Test
  void theUsersNameIsHadoopsOrTheNumber() {
    assertEquals("me", Account.nameFor(Map.of("HADOOP_USER_NAME", "me")));
    assertTrue(Account.nameFor(Map.of()).matches("uid[0-9]*"), Account.nameFor(Map.of()));
  }

  @Test
  void aClustersDriverNeedsAnAddress() {
    SparkConf conf = new SparkConf(false);
    BoltzException refused =
        assertThrows(
            BoltzException.class, () -> HostName.requireForCluster(conf, Map.of(), () -> false));
    assertEquals(ExitCode.ENVIRONMENT, refused.exitCode());
    assertTrue(refused.getMessage().contains("spark.driver.host"), refused.getMessage());
    HostName.requireForCluster(conf, Map.of(), () -> true);
    HostName.requireForCluster(conf, Map.of("SPARK_LOCAL_IP", "192.0.2.1"), () -> false);
    conf.set("spark.driver.host", "192.0.2.1");
    HostName.requireForCluster(conf, Map.of(), () -> false);
  }
}
