package io.boltzspark.jobs.imports;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.jobs.testing.AwkwardDirectory;
import io.boltzspark.jobs.testing.Outcome;
import io.boltzspark.jobs.testing.WrittenRun;
import io.boltzspark.math.Matrix;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.MachineSpec;
import io.boltzspark.model.UnitSpec;
import io.boltzspark.model.UnitType;
import io.boltzspark.store.TrainedModel;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code boltz import}, and {@code boltz export --format adabmdca}. */
class ImportCommandTest {
  private static final String LETTERS = "-AB";
  private static final int Q = 3;
  private static final int SITES = 4;
  private static final MachineSpec SPEC =
      new MachineSpec(List.of(List.of(UnitSpec.of(UnitType.POTTS, SITES * Q, Q))), List.of(0));

  @TempDir(factory = AwkwardDirectory.class)
  static Path directory;

  private static JsonNode imported(Path file, Path run, String... more) throws IOException {
    List<String> all =
        new ArrayList<>(
            List.of(
                "import",
                "--format",
                "adabmdca",
                "--from",
                file.toString(),
                "--out",
                run.toString()));
    all.addAll(List.of(more));
    return Outcome.json(all.toArray(new String[0]));
  }

  private static Path exported(Path run, String name, String... more) throws IOException {
    Path out = directory.resolve(name);
    List<String> all =
        new ArrayList<>(
            List.of(
                "export",
                "--model",
                run.toString(),
                "--format",
                "adabmdca",
                "--out",
                out.toString()));
    all.addAll(List.of(more));
    JsonNode json = Outcome.json(all.toArray(new String[0]));
    assertEquals(Files.size(out), json.get("bytes").longValue());
    return out;
  }

  @Test
  void anExportIsReadBackToTheLastBit() throws IOException {
    float[] parameters = WrittenRun.parameters(SPEC, 7);
    Path run = directory.resolve("there");
    WrittenRun.write(run, SPEC, parameters, LETTERS);
    Path text = exported(run, "params.dat");
    List<String> lines = Files.readAllLines(text);
    assertEquals(SITES * (SITES - 1) / 2 * Q * Q + SITES * Q, lines.size());
    Matrix couplings = WrittenRun.couplings(SPEC, parameters);
    int biases = BoltzmannMachine.of(SPEC).visible().biasOffset();
    int n = 0;
    for (int i = 0; i < SITES; i++) {
      for (int j = i + 1; j < SITES; j++) {
        for (int ab = 0; ab < Q * Q; ab++) {
          int a = ab / Q;
          int b = ab % Q;
          String[] words = lines.get(n++).split(" ");
          assertArrayEquals(
              new String[] {
                "J", "" + i, "" + j, LETTERS.substring(a, a + 1), LETTERS.substring(b, b + 1)
              },
              List.of(words).subList(0, 5).toArray());
          assertEquals(couplings.get(i * Q + a, j * Q + b), Float.parseFloat(words[5]));
        }
      }
    }
    String field = "h 2 A " + parameters[biases + 2 * Q + 1];
    assertEquals(field, lines.get(n + 2 * Q + 1));
    Path back = directory.resolve("back");
    JsonNode json = imported(text, back);
    assertEquals(LETTERS, json.get("alphabet").textValue());
    assertEquals(SITES, json.get("sites").intValue());
    assertEquals(0, json.get("absent_couplings").intValue());
    assertArrayEquals(
        Files.readAllBytes(run.resolve("model/model.safetensors")),
        Files.readAllBytes(back.resolve("model/model.safetensors")));
    // Both runs have the same couplings.
    Path first = directory.resolve("first.csv");
    Path second = directory.resolve("second.csv");
    for (Path[] pair : new Path[][] {{run, first}, {back, second}}) {
      Outcome.json(
          "couplings",
          "--model",
          pair[0].toString(),
          "--out",
          pair[1].toString(),
          "--min-separation",
          "1");
    }
    assertEquals(Files.readString(first), Files.readString(second));
    Path samples = directory.resolve("samples.fasta");
    Outcome.json(
        "sample",
        "--model",
        back.toString(),
        "--out",
        samples.toString(),
        "--count",
        "3",
        "--steps",
        "2");
    List<String> sequences =
        Files.readAllLines(samples).stream().filter(line -> !line.startsWith(">")).toList();
    assertEquals(3, sequences.size());
    assertTrue(sequences.stream().allMatch(line -> line.matches("[-AB]{4}")), "" + sequences);
  }

