package io.boltzspark.jobs.sample;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.jobs.testing.AwkwardDirectory;
import io.boltzspark.jobs.testing.Outcome;
import io.boltzspark.jobs.testing.SavedModels;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.MachineSpec;
import io.boltzspark.model.Standardisation;
import io.boltzspark.model.UnitSpec;
import io.boltzspark.model.UnitType;
import io.boltzspark.spark.Tables;
import io.boltzspark.testing.TestSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Samples as data on the command line: options, refusals, and who reads the files. */
class SampleFormatsTest {
  @TempDir(factory = AwkwardDirectory.class)
  static Path directory;

  private static final UnitSpec HIDDEN = UnitSpec.of(UnitType.BERNOULLI, 3);
  private static String binary;
  private static String family;

  @BeforeAll
  static void save() throws IOException {
    binary = model("binary", UnitSpec.of(UnitType.BERNOULLI, 4), HIDDEN, "");
    family = model("family", UnitSpec.of(UnitType.POTTS, 15, 5), HIDDEN, "-ACGU");
  }

  private static String model(String name, UnitSpec visible, UnitSpec hidden, String alphabet)
      throws IOException {
    MachineSpec spec = MachineSpec.of(visible, hidden);
    return SavedModels.save(directory.resolve(name), spec, 0.5, alphabet, false);
  }

  private static String[] sample(String run, String out, String... more) {
    List<String> words =
        new ArrayList<>(
            List.of("sample", "--model", run, "--out", directory.resolve(out).toString()));
    words.addAll(List.of("--steps", "3", "--count", "60"));
    words.addAll(List.of(more));
    return words.toArray(new String[0]);
  }

  /** Scores of the same rows by the same machine are the energies that were written. */
  @Test
  void parquetIsDataAgain() throws IOException {
    for (String run : List.of(binary, family)) {
      String name = Path.of(run).getFileName().toString();
      Outcome.json(sample(run, name + ".parquet"));
      Path scores = directory.resolve(name + "-scores");
      JsonNode said =
          Outcome.json(
              "anomaly",
              "--model",
              run,
              "--data",
              directory.resolve(name + ".parquet").toString(),
              "--out",
              scores.toString());
      assertEquals(60, said.get("rows").get("train").intValue());
      Map<Long, Double> energies = energies(directory.resolve(name + ".parquet"));
      assertEquals(60, energies.size());
      Map<Long, Double> again = energies(scores.resolve("train"));
      energies.forEach((row, energy) -> assertEquals(energy, again.get(row), 1e-4, "row " + row));
    }
  }

  private static Map<Long, Double> energies(Path table) {
    Map<Long, Double> found = new HashMap<>();
    org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(null, null, table.toString());
    for (Row row : Tables.read(TestSpark.local(2), path).collectAsList()) {
      found.put(row.getAs("position"), row.getAs("free_energy"));
    }
    return found;
  }

  @Test
  void tasksDecideNoByteAndFilesAreReplacedOnlyWhenAsked() throws IOException {
    for (String end : List.of("parquet", "csv")) {
      Outcome.json(sample(binary, "two." + end));
      Path two = directory.resolve("two." + end);
      Outcome one = Outcome.of(concat(sample(binary, "one." + end), "--master", "local[1]"));
      assertEquals(0, one.exitCode(), one.err());
      byte[] bytes = Files.readAllBytes(directory.resolve("one." + end));
      assertArrayEquals(bytes, Files.readAllBytes(two));
      Outcome.fails(
          ExitCode.OUTPUT_EXISTS,
          List.of("two." + end, "--overwrite"),
          sample(binary, "two." + end, "--seed", "2"));
      assertArrayEquals(bytes, Files.readAllBytes(two));
      Outcome.json(sample(binary, "two." + end, "--seed", "2", "--overwrite"));
      assertFalse(java.util.Arrays.equals(bytes, Files.readAllBytes(two)), "another seed");
    }
    try (var files = Files.list(directory)) {
      assertTrue(
          files.noneMatch(path -> path.getFileName().toString().contains(".staging-")),
          "nothing is left");
    }
  }

