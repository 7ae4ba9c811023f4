package io.boltzspark.jobs.couplings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.jobs.testing.AwkwardDirectory;
import io.boltzspark.jobs.testing.Outcome;
import io.boltzspark.jobs.testing.WrittenRun;
import io.boltzspark.math.Matrix;
import io.boltzspark.model.MachineSpec;
import io.boltzspark.model.UnitSpec;
import io.boltzspark.model.UnitType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code boltz couplings}, by the definitions of its scores. */
class CouplingsCommandTest {
  private static final int SITES = 12;
  private static final int Q = 3;
  private static final MachineSpec SPEC =
      new MachineSpec(List.of(List.of(UnitSpec.of(UnitType.POTTS, SITES * Q, Q))), List.of(0));
  private static final float[] PARAMETERS = WrittenRun.parameters(SPEC, 1);

  @TempDir(factory = AwkwardDirectory.class)
  static Path directory;

  private static String run;

  @BeforeAll
  static void write() {
    Path path = directory.resolve("sequences");
    WrittenRun.write(path, SPEC, PARAMETERS, "-AB");
    run = path.toString();
  }

  /**
   * Norms over letters from {@code first} of the couplings in the zero-sum gauge, or as they are.
   */
  private static double[][] norms(int first, boolean zeroSum) {
    Matrix couplings = WrittenRun.couplings(SPEC, PARAMETERS);
    double[][] norms = new double[SITES][SITES];
    for (int i = 0; i < SITES; i++) {
      for (int j = 0; j < SITES; j++) {
        double sum = 0;
        for (int a = first; a < Q; a++) {
          for (int b = first; b < Q; b++) {
            double value = couplings.get(i * Q + a, j * Q + b);
            for (int c = 0; c < Q && zeroSum; c++) {
              value -= couplings.get(i * Q + a, j * Q + c) / (double) Q;
              value -= couplings.get(i * Q + c, j * Q + b) / (double) Q;
              for (int d = 0; d < Q; d++) {
                value += couplings.get(i * Q + c, j * Q + d) / (double) (Q * Q);
              }
            }
            sum += value * value;
          }
        }
        norms[i][j] = i == j ? 0 : Math.sqrt(sum);
      }
    }
    return norms;
  }

  private static double corrected(double[][] norms, int i, int j) {
    double ofI = 0;
    double ofJ = 0;
    double all = 0;
    for (int k = 0; k < SITES; k++) {
      ofI += norms[i][k] / (SITES - 1);
      ofJ += norms[k][j] / (SITES - 1);
      for (int l = k + 1; l < SITES; l++) {
        all += norms[k][l] / (SITES * (SITES - 1) / 2);
      }
    }
    return norms[i][j] - ofI * ofJ / all;
  }

