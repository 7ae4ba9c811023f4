package io.boltzspark.jobs.reproduce;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.boltzspark.jobs.BoltzCommandLine;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The files of {@code conf/reproduce}: what they ask for can be done. */
class CommittedExperimentsTest {
  private static final String PROJECT = System.getProperty("boltz.project.directory");

  static List<String> experiments() {
    return Experiments.in(new Configuration(), Path.of(PROJECT, "conf")).names();
  }

  @BeforeEach
  void passTheProjectAsTheLauncherDoes() {
    System.setProperty(Experiments.HOME, PROJECT);
  }

  @AfterEach
  void forget() {
    System.clearProperty(Experiments.HOME);
  }

  @ParameterizedTest
  @MethodSource("experiments")
  void presetsExistAndAllOptionsAreAccepted(String name, @TempDir Path directory)
      throws IOException {
    Path out = directory.resolve("out");
    for (List<String> form : List.of(List.of("--seeds", "3,4"), List.of("--short"))) {
      List<String> line = new ArrayList<>(List.of("reproduce", name, "--print-commands"));
      line.addAll(List.of("--out", out.toString()));
      line.addAll(form);
      JsonNode commands = json(line).get("commands");
      long trainings = 0;
      for (JsonNode command : commands) {
        assertTrue(command.textValue().contains(out.toString()), command.textValue());
        trainings += command.textValue().contains(" train --config ") ? 1 : 0;
      }
      int machines =
          Experiments.in(new Configuration(), Path.of(PROJECT, "conf"))
              .read(name)
              .machines()
              .size();
      assertEquals(form.contains("--short") ? machines : 2L * machines, trainings);
    }
    assertFalse(Files.exists(out));
  }

  /** Without a session of Spark, which nothing here needs. */
  private static JsonNode json(List<String> line) throws IOException {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    String[] words = Stream.concat(line.stream(), Stream.of("--json")).toArray(String[]::new);
    int status =
        BoltzCommandLine.run(new PrintWriter(out, true), new PrintWriter(err, true), words);
    assertEquals(0, status, err.toString());
    return new ObjectMapper().readTree(out.toString());
  }

  @Test
  void theListHasEachWithItsTime() throws IOException {
    JsonNode listed = json(List.of("reproduce")).get("experiments");
    List<String> names = new ArrayList<>();
    for (JsonNode experiment : listed) {
      names.add(experiment.get("name").textValue());
      assertFalse(experiment.get("time").textValue().isBlank());
    }
    assertEquals(experiments(), names);
    assertTrue(names.contains("energy-models"), names.toString());
  }
}