  private static String[] concat(String[] words, String... more) {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of(more));
    return all.toArray(new String[0]);
  }

  /** Without weights a unit is normal, here with mean 3 and deviation 2 before the scale. */
  @Test
  void gaussianValuesAreInTheUnitsOfTheData() throws IOException {
    BoltzmannMachine machine =
        BoltzmannMachine.of(MachineSpec.of(UnitSpec.of(UnitType.GAUSSIAN, 2), HIDDEN));
    float[] parameters = new float[machine.layout().size()];
    parameters[machine.layout().segment("bias.0").offset()] = 3;
    parameters[machine.layout().segment("log_sigma.0").offset()] = (float) Math.log(2);
    Standardisation units = new Standardisation(new float[] {100, 0}, new float[] {10, 1});
    Path run = directory.resolve("normal");
    SavedModels.save(run, machine, parameters, units, "");
    JsonNode said =
        Outcome.json(sample(run.toString(), "normal.out", "--format", "csv", "--clamp", "1=-0.25"));
    assertEquals("csv", said.get("format").textValue());
    double sum = 0;
    List<String> lines = Files.readAllLines(directory.resolve("normal.out"));
    assertEquals("sample,free_energy,value_0,value_1", lines.get(0));
    for (String line : lines.subList(1, 61)) {
      String[] cells = line.split(",");
      sum += Double.parseDouble(cells[2]);
      assertEquals("-0.25", cells[3]);
    }
    assertEquals(100 + 10 * 3, sum / 60, 5 * 10 * 2 / Math.sqrt(60));
  }

  /** Sites count from 1, and letters are the states of the alphabet. */
  @Test
  void lettersAreHeld() throws IOException {
    Outcome.json(sample(family, "held.fasta", "--clamp", "1=U,3=-", "--temperature", "5"));
    List<String> lines = Files.readAllLines(directory.resolve("held.fasta"));
    assertEquals(120, lines.size());
    for (int s = 0; s < 60; s++) {
      assertTrue(lines.get(2 * s + 1).matches("U[-ACGU]-"), lines.get(2 * s + 1));
    }
  }

  @Test
  void whatCannotBeIsRefused() throws IOException {
    refused(List.of("--format npz", "x.png", ".npz"), binary, "x.png", "--format", "npz");
    refused(List.of("x.jpg", ".parquet", "--format"), binary, "x.jpg");
    refused(List.of("--temperature 0", "0.001", "1000"), binary, "x.csv", "--temperature", "0");
    refused(
        List.of("--anneal-from 0.8", "0.5", "--temperature 2"),
        binary,
        "x.csv",
        "--temperature",
        "2",
        "--anneal-from",
        "0.8");
    refused(List.of("--last", "csv"), binary, "x.csv", "--last", "means");
    refused(List.of("--every", "npz"), binary, "x.npz", "--every", "1");
    refused(List.of("--clamp", "--belief-net"), binary, "x.csv", "--clamp", "0=1", "--belief-net");
    refused(List.of("--clamp 4=1", "units 0 to 3"), binary, "x.csv", "--clamp", "4=1");
    refused(List.of("--clamp 0=0.5", "unit 0", "0 or 1"), binary, "x.csv", "--clamp", "0=0.5");
    refused(List.of("--clamp 1=0,1=1", "twice"), binary, "x.csv", "--clamp", "1=0,1=1");
    for (String text : List.of("1", "1=", "a=1", "0=1,", "0=1;1=0")) {
      refused(List.of("--clamp " + text), binary, "x.csv", "--clamp", text);
    }
    refused(List.of("sites 1 to 3", "not 0"), family, "x.csv", "--clamp", "0=A");
    refused(List.of("site 2", "'T'", "-ACGU"), family, "x.csv", "--clamp", "2=T");
    refused(List.of("--count 60000000", "4 visible"), binary, "x.csv", "--count", "60000000");
    Outcome.fails(
        ExitCode.BAD_INPUT, List.of("x.fasta", "sequences", ".csv"), sample(binary, "x.fasta"));
    String plain =
        model(
            "rule",
            UnitSpec.of(UnitType.BERNOULLI, 4),
            UnitSpec.of(UnitType.NOISY_RECTIFIED, 3),
            "");
    Outcome.fails(
        ExitCode.BAD_INPUT,
        List.of("--temperature", "without an energy"),
        sample(plain, "x.csv", "--temperature", "2"));
    String counts = model("counts", UnitSpec.of(UnitType.MULTINOMIAL, 4, 5), HIDDEN, "");
    Outcome.fails(
        ExitCode.BAD_INPUT,
        List.of("--clamp 0=1", "multinomial"),
        sample(counts, "x.csv", "--clamp", "0=1"));
    assertFalse(Files.exists(directory.resolve("x.csv")));
  }

  private static void refused(List<String> said, String run, String out, String... more)
      throws IOException {
    List<String> words = new ArrayList<>(List.of(sample(run, out)));
    if (List.of(more).contains("--count")) {
      words.subList(words.size() - 2, words.size()).clear();
    }
    words.addAll(List.of(more));
    Outcome.fails(ExitCode.USAGE, said, words.toArray(new String[0]));
  }
}
