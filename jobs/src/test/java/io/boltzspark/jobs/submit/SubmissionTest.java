package io.boltzspark.jobs.submit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a submission says, as the parser of spark-submit itself understands it. */
class SubmissionTest {
  private static final List<String> TRAIN =
      List.of("train", "--data", "hdfs:///mnist", "--out", "hdfs:///runs/a b");

  @TempDir Path directory;

  private static Submission.Request request(
      Optional<Profile> profile,
      String master,
      String deployMode,
      Map<String, String> conf,
      List<String> words) {
    return new Submission.Request(
        profile,
        Optional.ofNullable(master),
        Optional.ofNullable(deployMode),
        conf,
        Optional.of("hdfs:///apps/boltz.jar"),
        words);
  }

  private static SparkArguments parsed(Submission.Request request) {
    return SparkArguments.parse(Submission.of(request).arguments());
  }

  @ParameterizedTest
  @CsvSource({
    "yarn, client, spark.executorEnv.OPENBLAS_NUM_THREADS",
    "yarn, cluster, spark.yarn.appMasterEnv.OPENBLAS_NUM_THREADS",
    "k8s://https://h:6443, cluster, spark.kubernetes.driverEnv.OPENBLAS_NUM_THREADS",
    "spark://h:7077, client, spark.executorEnv.OPENBLAS_NUM_THREADS",
    "spark://h:7077, cluster, spark.executorEnv.OPENBLAS_NUM_THREADS"
  })
  void whatALaptopRunHasHoldsOnEveryCluster(String master, String deployMode, String threads) {
    SparkArguments parsed =
        parsed(request(Optional.empty(), master, deployMode, Map.of("spark.x", "1"), TRAIN));
    assertEquals(master, parsed.master());
    assertEquals(deployMode, parsed.deployMode());
    assertEquals("io.boltzspark.jobs.Main", parsed.mainClass());
    assertEquals("hdfs:///apps/boltz.jar", parsed.jar());
    assertEquals("boltz train", parsed.name());
    assertEquals(TRAIN, parsed.words());
    assertEquals("1", parsed.properties().get(threads));
    assertEquals("1", parsed.properties().get("spark.executorEnv.OPENBLAS_NUM_THREADS"));
    assertEquals("false", parsed.properties().get("spark.dynamicAllocation.enabled"));
    assertEquals("1", parsed.properties().get("spark.x"));
  }

  @Test
  void aJarThatSparkWouldTakeForSeveralIsRefused() {
    for (String name : List.of("a[1]", "{a,b}", "*", "a?b", "a,b", "a#b", "a\\b")) {
      String jar = "/opt/" + name + "/boltz.jar";
      Submission.Request request =
          new Submission.Request(
              Optional.empty(),
              Optional.of("spark://there:7077"),
              Optional.empty(),
              Map.of(),
              Optional.of(jar),
              TRAIN);
      BoltzException error = assertThrows(BoltzException.class, () -> Submission.of(request), name);
      assertEquals(ExitCode.BAD_CONFIGURATION, error.exitCode());
      assertTrue(error.getMessage().contains(jar) && error.getMessage().contains("--jar"));
    }
  }

  @Test
  void whatAProfileSaysIsLeftToIt() throws Exception {
    Path file =
        Files.writeString(
            directory.resolve("a profile.conf"),
            """
            spark.master                     spark://there:7077
            spark.submit.deployMode          cluster
            spark.dynamicAllocation.enabled  true
            spark.app.name                   mine
            spark.executor.memory            3g
            """);
    Submission submission =
        Submission.of(
            request(
                Optional.of(Profile.read(file.toString())),
                null,
                null,
                Map.of("spark.executor.memory", "4g"),
                TRAIN));
    assertFalse(
        String.join(" ", submission.arguments()).contains("dynamicAllocation"),
        submission.arguments().toString());
    SparkArguments parsed = SparkArguments.parse(submission.arguments());
    assertEquals("spark://there:7077", parsed.master());
    assertEquals("cluster", parsed.deployMode());
    assertEquals("mine", parsed.name());
    assertEquals("true", parsed.properties().get("spark.dynamicAllocation.enabled"));
    assertEquals("4g", parsed.properties().get("spark.executor.memory"));
    assertEquals("1", parsed.properties().get("spark.executorEnv.OPENBLAS_NUM_THREADS"));
  }

