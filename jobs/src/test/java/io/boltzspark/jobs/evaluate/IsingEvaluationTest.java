package io.boltzspark.jobs.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.evaluation.IsingTheory;
import io.boltzspark.jobs.testing.Outcome;
import io.boltzspark.jobs.testing.TinyDigits;
import io.boltzspark.jobs.testing.WrittenRun;
import io.boltzspark.math.Matrix;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.MachineSpec;
import io.boltzspark.model.UnitSpec;
import io.boltzspark.model.UnitType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code boltz evaluate --metrics ising}, of machines whose spins are fair coins. */
class IsingEvaluationTest {
  private static final int SITES = 16;
  private static final double TEMPERATURE = 2;

  @TempDir static Path directory;
  private static Path data;

  @BeforeAll
  static void prepare() throws IOException {
    data = directory.resolve("ising");
    Outcome.json(
        "prepare",
        "--source=ising",
        "--size=4",
        "--temperature=" + TEMPERATURE,
        "--count=400",
        "--out=" + data);
  }

  /** A machine without weights and biases. */
  private static Path coins(String name, Path rows, String dimensions, String visible)
      throws IOException {
    return drawn(name, rows, dimensions, visible, 0);
  }

  /** A machine as it is before training. */
  private static Path drawn(
      String name, Path rows, String dimensions, String visible, double deviation)
      throws IOException {
    Path run = directory.resolve(name);
    Outcome.json(
        "train",
        "--data=" + rows,
        "--out=" + run,
        "--dimensions=" + dimensions,
        "--units=" + visible + ",bernoulli",
        "--epochs=0",
        "--set=learning.initialisation.deviation=" + deviation,
        "--set=learning.initialisation.visible-bias=0");
    return run;
  }

  private static JsonNode evaluate(Path run, String... more) throws IOException {
    String[] line = {
      "evaluate", "--model=" + run, "--metrics=ising", "--samples=300", "--sample-steps=2"
    };
    String[] all = java.util.Arrays.copyOf(line, line.length + more.length);
    System.arraycopy(more, 0, all, line.length, more.length);
    return Outcome.json(all);
  }

  /**
   * The couplings of the model itself: with units of 0 and 1 they are four times those of spins.
   */
  @Test
  void couplingsOfMachinesWithoutHiddenUnitsAreCompared() throws IOException {
    UnitSpec units = UnitSpec.of(UnitType.BERNOULLI, SITES);
    MachineSpec spec = new MachineSpec(List.of(List.of(units)), List.of(0));
    BoltzmannMachine machine = BoltzmannMachine.of(spec);
    float[] parameters = new float[machine.layout().size()];
    Matrix couplings = machine.couplings(0).weights(parameters);
    for (int i = 0; i < SITES; i++) {
      int right = i / 4 * 4 + (i + 1) % 4;
      int below = (i + 4) % SITES;
      for (int j : new int[] {right, below}) {
        couplings.set(i, j, (float) (4 / TEMPERATURE));
        couplings.set(j, i, (float) (4 / TEMPERATURE));
      }
    }
    Path run = directory.resolve("couplings");
    WrittenRun.write(run, spec, parameters, "");
    JsonNode found = evaluate(run, "--data=" + data).get("ising").get("couplings");
    assertEquals(1 / TEMPERATURE, found.get("neighbour_mean").doubleValue(), 1e-6);
    assertEquals(0, found.get("neighbour_rms_error").doubleValue(), 1e-6);
    assertEquals(0, found.get("other_largest").doubleValue());
  }

  @Test
  void coinsHaveTheObservablesOfCoins() throws IOException {
    for (String units : List.of("spin", "bernoulli")) {
      JsonNode result = evaluate(coins("of-" + units, data, "16,3", units));
      assertEquals(0, result.get("warnings").size(), result.toString());
      JsonNode ising = result.get("ising");
      assertEquals(4, ising.get("size").intValue());
      assertEquals(TEMPERATURE, ising.get("temperature").doubleValue());
      for (String start : List.of("from_noise", "from_data")) {
        JsonNode found = ising.get(start);
        assertEquals(300, found.get("configurations").intValue());
        assertWithin(0, found.get("energy"));
        // E|sum of 16 coins| = 16 C(16, 8) / 2^16
        double magnetisation = 12_870 / 65_536.0;
        assertWithin(magnetisation, found.get("magnetisation"));
        assertWithin(1.0 / SITES, found.get("squared_magnetisation"));
        // 2 N independent pairs of variance 1: var(e) = 2 / N
        assertWithin(2 / TEMPERATURE / TEMPERATURE, found.get("heat_capacity"));
        double variance = 1 - SITES * magnetisation * magnetisation;
        assertWithin(variance / TEMPERATURE, found.get("susceptibility"));
      }
      JsonNode train = ising.get("train");
      assertEquals(300, train.get("configurations").intValue());
      // A lattice of side 4 is ordered well at T = 2, and more so than an infinite one.
      assertTrue(train.get("magnetisation").get("mean").doubleValue() > 0.8, train.toString());
      assertTrue(train.get("energy").get("mean").doubleValue() < -1.6, train.toString());
      JsonNode theory = ising.get("infinite_lattice");
      assertEquals(IsingTheory.energy(TEMPERATURE), theory.get("energy").doubleValue());
      assertEquals(
          IsingTheory.magnetisation(TEMPERATURE), theory.get("magnetisation").doubleValue());
    }
  }

  /** Within five of its own standard errors, at a fixed seed. */
  private static void assertWithin(double expected, JsonNode estimate) {
    double error = estimate.get("standard_error").doubleValue();
    assertTrue(error > 0, estimate.toString());
    assertEquals(expected, estimate.get("mean").doubleValue(), 5 * error, estimate.toString());
  }

  @Test
  void theSameNumbersOnOneCore() throws IOException {
    Path run = coins("again", data, "16,2", "spin");
    Outcome one =
        Outcome.of(
            "evaluate",
            "--model=" + run,
            "--metrics=ising",
            "--samples=300",
            "--sample-steps=2",
            "--master=local[1]",
            "--json");
    assertEquals(0, one.exitCode(), one.err());
    assertEquals(evaluate(run).get("ising"), one.json().get("ising"));
  }

  /** Weights of 3 keep every chain in the valley where it starts: from order, and from noise. */
  @Test
  void chainsThatStayWhereTheyStartAreNoticed() throws IOException {
    JsonNode result = evaluate(drawn("frozen", data, "16,3", "spin", 3));
    assertEquals(1, result.get("warnings").size(), result.toString());
    assertTrue(result.get("warnings").get(0).textValue().contains("--sample-steps"));
  }

  @Test
  void otherDataHaveNone() throws IOException {
    Path source = TinyDigits.write(directory.resolve("idx"));
    Path digits = directory.resolve("digits");
    Outcome.json("prepare", "--source", source.toString(), "--out", digits.toString());
    Path run = coins("of-digits", digits, "36,2", "bernoulli");
    Outcome.fails(
        ExitCode.BAD_INPUT,
        List.of("no ising", "boltz prepare --source ising"),
        "evaluate",
        "--model=" + run,
        "--metrics=ising");
    JsonNode skipped =
        Outcome.json("evaluate", "--model=" + run, "--metrics=all", "--rows=40", "--samples=40")
            .get("skipped");
    assertTrue(skipped.has("ising"), skipped.toString());
  }
}
