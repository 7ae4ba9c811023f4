package io.boltzspark.jobs.prepare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.jobs.testing.AwkwardDirectory;
import io.boltzspark.jobs.testing.FileTree;
import io.boltzspark.jobs.testing.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code boltz prepare --source ising}. */
class IsingCommandTest {
  @TempDir(factory = AwkwardDirectory.class)
  Path directory;

  @Test
  void drawsPreparesAndSaysSo() throws IOException {
    Path out = directory.resolve("out");
    JsonNode said =
        Outcome.json(
            "prepare",
            "--source",
            "ising",
            "--size",
            "4",
            "--temperature",
            "2.269",
            "--count",
            "100",
            "--seed",
            "7",
            "--out",
            out.toString());
    assertEquals("Ising 4 x 4, T = 2.269", said.get("title").textValue());
    assertEquals(95, said.get("rows").get("train").intValue());
    assertEquals(5, said.get("rows").get("valid").intValue());
    assertEquals(10, said.get("rows").get("test").intValue());
    assertTrue(said.get("drawn").booleanValue());
    JsonNode ising = said.get("ising");
    assertEquals(4, ising.get("size").intValue());
    assertEquals(2.269, ising.get("temperature").doubleValue());
    assertEquals("wolff", ising.get("sampler").textValue());
    assertEquals(7, ising.get("seed").longValue());
    assertTrue(ising.get("updates").intValue() > 0);
    for (Path path : FileTree.of(directory).keySet()) {
      assertTrue(path.equals(directory) || path.startsWith(out), "left behind: " + path);
    }

    Path again = directory.resolve("again");
    JsonNode same =
        Outcome.json(
            "prepare",
            "--source=ising",
            "--size=4",
            "--temperature=2.269",
            "--count=100",
            "--seed=7",
            "--shards=2",
            "--out=" + again);
    assertEquals(said.get("fingerprint"), same.get("fingerprint"));
  }

  @Test
  void peopleAreToldHow() {
    Outcome outcome =
        Outcome.of(
            "prepare",
            "--source=ising",
            "--size=4",
            "--temperature=5",
            "--count=50",
            "--out=" + directory.resolve("out"),
            "--master=local[2]",
            "--quiet");
    assertEquals(0, outcome.exitCode(), outcome.err());
    assertTrue(outcome.out().startsWith("Ising 4 x 4, T = 5, "), outcome.out());
    assertTrue(outcome.out().contains("a Wolff chain of its own"), outcome.out());
  }

  @Test
  void optionsThatDoNotFitTogether() throws IOException {
    refused(ExitCode.USAGE, List.of("--temperature", "2.269"), "--source=ising", "--size=4");
    refused(ExitCode.USAGE, List.of("--size"), "--source=ising", "--temperature=2");
    refused(ExitCode.USAGE, List.of("--size 4", "--source ising"), "--size=4");
    refused(
        ExitCode.USAGE, List.of("--temperature 2.0", "remove"), "--source=d", "--temperature=2");
    refused(ExitCode.USAGE, List.of("--count 9"), "--source=d", "--count=9");
    refused(
        ExitCode.USAGE, List.of("--temperature", "'warm'"), "--source=ising", "--temperature=warm");
  }

  @Test
  void valuesThatAreNotAllowed() throws IOException {
    refusedValue("--size is 1;", "--size=1", "--temperature=2");
    refusedValue("--size is 1025;", "--size=1025", "--temperature=2");
    refusedValue("--temperature is 0.0;", "--size=4", "--temperature=0");
    refusedValue("--temperature is -2.0;", "--size=4", "--temperature=-2");
    refusedValue("--temperature is NaN;", "--size=4", "--temperature=NaN");
    refusedValue("--count is 0;", "--size=4", "--temperature=2", "--count=0");
    refusedValue(
        "empty validation set",
        "--size=4",
        "--temperature=2",
        "--count=5",
        "--valid-fraction=0.01");
  }

  private void refusedValue(String said, String... options) throws IOException {
    List<String> all = new ArrayList<>(List.of(options));
    all.add("--source=ising");
    refused(ExitCode.BAD_CONFIGURATION, List.of(said), all.toArray(new String[0]));
  }

  private void refused(ExitCode code, List<String> said, String... options) throws IOException {
    Map<Path, Integer> before = FileTree.of(directory);
    List<String> all = new ArrayList<>(List.of("prepare", "--out=" + directory.resolve("out")));
    all.addAll(List.of(options));
    Outcome.fails(code, said, all.toArray(new String[0]));
    assertEquals(before, FileTree.of(directory));
  }
}