  @Test
  void aGaugeIsWrittenOnRequest() throws IOException {
    Path run = directory.resolve("gauged");
    WrittenRun.write(run, SPEC, WrittenRun.parameters(SPEC, 8), LETTERS);
    Path text = exported(run, "lattice-gas.dat", "--gauge", "lattice-gas");
    int zeros = 0;
    for (String line : Files.readAllLines(text)) {
      boolean isOfFirst = line.contains(" - ");
      boolean isZero = Float.parseFloat(line.substring(line.lastIndexOf(' '))) == 0;
      assertEquals(isOfFirst, isZero, line);
      zeros += isZero ? 1 : 0;
    }
    assertEquals(SITES * (SITES - 1) / 2 * (2 * Q - 1) + SITES, zeros);
  }

  @Test
  void linesComeInAnyOrderAndCouplingsMayBeAbsent() throws IOException {
    String text = "h 0 B 0.5\nh 0 A -1\nJ 1 0 A B 2e-1\n\nh 1 A 3\nh 1 B 4\n";
    Path file = directory.resolve("sparse.dat.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(text.getBytes(StandardCharsets.US_ASCII));
    }
    Path run = directory.resolve("sparse");
    JsonNode json = imported(file, run, "--alphabet", "AB");
    assertEquals(3, json.get("absent_couplings").intValue());
    TrainedModel model = TrainedModel.load(new Configuration(), run.toString(), w -> {});
    // Couplings by columns A0, B0, A1, B1, then fields.
    float[] expected = {
      0, 0, 0, 0, 0, 0, 0.2f, 0, 0, 0.2f, 0, 0, 0, 0, 0, 0, /* fields */ -1, 0.5f, 3, 4
    };
    assertArrayEquals(expected, model.parameters());
    assertEquals("AB", model.description().path("data").path("alphabet").asText());
    Path asInFile = directory.resolve("as-in-file");
    assertEquals("BA", imported(file, asInFile).get("alphabet").textValue());
  }

  @Test
  void faultsAreNamedWithTheirLines() throws IOException {
    String fields = "h 0 - 1\nh 0 A 1\nh 1 - 1\nh 1 A 1\n";
    refused(fields + "J 0 1 A\n", "line 5", "'J 0 1 A'", "expected 'J i j a b value'");
    refused(fields + "K 0 1 A A 1\n", "line 5", "'K 0 1 A A 1'");
    refused(fields + "\nJ 0 1 A A 1,5\n", "line 6", "'1,5' is no number");
    refused(fields + "J 0 1 A A NaN\n", "line 5", "'NaN' is not finite");
    refused(fields + "J 0 2 A A 1\n", "line 5", "site 2", "field is 1");
    refused(fields + "J 0 1 A C 1\n", "line 5", "'C'", "'-A'");
    refused(fields + "J 1 1 A A 1\n", "line 5", "site 1 with itself");
    refused(fields + "J 0 1 A A 1\nJ 1 0 A A 1\n", "line 6", "given before");
    refused(fields + "h 0 A 1\n", "line 5", "given before");
    refused(fields + "J 0 -1 A A 1\n", "line 5", "'-1'");
    refused(fields + "J 0 1 10 A 1\n", "line 5", "'10'", "one letter");
    refused("h 0 - 1\nh 0 A 1\nh 1 - 1\n", "no field", "'A' at site 1");
    refused("J 0 1 A A 1\n", "0 sites");
    refused("", "0 sites");
    assertFalse(Files.exists(directory.resolve("never")));
  }

  private static void refused(String text, String... said) throws IOException {
    Path file = Files.writeString(directory.resolve("bad.dat"), text);
    List<String> all = new ArrayList<>(List.of(said));
    all.add(file.getFileName().toString());
    Outcome.fails(
        ExitCode.BAD_INPUT,
        all,
        "import",
        "--format",
        "adabmdca",
        "--from",
        file.toString(),
        "--out",
        directory.resolve("never").toString());
  }

  @Test
  void machinesWithHiddenUnitsHaveNoSuchText() throws IOException {
    MachineSpec restricted =
        MachineSpec.of(UnitSpec.of(UnitType.POTTS, 6, Q), UnitSpec.of(UnitType.BERNOULLI, 2));
    Path run = directory.resolve("restricted");
    WrittenRun.write(run, restricted, WrittenRun.parameters(restricted, 1), LETTERS);
    Outcome.fails(
        ExitCode.BAD_INPUT,
        List.of("hidden units", "--format npz"),
        "export",
        "--model",
        run.toString(),
        "--format",
        "adabmdca",
        "--out",
        directory.resolve("never.dat").toString());
  }
}
