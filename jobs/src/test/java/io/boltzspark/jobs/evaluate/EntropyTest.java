package io.boltzspark.jobs.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.boltzspark.jobs.testing.Outcome;
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

/** {@code boltz evaluate --metrics entropy}, of spins whose entropies add up. */
class EntropyTest {
  private static final int SPINS = 36;
  private static final double COUPLING = 0.8;
  private static final double BIAS = 0.3;

  @TempDir static Path directory;
  private static Path data;

  @BeforeAll
  static void prepare() throws IOException {
    data = directory.resolve("ising");
    Outcome.json(
        "prepare", "--source=ising", "--size=6", "--temperature=3", "--count=100", "--out=" + data);
  }

  /** The entropy of a distribution proportional to these. */
  private static double entropy(double... weights) {
    double sum = 0;
    for (double w : weights) {
      sum += w;
    }
    double entropy = 0;
    for (double w : weights) {
      entropy -= w / sum * Math.log(w / sum);
    }
    return entropy;
  }

  private static JsonNode evaluate(String name, MachineSpec spec, float[] parameters)
      throws IOException {
    Path run = directory.resolve(name);
    WrittenRun.write(run, spec, parameters, "");
    JsonNode result =
        Outcome.json(
            "evaluate",
            "--model=" + run,
            "--data=" + data,
            "--metrics=entropy",
            "--samples=2000",
            "--sample-steps=30",
            "--chains=100",
            "--temperatures=300",
            "--burn-in=30");
    assertEquals(0, result.get("warnings").size(), result.toString());
    return result.get("entropy");
  }

  private static void assertHas(double expected, JsonNode found) {
    String message = expected + " in " + found;
    assertTrue(found.get("lower").doubleValue() <= expected, message);
    assertTrue(found.get("upper").doubleValue() >= expected, message);
    double width = found.get("upper").doubleValue() - found.get("lower").doubleValue();
    // Three errors to either side of a mean over 2,000 samples, whose free energies have a variance
    // of at most 1 a spin; and as much again for log Z.
    assertTrue(width < 2 * 6 * Math.sqrt(SPINS / 2000.0), message);
  }

  /** Pairs of coupled spins: log Z is estimated. */
  @Test
  void pairsOfCoupledSpins() throws IOException {
    UnitSpec spins = UnitSpec.of(UnitType.SPIN, SPINS);
    MachineSpec spec = new MachineSpec(List.of(List.of(spins)), List.of(0));
    BoltzmannMachine machine = BoltzmannMachine.of(spec);
    float[] parameters = new float[machine.layout().size()];
    Matrix couplings = machine.couplings(0).weights(parameters);
    for (int i = 0; i < SPINS; i += 2) {
      couplings.set(i, i + 1, (float) COUPLING);
      couplings.set(i + 1, i, (float) COUPLING);
      parameters[machine.visible().biasOffset() + i] = (float) BIAS;
    }
    double pair =
        entropy(
            Math.exp(COUPLING + BIAS),
            Math.exp(COUPLING - BIAS),
            Math.exp(-COUPLING + BIAS),
            Math.exp(-COUPLING - BIAS));
    assertHas(SPINS / 2 * pair, evaluate("pairs", spec, parameters));
  }

  /** A hidden unit that sees two spins: log Z is exact. */
  @Test
  void spinsThatShareAHiddenUnit() throws IOException {
    UnitSpec spins = UnitSpec.of(UnitType.SPIN, SPINS);
    UnitSpec hidden = UnitSpec.of(UnitType.BERNOULLI, 1);
    MachineSpec spec = new MachineSpec(List.of(List.of(spins), List.of(hidden)));
    BoltzmannMachine machine = BoltzmannMachine.of(spec);
    float[] parameters = new float[machine.layout().size()];
    Matrix weights = machine.connections().get(0).weights(parameters);
    weights.set(0, 0, 2f);
    weights.set(1, 0, -1f);
    double pair = entropy(1 + Math.exp(3), 1 + Math.exp(-3), 1 + Math.exp(1), 1 + Math.exp(-1));
    assertHas((SPINS - 2) * Math.log(2) + pair, evaluate("shared", spec, parameters));
  }
}
