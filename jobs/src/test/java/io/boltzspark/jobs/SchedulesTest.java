package io.boltzspark.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.jobs.submit.SparkArguments;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

/**
 * The examples of {@code conf/schedule}, as far as a machine without these schedulers can tell:
 * their form, and that the very command which they start is one that this program understands.
 */
class SchedulesTest {
  private static final Path PROJECT = Path.of(System.getProperty("boltz.project.directory"));
  private static final Path SCHEDULES = PROJECT.resolve("conf/schedule");

  /** Stands in for the launcher and writes down its arguments. */
  private static final String LAUNCHER = "#!/bin/sh\nprintf '%s\\n' \"$@\" >> said\n";

  @TempDir Path home;

  /** It must be a command with options that parse, about a specification that the project has. */
  private static void assertRetrains(List<String> words, String spec, String runId) {
    assertEquals("retrain", words.get(0));
    BoltzCommandLine.create().parseArgs(words.toArray(new String[0]));
    assertEquals(spec, words.get(words.indexOf("--spec") + 1));
    String id = words.get(words.indexOf("--run-id") + 1);
    assertTrue(id.matches(runId), id);
    assertTrue(Files.exists(PROJECT.resolve("conf/retrain").resolve(Path.of(spec).getFileName())));
  }

  private static List<String> settings(String file) throws IOException {
    return Files.readAllLines(SCHEDULES.resolve(file)).stream()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .toList();
  }

  /** Runs a shell's words in a directory with a launcher that writes down what it is told. */
  private List<String> told(Map<String, String> environment, List<String> command)
      throws Exception {
    Path launcher = Files.writeString(home.resolve("boltz"), LAUNCHER);
    Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.deleteIfExists(home.resolve("said"));
    ProcessBuilder builder = new ProcessBuilder(command).directory(home.toFile());
    builder.environment().putAll(environment);
    run(builder);
    return Files.readAllLines(home.resolve("said"));
  }

