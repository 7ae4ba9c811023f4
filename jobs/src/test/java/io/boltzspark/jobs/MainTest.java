package io.boltzspark.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole program as a process of its own, with Spark. */
class MainTest {
  @TempDir Path directory;

  @Test
  void anErrorAfterSparkHasStartedKeepsTheContract() throws Exception {
    Path out = directory.resolve("data");
    Outcome outcome =
        run(
            "prepare",
            "--source",
            directory.resolve("none").toString(),
            "--out",
            out.toString(),
            "--master",
            "local[1]",
            "--json");
    assertEquals(3, outcome.exitCode(), outcome.err());
    // Standard output is the object and nothing else.
    assertEquals(1, outcome.out().lines().count(), outcome.out());
    JsonNode json = new ObjectMapper().readTree(outcome.out());
    assertEquals(3, json.get("exit_code").intValue());
    assertFalse(outcome.err().contains("\tat "), outcome.err());
    assertFalse(outcome.err().contains("WARN"), outcome.err());
    assertFalse(Files.exists(out));
  }

  @Test
  void resultsGoToStandardOutputOnly() throws Exception {
    Outcome outcome = run("version");
    assertEquals(0, outcome.exitCode());
    assertTrue(outcome.out().startsWith("BoltzSpark 0.1.0"), outcome.out());
    assertEquals("", outcome.err());
  }

  private record Outcome(int exitCode, String out, String err) {}

  private Outcome run(String... arguments) throws IOException, InterruptedException {
    String project = System.getProperty("boltz.project.directory");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("@" + project + "/conf/jvm.options");
    command.addAll(List.of("-Xmx1g", "-cp", System.getProperty("java.class.path")));
    command.add(Main.class.getName());
    command.addAll(List.of(arguments));
    Path out = directory.resolve("out.txt");
    Path err = directory.resolve("err.txt");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), "the program did not end");
    // JDK 24 and later say at every start that one of the packages in jvm.options is gone.
    String said =
        Files.readAllLines(err).stream()
            .filter(line -> !line.startsWith("WARNING: package sun.security.action"))
            .collect(Collectors.joining("\n"));
    return new Outcome(process.exitValue(), Files.readString(out), said);
  }
}
