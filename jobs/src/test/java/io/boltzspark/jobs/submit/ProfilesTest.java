package io.boltzspark.jobs.submit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.internal.config.ConfigEntry$;
import org.apache.spark.launcher.JavaModuleOptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The files of {@code conf/spark}: settings that this Spark has, each with a reason. */
class ProfilesTest {
  private static final Path CONF = Path.of(System.getProperty("boltz.project.directory"), "conf");

  /** Scala objects whose loading registers Spark's settings. */
  private static final List<String> REGISTRIES =
      List.of("package$", "Deploy$", "History$", "Network$", "UI$", "Worker$");

  /**
   * Settings that Spark does not register: those it reads by name, and those of its modules for
   * YARN and Kubernetes, which are not on Maven's class path. From Spark's pages "Spark
   * Configuration", "Running Spark on YARN" and "Running Spark on Kubernetes".
   */
  private static final Set<String> DOCUMENTED =
      Set.of(
          "spark.master",
          "spark.local.dir",
          "spark.yarn.maxAppAttempts",
          "spark.yarn.queue",
          "spark.yarn.submit.waitAppCompletion",
          "spark.kubernetes.namespace",
          "spark.kubernetes.container.image",
          "spark.kubernetes.authenticate.driver.serviceAccountName",
          "spark.kubernetes.submission.waitAppCompletion",
          "spark.kubernetes.memoryOverheadFactor");

  private static final Pattern ENVIRONMENT =
      Pattern.compile(
          "spark\\.(executorEnv|yarn\\.appMasterEnv|kubernetes\\.driverEnv)\\.[A-Z][A-Z_]+");

  private static final Pattern SETTING = Pattern.compile("#?(spark\\.\\S+)\\s+(\\S.*)");

  @BeforeAll
  static void register() throws ClassNotFoundException {
    for (String registry : REGISTRIES) {
      Class.forName("org.apache.spark.internal.config." + registry);
    }
  }

  static List<Path> profiles() {
    try (Stream<Path> files = Files.list(CONF.resolve("spark"))) {
      return files.filter(file -> file.toString().endsWith(".conf")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void thereIsOneForEachKindOfCluster() {
    assertEquals(
        List.of("kubernetes.conf", "laptop.conf", "standalone.conf", "yarn.conf"),
        profiles().stream().map(file -> file.getFileName().toString()).toList());
  }

  @ParameterizedTest
  @MethodSource("profiles")
  void everySettingExistsIsGivenOnceAndExplained(Path profile) throws IOException {
    Set<String> keys = new TreeSet<>();
    boolean explained = false;
    for (String line : Files.readAllLines(profile)) {
      Matcher setting = SETTING.matcher(line);
      if (!setting.matches()) {
        // An empty line ends what the last comment explains.
        explained = line.startsWith("# ") || explained && !line.isEmpty();
        assertTrue(line.isEmpty() || line.startsWith("#"), "neither setting nor comment: " + line);
        continue;
      }
      String key = setting.group(1);
      assertTrue(isKnown(key), "Spark has no setting " + key);
      assertTrue(keys.add(key), key + " is given twice");
      assertTrue(explained || line.startsWith("#spark.yarn.queue"), key + " has no comment");
    }
    assertFalse(keys.isEmpty());
  }

  private static boolean isKnown(String key) {
    return ConfigEntry$.MODULE$.findEntry(key) != null
        || DOCUMENTED.contains(key)
        || ENVIRONMENT.matcher(key).matches();
  }

  @Test
  void aWrongSettingIsFound() {
    assertFalse(isKnown("spark.executor.core"));
    assertFalse(isKnown("spark.dynamicAllocation.enable"));
    assertTrue(isKnown("spark.executor.cores"));
  }

  /** What the profile says is what a submission would add otherwise, so nothing is added. */
  @ParameterizedTest
  @MethodSource("profiles")
  void saysAllThatARunNeedsSoThatSparkSubmitAloneIsEnough(Path file) {
    Profile profile = Profile.read(file.toString());
    Optional<String> master =
        profile.properties().containsKey("spark.master")
            ? Optional.empty()
            : Optional.of(
                file.endsWith("kubernetes.conf") ? "k8s://https://host:6443" : "spark://host:7077");
    for (String deployMode : List.of("client", "cluster")) {
      if (file.endsWith("laptop.conf") && deployMode.equals("cluster")) {
        continue;
      }
      List<String> arguments =
          Submission.of(
                  new Submission.Request(
                      Optional.of(profile),
                      master,
                      Optional.of(deployMode),
                      Map.of(),
                      Optional.of("/boltz.jar"),
                      List.of("doctor")))
              .arguments();
      assertFalse(arguments.contains("--conf"), arguments.toString());
      SparkArguments parsed = SparkArguments.parse(arguments);
      assertEquals(deployMode, parsed.deployMode());
      assertEquals(
          profile.properties().get("spark.driver.memory"),
          parsed.properties().get("spark.driver.memory"));
    }
  }

  /**
   * Spark gives its own list of JVM options to drivers and executors. What conf/jvm.options has
   * beyond it must come from elsewhere: Main sets the property for pictures. (Spark 4.1 has not got
   * the option that silences a warning of newer JDKs.)
   */
  @Test
  void jvmOptionsOfTheLauncherReachProcessesThatSparkStarts() throws IOException {
    List<String> missing = new ArrayList<>();
    List<String> spark = List.of(JavaModuleOptions.defaultModuleOptionArray());
    for (String line : Files.readAllLines(CONF.resolve("jvm.options"))) {
      if (!line.isBlank() && !line.startsWith("#") && !spark.contains(line.strip())) {
        missing.add(line.strip());
      }
    }
    missing.remove("--sun-misc-unsafe-memory-access=allow");
    assertEquals(List.of("-Djava.awt.headless=true"), missing);
  }
}