  private static String run(ProcessBuilder builder) throws Exception {
    Process process = builder.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), output);
    return output;
  }

  @Test
  void cron() throws Exception {
    Pattern variable = Pattern.compile("([A-Z_]+)=(\\S+)");
    Pattern entry = Pattern.compile("(\\d+) (\\d+) \\* \\* \\* (.+)");
    Map<String, String> environment = new LinkedHashMap<>();
    int entries = 0;
    for (String line : settings("crontab")) {
      Matcher assignment = variable.matcher(line);
      if (assignment.matches()) {
        environment.put(assignment.group(1), assignment.group(2));
        continue;
      }
      Matcher job = entry.matcher(line);
      assertTrue(job.matches(), line);
      assertTrue(Integer.parseInt(job.group(1)) < 60 && Integer.parseInt(job.group(2)) < 24, line);
      // To cron, % ends the command and \% is the letter.
      assertFalse(job.group(3).matches(".*(?<!\\\\)%.*"), line);
      environment.put("BOLTZ_HOME", home.toString());
      List<String> words =
          told(
              environment,
              List.of(environment.get("SHELL"), "-c", job.group(3).replace("\\%", "%")));
      assertRetrains(words, "conf/retrain/mnist.conf", "nightly-\\d{4}-\\d\\d-\\d\\d");
      entries++;
    }
    assertEquals(2, entries, "the run and its retry");
  }

  @Test
  void systemdStartsTheCommand() throws Exception {
    String start =
        settings("boltz-retrain.service").stream()
            .filter(line -> line.startsWith("ExecStart="))
            .findFirst()
            .orElseThrow();
    Matcher shell = Pattern.compile("ExecStart=(/\\S+) -c '([^']*)'").matcher(start);
    assertTrue(shell.matches(), start);
    String script = shell.group(2).replace("$$", "$").replace("%%", "%");
    List<String> words = told(Map.of(), List.of(shell.group(1), "-c", script));
    assertRetrains(words, "conf/retrain/mnist.conf", "nightly-\\d{4}-\\d\\d-\\d\\d");
    Set<Integer> codes =
        Set.copyOf(Arrays.stream(ExitCode.values()).map(ExitCode::number).toList());
    String prevented =
        settings("boltz-retrain.service").stream()
            .filter(line -> line.startsWith("RestartPreventExitStatus="))
            .findFirst()
            .orElseThrow();
    for (String code : prevented.split("=")[1].split(" ")) {
      assertTrue(codes.contains(Integer.parseInt(code)), "no exit code " + code);
    }
    assertTrue(settings("boltz-retrain.timer").contains("Unit=boltz-retrain.service"));
  }

  @Test
  void systemdAcceptsTheUnits() throws Exception {
    assumeTrue(isThere("systemd-analyze", "--version"), "no systemd-analyze on this machine");
    for (String unit : List.of("boltz-retrain.service", "boltz-retrain.timer")) {
      String text = Files.readString(SCHEDULES.resolve(unit));
      Files.writeString(home.resolve(unit), text.replace("/opt/boltzspark", home.toString()));
    }
    // Says whatever it does not know or like, and ends with 0 for some of it all the same.
    String said =
        run(
            new ProcessBuilder(
                "systemd-analyze",
                "verify",
                "--man=no",
                home.resolve("boltz-retrain.service").toString(),
                home.resolve("boltz-retrain.timer").toString()));
    assertFalse(said.contains("boltz-retrain"), said);
  }

  private static boolean isThere(String... command) throws InterruptedException {
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }

  /** Executed against modules that take what Airflow's own do, and write it down. */
  @Test
  void airflow() throws Exception {
    assumeTrue(isThere("python3", "--version"), "no python3 on this machine");
    Path stubs = Path.of(SchedulesTest.class.getResource("airflow").toURI());
    Path dag = SCHEDULES.resolve("airflow_dag.py");
    ProcessBuilder python =
        new ProcessBuilder("python3", "-B", stubs.resolve("record_dag.py").toString());
    python.command().add(dag.toString());
    python.environment().put("PYTHONPATH", stubs.toString());
    python.environment().put("BOLTZ_HOME", PROJECT.toString());
    JsonNode said = new ObjectMapper().readTree(run(python));
    assertEquals(1, said.at("/dag/max_active_runs").intValue());
    assertFalse(said.at("/dag/catchup").booleanValue());
    assertTrue(said.at("/dag/default_args/retries").intValue() > 0);
    JsonNode operator = said.get("operator");
    assertEquals("1", operator.at("/env_vars/OPENBLAS_NUM_THREADS").textValue());
    // As Airflow's hook puts them in order.
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--master",
                "yarn",
                "--properties-file",
                operator.get("properties_file").textValue(),
                "--name",
                operator.get("name").textValue(),
                "--class",
                operator.get("java_class").textValue(),
                "--deploy-mode",
                operator.get("deploy_mode").textValue(),
                operator.get("application").textValue()));
    operator.get("application_args").forEach(word -> arguments.add(word.textValue()));
    SparkArguments parsed = SparkArguments.parse(arguments);
    assertEquals("io.boltzspark.jobs.Main", parsed.mainClass());
    assertTrue(parsed.jar().endsWith("/jobs/target/boltz.jar"), parsed.jar());
    assertEquals("false", parsed.properties().get("spark.dynamicAllocation.enabled"));
    List<String> words =
        parsed.words().stream().map(word -> word.replace("{{ ds }}", "2026-11-21")).toList();
    assertRetrains(words, "file://" + PROJECT + "/conf/retrain/mnist.conf", "nightly-2026-11-21");
  }

  /**
   * Fields of ScheduledSparkApplication and SparkApplication, from the operator's published types
   * (api/v1beta2): those that are used here.
   */
  private static final Map<String, Set<String>> FIELDS =
      Map.of(
          "", Set.of("apiVersion", "kind", "metadata", "spec"),
          "metadata", Set.of("name", "namespace", "labels", "annotations"),
          "spec",
              Set.of(
                  "schedule",
                  "template",
                  "suspend",
                  "concurrencyPolicy",
                  "successfulRunHistoryLimit",
                  "failedRunHistoryLimit"),
          "spec.template",
              Set.of(
                  "type",
                  "mode",
                  "sparkVersion",
                  "image",
                  "imagePullPolicy",
                  "mainClass",
                  "mainApplicationFile",
                  "arguments",
                  "restartPolicy",
                  "sparkConf",
                  "hadoopConf",
                  "driver",
                  "executor"),
          "spec.template.restartPolicy",
              Set.of(
                  "type",
                  "onFailureRetries",
                  "onFailureRetryInterval",
                  "onSubmissionFailureRetries",
                  "onSubmissionFailureRetryInterval"),
          "spec.template.driver",
              Set.of(
                  "cores",
                  "memory",
                  "memoryOverhead",
                  "serviceAccount",
                  "javaOptions",
                  "terminationGracePeriodSeconds",
                  "env"),
          "spec.template.executor",
              Set.of("instances", "cores", "memory", "memoryOverhead", "javaOptions", "env"));

  @Test
  void kubernetes() throws Exception {
    Map<String, Object> root =
        new Yaml().load(Files.readString(SCHEDULES.resolve("scheduled-spark-application.yaml")));
    FIELDS.forEach(
        (path, allowed) -> {
          Map<?, ?> object = at(root, path);
          assertNotNull(object, path);
          object.keySet().forEach(key -> assertTrue(allowed.contains(key), path + "." + key));
        });
    assertEquals("sparkoperator.k8s.io/v1beta2", root.get("apiVersion"));
    assertEquals("ScheduledSparkApplication", root.get("kind"));
    assertEquals("Forbid", at(root, "spec").get("concurrencyPolicy"));
    assertTrue(at(root, "spec").get("schedule").toString().matches("\\d+ \\d+ \\* \\* \\*"));
    Map<?, ?> template = at(root, "spec.template");
    assertEquals("Java", template.get("type"));
    assertEquals("cluster", template.get("mode"));
    assertTrue(Set.of("Never", "OnFailure").contains(at(template, "restartPolicy").get("type")));
    assertEquals("io.boltzspark.jobs.Main", template.get("mainClass"));
    assertEquals("local://" + imageJar(), template.get("mainApplicationFile"));
    at(template, "sparkConf").values().forEach(v -> assertTrue(v instanceof String, "" + v));
    List<String> words =
        ((List<?>) template.get("arguments")).stream().map(Object::toString).toList();
    assertRetrains(words, "s3a://bucket/retrain/mnist.conf", "\\$\\(BOLTZ_RUN_ID\\)");
    assertTrue(at(template, "driver").get("env").toString().contains("BOLTZ_RUN_ID"));
  }

  private static Map<?, ?> at(Map<?, ?> root, String path) {
    Map<?, ?> object = root;
    for (String key : path.isEmpty() ? new String[0] : path.split("\\.")) {
      object = (Map<?, ?>) object.get(key);
    }
    return object;
  }

  /** Where the image's recipe puts the jar, which has to be the jar that the build makes. */
  private static String imageJar() throws IOException {
    List<String> instructions;
    try (Stream<String> lines = Files.lines(PROJECT.resolve("conf/kubernetes/Dockerfile"))) {
      instructions = lines.filter(line -> !line.isBlank() && !line.startsWith("#")).toList();
    }
    assertTrue(instructions.get(0).matches("ARG SPARK_IMAGE=apache/spark:[0-9.]+"));
    assertEquals("FROM ${SPARK_IMAGE}", instructions.get(1));
    String target = null;
    for (String line : instructions.subList(2, instructions.size())) {
      Matcher copy = Pattern.compile("COPY (\\S+) (/\\S+)").matcher(line);
      if (copy.matches()) {
        target = copy.group(2);
        assertEquals("jobs/target/" + buildsJar(), copy.group(1));
        assertTrue(
            Files.readAllLines(PROJECT.resolve("conf/kubernetes/Dockerfile.dockerignore"))
                .contains("!" + copy.group(1)));
      } else {
        assertTrue(line.matches("ENV [A-Z_]+=\\S+"), line);
      }
    }
    return target;
  }

  private static String buildsJar() throws IOException {
    Matcher name =
        Pattern.compile("<finalName>(\\w+)</finalName>")
            .matcher(Files.readString(PROJECT.resolve("jobs/pom.xml")));
    assertTrue(name.find());
    return name.group(1) + ".jar";
  }
}