  private static List<double[]> csv(Path file, String header) throws IOException {
    List<String> lines = Files.readAllLines(file);
    assertEquals(header, lines.get(0));
    List<double[]> rows = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      String[] fields = line.split(",");
      double[] row = new double[fields.length];
      for (int f = 0; f < row.length; f++) {
        row[f] = Double.parseDouble(fields[f]);
      }
      rows.add(row);
    }
    return rows;
  }

  /** Rows are ranked pairs, whose scores and norms are these. */
  private static void assertRanked(List<double[]> rows, double[][] norms, int least) {
    int pairs = (SITES - least) * (SITES - least + 1) / 2;
    assertEquals(pairs, rows.size());
    for (double[] row : rows) {
      int i = (int) row[0] - 1;
      int j = (int) row[1] - 1;
      assertTrue(j - i >= least && i >= 0 && j < SITES);
      // Six digits of the file, and couplings in single precision.
      assertEquals(norms[i][j], row[3], 2e-5 * (1 + norms[i][j]));
      assertEquals(corrected(norms, i, j), row[2], 2e-5 * (1 + norms[i][j]));
    }
    List<double[]> sorted = new ArrayList<>(rows);
    sorted.sort(Comparator.comparingDouble((double[] row) -> row[2]).reversed());
    assertEquals(sorted, rows);
    assertEquals(pairs, rows.stream().map(row -> row[0] * SITES + row[1]).distinct().count());
  }

  @Test
  void pairsOfSitesAreRankedByTheirCorrectedNorms() throws IOException {
    Path out = directory.resolve("norms.csv");
    JsonNode json = Outcome.json("couplings", "--model", run, "--out", out.toString());
    assertRanked(csv(out, "i,j,score,norm"), norms(1, true), 4);
    assertEquals("zero-sum", json.get("gauge").textValue());
    assertEquals(4, json.get("min_separation").intValue());
    Path gaps = directory.resolve("gaps.csv");
    Outcome.json(
        "couplings",
        "--model",
        run,
        "--out",
        gaps.toString(),
        "--with-gap",
        "--gauge",
        "none",
        "--min-separation",
        "1");
    assertRanked(csv(gaps, "i,j,score,norm"), norms(0, false), 1);
  }

  @Test
  void contactsArePreciselyTheFirstPairs() throws IOException {
    Path out = directory.resolve("plain.csv");
    Outcome.json("couplings", "--model", run, "--out", out.toString());
    List<double[]> rows = csv(out, "i,j,score,norm");
    // The first, the second backwards and the fifth pair, and one too near to be ranked.
    StringBuilder contacts = new StringBuilder("# contacts\n\n1 2 # neighbours\n");
    contacts.append("%d\t%d\t7.5\n".formatted((int) rows.get(0)[0], (int) rows.get(0)[1]));
    contacts.append("%d, %d\n".formatted((int) rows.get(1)[1], (int) rows.get(1)[0]));
    contacts.append("%d;%d\n".formatted((int) rows.get(4)[0], (int) rows.get(4)[1]));
    Path file = Files.writeString(directory.resolve("contacts.txt"), contacts);
    Path picture = directory.resolve("map.png");
    JsonNode json =
        Outcome.json(
            "couplings",
            "--model",
            run,
            "--out",
            directory.resolve("compared.csv").toString(),
            "--contacts",
            file.toString(),
            "--picture",
            picture.toString());
    assertEquals(3, json.get("contacts").intValue());
    JsonNode precision = json.get("precision");
    assertEquals(2, precision.get(0).get("pairs").intValue(), "a fifth of 12");
    assertEquals(1.0, precision.get(0).get("precision").doubleValue());
    assertEquals(6, precision.get(1).get("pairs").intValue());
    assertEquals(0.5, precision.get(1).get("precision").doubleValue());
    assertEquals(12, precision.get(2).get("pairs").intValue());
    assertEquals(0.25, precision.get(2).get("precision").doubleValue());
    assertTrue(ImageIO.read(picture.toFile()).getWidth() >= SITES * 24);
  }

  @Test
  void spinsAreRankedByTheirCouplings() throws IOException {
    MachineSpec spins =
        new MachineSpec(
            List.of(
                List.of(UnitSpec.of(UnitType.SPIN, 5)),
                List.of(UnitSpec.of(UnitType.BERNOULLI, 2))),
            List.of(0));
    float[] parameters = WrittenRun.parameters(spins, 2);
    Path path = directory.resolve("spins");
    WrittenRun.write(path, spins, parameters, "");
    Path out = directory.resolve("spins.csv");
    JsonNode json = Outcome.json("couplings", "--model", path.toString(), "--out", out.toString());
    assertTrue(json.get("gauge").isNull());
    List<double[]> rows = csv(out, "i,j,score,coupling");
    assertEquals(10, rows.size());
    double last = Double.POSITIVE_INFINITY;
    for (double[] row : rows) {
      float expected =
          WrittenRun.couplings(spins, parameters).get((int) row[0] - 1, (int) row[1] - 1);
      assertEquals(expected, row[3], 1e-5 * Math.abs(expected));
      assertEquals(Math.abs(row[3]), row[2]);
      assertTrue(row[2] <= last);
      last = row[2];
    }
    Outcome.fails(
        ExitCode.BAD_INPUT,
        List.of("--gauge", "spin", "leave the option out"),
        "couplings",
        "--model",
        path.toString(),
        "--out",
        directory.resolve("never.csv").toString(),
        "--gauge",
        "lattice-gas");
  }

  @Test
  void whatCannotBeIsRefusedBeforeAnythingIsWritten() throws IOException {
    MachineSpec restricted =
        MachineSpec.of(UnitSpec.of(UnitType.POTTS, 6, 3), UnitSpec.of(UnitType.BERNOULLI, 2));
    Path path = directory.resolve("restricted");
    WrittenRun.write(path, restricted, WrittenRun.parameters(restricted, 3), "-AB");
    Path never = directory.resolve("never.csv");
    refused(path.toString(), never, List.of("no couplings between", "--lateral visible"));
    refused(run, never, List.of("--min-separation 12", "12 sites"), "--min-separation", "12");
    String contacts = directory.resolve("bad.txt").toString();
    Files.writeString(Path.of(contacts), "1 2\n\n3 13\n");
    refused(run, never, List.of("line 3", "'13'", "1 to 12"), "--contacts", contacts);
    Files.writeString(Path.of(contacts), "5\n");
    refused(run, never, List.of("line 1", "two sites"), "--contacts", contacts);
    Files.writeString(Path.of(contacts), "4 4\n");
    refused(run, never, List.of("line 1", "itself"), "--contacts", contacts);
    Files.writeString(Path.of(contacts), "# none\n");
    refused(run, never, List.of("no contacts"), "--contacts", contacts);
    assertFalse(Files.exists(never));
    Outcome.fails(
        ExitCode.USAGE,
        List.of("--gauge", "zero-sum"),
        "couplings",
        "--model",
        run,
        "--out",
        never.toString(),
        "--gauge",
        "landau");
  }

  private static void refused(String model, Path out, List<String> said, String... more)
      throws IOException {
    List<String> all =
        new ArrayList<>(List.of("couplings", "--model", model, "--out", out.toString()));
    all.addAll(List.of(more));
    Outcome.fails(ExitCode.BAD_INPUT, said, all.toArray(new String[0]));
  }
}