  @Test
  void theCommandsOwnMasterAndPropertiesAreForSparkSubmit() {
    SparkArguments parsed =
        parsed(
            request(
                Optional.empty(),
                "local[1]",
                null,
                Map.of("spark.driver.memory", "1g", "spark.a", "1"),
                List.of(
                    "train",
                    "--conf",
                    "spark.driver.memory=2g",
                    "--seed",
                    "7",
                    "--master=local[2]",
                    "--conf=spark.b=x=y")));
    assertEquals(List.of("train", "--seed", "7"), parsed.words());
    assertEquals("local[2]", parsed.master());
    assertEquals("2g", parsed.properties().get("spark.driver.memory"));
    assertEquals("1", parsed.properties().get("spark.a"));
    assertEquals("x=y", parsed.properties().get("spark.b"));
    assertFalse(parsed.properties().containsKey("spark.dynamicAllocation.enabled"));
  }

  @Test
  void inAnImageTheJarIsWhereTheRecipePutIt() {
    Submission.Request image =
        new Submission.Request(
            Optional.empty(),
            Optional.of("k8s://https://h:6443"),
            Optional.of("cluster"),
            Map.of(),
            Optional.empty(),
            TRAIN);
    assertEquals("local:///opt/boltz/boltz.jar", parsed(image).jar());
  }

  @Test
  void whatCannotBeIsRefused() throws Exception {
    assertRefused(
        ExitCode.BAD_CONFIGURATION,
        "--master",
        request(Optional.empty(), null, null, Map.of(), TRAIN));
    assertRefused(
        ExitCode.BAD_CONFIGURATION,
        "'mesos://h'",
        request(Optional.empty(), "mesos://h", null, Map.of(), TRAIN));
    assertRefused(
        ExitCode.BAD_CONFIGURATION,
        "--deploy-mode",
        request(Optional.empty(), "local[2]", "cluster", Map.of(), TRAIN));
    Path odd = Files.writeString(directory.resolve("odd.conf"), "master yarn\n");
    BoltzException error = assertThrows(BoltzException.class, () -> Profile.read(odd.toString()));
    assertEquals(ExitCode.BAD_CONFIGURATION, error.exitCode());
    assertTrue(error.getMessage().contains("'master'"), error.getMessage());
    assertEquals(
        ExitCode.BAD_INPUT,
        assertThrows(BoltzException.class, () -> Profile.read("none.conf")).exitCode());
  }

  private static void assertRefused(ExitCode code, String said, Submission.Request request) {
    BoltzException error = assertThrows(BoltzException.class, () -> Submission.of(request));
    assertEquals(code, error.exitCode());
    assertTrue(error.getMessage().contains(said), error.getMessage());
  }

  @Test
  void withoutAnInstallationOnlyMastersThatNeedNoneCanBeRun() {
    Submission yarn = Submission.of(request(Optional.empty(), "yarn", "cluster", Map.of(), TRAIN));
    BoltzException error =
        assertThrows(BoltzException.class, () -> new SubmitProcess(yarn, Map.of()).run());
    assertEquals(ExitCode.ENVIRONMENT, error.exitCode());
    assertTrue(error.getMessage().contains("SPARK_HOME"), error.getMessage());
    Submission local = Submission.of(request(Optional.empty(), "local", null, Map.of(), TRAIN));
    String nowhere = directory.resolve("none").toString();
    BoltzException empty =
        assertThrows(
            BoltzException.class,
            () -> new SubmitProcess(local, Map.of("SPARK_HOME", nowhere)).run());
    assertTrue(empty.getMessage().contains(nowhere), empty.getMessage());
  }
}
