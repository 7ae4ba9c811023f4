package io.boltzspark.jobs.environment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.jobs.testing.Outcome;
import io.boltzspark.jobs.testing.Program;
import io.boltzspark.jobs.testing.Surroundings;
import io.boltzspark.jobs.testing.TinyDigits;
import io.boltzspark.testing.SparkDistribution;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

class TemporaryDirectoryTest {
  private static final String TEMPORARY = "java.io.tmpdir";

  @TempDir Path directory;

  @Test
  void oneThatIsMissingIsMade() {
    Path missing = directory.resolve("a/b");
    assertEquals("", new TemporaryDirectory(missing.toString()).problem().orElse(""));
    assertTrue(Files.isDirectory(missing));
  }

  /** In this process: the command ends before Spark would start. */
  @Test
  void oneThatCannotServeIsRefusedBeforeWorkStarts() throws IOException {
    Path file = Files.createFile(directory.resolve("file"));
    refused("some/where", "is relative");
    refused(file.toString(), "is not a directory");
    refused(file + "/below", "does not exist and cannot be created");
    if (Files.isDirectory(Path.of("/proc/self"))) {
      refused("/proc/boltz", "does not exist and cannot be created");
      refused("/proc", "cannot be written");
    }
    try (Stream<Path> left = Files.list(directory)) {
      assertEquals(List.of(file), left.toList());
    }
  }

  private void refused(String value, String problem) throws IOException {
    String before = System.setProperty(TEMPORARY, value);
    try {
      Outcome.fails(
          ExitCode.ENVIRONMENT,
          List.of("the temporary directory " + value + " " + problem, "TMPDIR=DIR"),
          "prepare",
          "--source",
          directory.resolve("none").toString(),
          "--out",
          directory.resolve("data").toString());
    } finally {
      System.setProperty(TEMPORARY, before);
    }
  }

  @Test
  void sparksOwnDirectoriesMustBeWritable() throws IOException {
    Path file = Files.createFile(directory.resolve("file"));
    Outcome.fails(
        ExitCode.ENVIRONMENT,
        List.of(file + "/a", file + "/b", "spark.local.dir"),
        "prepare",
        "--source",
        directory.resolve("none").toString(),
        "--out",
        directory.resolve("data").toString(),
        "--conf",
        "spark.local.dir=%s/a,%s/b".formatted(file, file));
  }

  @Test
  void oneWithoutExecutionIsRefusedAndTheDoctorSaysSo() throws Exception {
    assumeTrue(Surroundings.exist(), "no namespaces");
    Path mounted = Files.createDirectory(directory.resolve("noexec"));
    for (String[] words :
        List.of(
            new String[] {"train", "--data", "none", "--out", directory + "/run", "--json"},
            new String[] {"doctor", "--json"})) {
      Outcome outcome = within(mounted, "noexec", words);
      assertEquals(ExitCode.ENVIRONMENT.number(), outcome.exitCode(), outcome.err());
      String said = outcome.json().toString();
      assertTrue(said.contains(mounted + " does not allow execution"), said);
      assertTrue(said.contains("TMPDIR=DIR"), said);
      assertFalse(said.contains("Spark session"), said);
    }
  }

  @Test
  void oneWithoutRoomIsRefused() throws Exception {
    assumeTrue(Surroundings.exist(), "no namespaces");
    Path mounted = Files.createDirectory(directory.resolve("full"));
    Outcome outcome =
        within(mounted, "size=8m", "train", "--data", "none", "--out", "none", "--json");
    assertEquals(ExitCode.ENVIRONMENT.number(), outcome.exitCode(), outcome.err());
    JsonNode error = outcome.json();
    String expected = mounted + " has 8.0 MiB free, but native libraries need 64 MiB there";
    assertTrue(error.path("error").textValue().contains(expected), error.toString());
    assertFalse(outcome.err().contains("\tat "), outcome.err());
  }

  /** Executors find their libraries, and fail to load them, when the first task needs them. */
  @Test
  @EnabledIfSystemProperty(
      named = "boltz.processes",
      matches = "all",
      disabledReason =
          "takes a minute or two; ErrorReportTest has the message in every build:"
              + " -Dboltz.processes=all")
  void oneOfExecutorsWithoutExecutionIsNamedWithTheRemedy() throws Exception {
    assumeTrue(Surroundings.exist(), "no namespaces");
    Path mounted = Files.createDirectory(directory.resolve("noexec"));
    Path data = directory.resolve("data");
    Path idx = TinyDigits.write(directory.resolve("idx"));
    Outcome.json("prepare", "--source", idx.toString(), "--out", data.toString());
    Path run = directory.resolve("run");
    for (String[] command :
        List.of(
            new String[] {"train", "--data", data.toString(), "--out", run.toString()},
            new String[] {"doctor"})) {
      List<String> words = new ArrayList<>(List.of(command));
      words.addAll(List.of("--json", "--master", "local-cluster[1,2,1024]"));
      words.addAll(List.of("--conf", "spark.executor.memory=512m"));
      String jar = SparkDistribution.get().application().toUri().toString();
      words.addAll(List.of("--conf", "spark.jars=" + jar));
      String options = "spark.executor.extraJavaOptions=-D" + TEMPORARY + "=" + mounted;
      words.addAll(List.of("--conf", options));
      Outcome outcome =
          Program.within(
                  directory,
                  Surroundings.mounted(mounted, "noexec"),
                  builder -> {},
                  words.toArray(new String[0]))
              .end();
      String all = outcome.out() + outcome.err();
      assertEquals(ExitCode.ENVIRONMENT.number(), outcome.exitCode(), all);
      String said = outcome.json().toString();
      assertTrue(said.contains("could not load a native library from " + mounted), all);
      assertTrue(said.contains("spark.executor.extraJavaOptions=-Djava.io.tmpdir=DIR"), all);
      assertFalse(outcome.err().contains("\tat "), all);
    }
  }

  private Outcome within(Path mounted, String options, String... words) throws Exception {
    return Program.within(
            directory,
            Surroundings.mounted(mounted, options),
            builder ->
                builder.environment().put("JAVA_TOOL_OPTIONS", "-D" + TEMPORARY + "=" + mounted),
            words)
        .end();
  }
}
