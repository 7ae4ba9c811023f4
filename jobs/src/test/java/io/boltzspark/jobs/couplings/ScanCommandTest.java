package io.boltzspark.jobs.couplings;

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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code boltz scan}, by the energies of whole sequences. */
class ScanCommandTest {
  private static final String LETTERS = "-AB";
  private static final int Q = 3;
  private static final MachineSpec SPEC =
      new MachineSpec(List.of(List.of(UnitSpec.of(UnitType.POTTS, 4 * Q, Q))), List.of(0));
  private static final float[] PARAMETERS = WrittenRun.parameters(SPEC, 4);

  @TempDir(factory = AwkwardDirectory.class)
  static Path directory;

  private static String run;

  @BeforeAll
  static void write() {
    Path path = directory.resolve("sequences");
    WrittenRun.write(path, SPEC, PARAMETERS, LETTERS);
    run = path.toString();
  }

  private static double energy(String sequence) {
    Matrix couplings = WrittenRun.couplings(SPEC, PARAMETERS);
    int biases = BoltzmannMachine.of(SPEC).visible().biasOffset();
    double energy = 0;
    for (int i = 0; i < sequence.length(); i++) {
      int a = i * Q + LETTERS.indexOf(sequence.charAt(i));
      energy -= PARAMETERS[biases + a];
      for (int j = 0; j < i; j++) {
        energy -= couplings.get(a, j * Q + LETTERS.indexOf(sequence.charAt(j)));
      }
    }
    return energy;
  }

  @Test
  void everyMutationHasItsChangeOfTheEnergy() throws IOException {
    String sequence = "A-BB";
    Path out = directory.resolve("scan.csv");
    Path picture = directory.resolve("scan.png");
    JsonNode json =
        Outcome.json(
            "scan",
            "--model",
            run,
            "--sequence",
            sequence,
            "--out",
            out.toString(),
            "--picture",
            picture.toString());
    List<String> lines = Files.readAllLines(out);
    assertEquals("site,from,to,change", lines.get(0));
    assertEquals(1 + 4 * Q, lines.size());
    int lower = 0;
    double best = Double.POSITIVE_INFINITY;
    String bestName = "";
    for (int n = 0; n < 4 * Q; n++) {
      String[] fields = lines.get(n + 1).split(",");
      int site = n / Q;
      char to = LETTERS.charAt(n % Q);
      assertArrayEquals(
          new String[] {"" + (site + 1), "" + sequence.charAt(site), "" + to},
          new String[] {fields[0], fields[1], fields[2]});
      String mutant = sequence.substring(0, site) + to + sequence.substring(site + 1);
      double expected = energy(mutant) - energy(sequence);
      assertEquals(expected, Double.parseDouble(fields[3]), 1e-5 * (1 + Math.abs(expected)));
      lower += expected < 0 ? 1 : 0;
      if (!mutant.equals(sequence) && expected < best) {
        best = expected;
        bestName = "" + sequence.charAt(site) + (site + 1) + to;
      }
    }
    assertEquals(8, json.get("mutations").intValue());
    assertEquals(lower, json.get("lower").intValue());
    assertEquals(bestName, json.get("best").textValue());
    assertEquals(best, json.get("best_change").doubleValue(), 1e-5);
    assertTrue(ImageIO.read(picture.toFile()).getHeight() > Q * 16);
    Path fasta =
        Files.writeString(directory.resolve("wild.a3m"), ">wild type\nA-b\nBaB\n>other\nAAAA\n");
    Path again = directory.resolve("again.csv");
    JsonNode read =
        Outcome.json(
            "scan", "--model", run, "--sequence", fasta.toString(), "--out", again.toString());
    assertEquals("wild", read.get("sequence").textValue());
    assertEquals(lines, Files.readAllLines(again));
  }

  @Test
  void whatDoesNotFitIsRefused() throws IOException {
    Path never = directory.resolve("never.csv");
    refused(run, "A-B", never, List.of("3 letters", "4 sites", "no file of this name"));
    refused(run, "A-BC", never, List.of("'C' at site 4", "'-AB'"));
    MachineSpec spins =
        MachineSpec.of(UnitSpec.of(UnitType.SPIN, 4), UnitSpec.of(UnitType.SPIN, 1));
    Path path = directory.resolve("spins");
    WrittenRun.write(path, spins, WrittenRun.parameters(spins, 1), "");
    refused(path.toString(), "AAAA", never, List.of("spin", "model of sequences"));
    MachineSpec deep =
        MachineSpec.of(
            UnitSpec.of(UnitType.POTTS, 4 * Q, Q),
            UnitSpec.of(UnitType.BERNOULLI, 2),
            UnitSpec.of(UnitType.BERNOULLI, 2));
    Path deepRun = directory.resolve("deep");
    WrittenRun.write(deepRun, deep, WrittenRun.parameters(deep, 1), LETTERS);
    refused(deepRun.toString(), "AAAA", never, List.of("depend on each other"));
    Path unnamed = directory.resolve("unnamed");
    WrittenRun.write(unnamed, SPEC, PARAMETERS, "");
    refused(unnamed.toString(), "AAAA", never, List.of("which letters its 3 states are"));
    assertFalse(Files.exists(never));
  }

  private static void refused(String model, String sequence, Path out, List<String> said)
      throws IOException {
    Outcome.fails(
        ExitCode.BAD_INPUT,
        said,
        "scan",
        "--model",
        model,
        "--sequence",
        sequence,
        "--out",
        out.toString());
  }
}
