package io.boltzspark.engine.inference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.engine.inference.SamplingPlan.Ending;
import io.boltzspark.math.Matrix;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.EnumeratedMachine;
import io.boltzspark.model.LabelledMachine;
import io.boltzspark.model.MachineSpec;
import io.boltzspark.model.UnitSpec;
import io.boltzspark.model.UnitType;
import io.boltzspark.testing.TestSpark;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Chains at temperatures and with units held, against machines that are enumerated. */
class HeldAndTemperedSamplesTest {
  private static final int CHAINS = 4000;

  /** Weights of about 0.7 are forgotten in a few sweeps. */
  private static final int SWEEPS = 40;

  private static final double DEVIATION = 0.7;
  private static final SamplingPlan STATES = SamplingPlan.of(SWEEPS, 3).with(Ending.STATES);

  private static SamplingJob job(BoltzmannMachine machine, float[] parameters) {
    return new SamplingJob(TestSpark.context(TestSpark.local(2)), machine, parameters);
  }

  /**
   * Chains are independent, so a count is binomial; 5 deviations are exceeded once in a million.
   */
  private static void assertShares(double[] expected, int[] counts) {
    for (int cell = 0; cell < expected.length; cell++) {
      double p = expected[cell];
      double tolerance = 5 * Math.sqrt(p * (1 - p) / CHAINS);
      assertEquals(p, (double) counts[cell] / CHAINS, tolerance, "cell " + cell);
    }
  }

  @Test
  void pixelsFollowThePixelAndTheLabelThatAreHeld() {
    LabelledMachine labelled = new LabelledMachine(DEVIATION, 5, 3, 2, 3);
    SamplingPlan plan =
        STATES.withLabels(Collections.nCopies(CHAINS, 1)).holding(new TreeMap<>(Map.of(1, 1f)));
    Matrix found = job(labelled.machine(), labelled.parameters()).fromNoise(CHAINS, plan).visible();
    double[] all = labelled.pixelsGiven(1);
    double[] expected = new double[4];
    double sum = 0;
    for (int x = 0; x < all.length; x++) {
      if ((x >> 1 & 1) == 1) {
        expected[(x & 1) + 2 * (x >> 2)] = all[x];
        sum += all[x];
      }
    }
    int[] counts = new int[4];
    for (int c = 0; c < CHAINS; c++) {
      assertEquals(1, found.get(c, 1), "the pixel, chain " + c);
      assertEquals(1, found.get(c, 4), "the label, chain " + c);
      counts[(int) found.get(c, 0) + 2 * (int) found.get(c, 2)]++;
    }
    for (int cell = 0; cell < 4; cell++) {
      expected[cell] /= sum;
    }
    assertShares(expected, counts);
  }

  /** Three sites of three categories, of which the second is held at its last. */
  @Test
  void sitesFollowTheSiteThatIsHeld() {
    MachineSpec spec =
        MachineSpec.of(UnitSpec.of(UnitType.POTTS, 9, 3), UnitSpec.of(UnitType.BERNOULLI, 2));
    float[] parameters = parameters(BoltzmannMachine.of(spec), 9);
    EnumeratedMachine all = new EnumeratedMachine(spec, EnumeratedMachine.toDoubles(parameters));
    double[] joint = all.joint();
    double[] expected = new double[9];
    double sum = 0;
    for (int n = 0; n < joint.length; n++) {
      if (all.unit(n, 0, 5) == 1) {
        int first = all.unit(n, 0, 1) + 2 * all.unit(n, 0, 2);
        int third = all.unit(n, 0, 7) + 2 * all.unit(n, 0, 8);
        expected[first + 3 * third] += joint[n];
        sum += joint[n];
      }
    }
    for (int cell = 0; cell < 9; cell++) {
      expected[cell] /= sum;
    }
    SamplingPlan plan = STATES.holding(new TreeMap<>(Map.of(3, 0f, 4, 0f, 5, 1f)));
    Matrix found = job(BoltzmannMachine.of(spec), parameters).fromNoise(CHAINS, plan).visible();
    int[] counts = new int[9];
    for (int c = 0; c < CHAINS; c++) {
      assertEquals(1, found.get(c, 5), "chain " + c);
      assertEquals(0, found.get(c, 3) + found.get(c, 4), "chain " + c);
      int first = (int) (found.get(c, 1) + 2 * found.get(c, 2));
      int third = (int) (found.get(c, 7) + 2 * found.get(c, 8));
      counts[first + 3 * third]++;
    }
    assertShares(expected, counts);
  }

  /**
   * Of two layers the mean free energy, of three the mean energy of joint states, both as they are
   * at temperature 1, of states drawn at another.
   */
  @ParameterizedTest
  @CsvSource({"0.5,0", "2,0", "0.5,2", "2,2", "1,2"})
  void meanEnergiesAreThoseOfTheTemperature(double temperature, int thirdLayer) {
    List<Integer> sizes = thirdLayer == 0 ? List.of(4, 3) : List.of(4, 3, thirdLayer);
    float[] parameters = EnumeratedMachine.randomParameters(sizes, DEVIATION, 21);
    EnumeratedMachine all = new EnumeratedMachine(sizes, parameters);
    double[] free = new double[all.states(0)];
    for (int n = 0; n < all.states(); n++) {
      free[all.layerState(n, 0)] += Math.exp(-all.energy(n));
    }
    double sum = 0;
    double first = 0;
    double second = 0;
    for (int n = 0; n < all.states(); n++) {
      double weight = Math.exp(-all.energy(n) / temperature);
      double e = thirdLayer > 0 ? all.energy(n) : -Math.log(free[all.layerState(n, 0)]);
      sum += weight;
      first += weight * e;
      second += weight * e * e;
    }
    double mean = first / sum;
    double deviation = Math.sqrt(second / sum - mean * mean);
    SamplingJob job = job(BoltzmannMachine.bernoulli(sizes), parameters);
    Samples samples = job.fromNoise(CHAINS, STATES.at(temperature).withEnergies());
    double found = 0;
    for (int c = 0; c < CHAINS; c++) {
      found += samples.energies()[c] / CHAINS;
      assertIsEnergy(all, samples, c, thirdLayer > 0, free);
    }
    assertEquals(mean, found, 5 * deviation / Math.sqrt(CHAINS), "temperature " + temperature);
    assertArrayEquals(
        job.fromNoise(CHAINS, STATES.at(temperature)).visible().toArray(),
        samples.visible().toArray(),
        "asking for energies changes no state");
  }

  /** The energy of one of the joint states that have a chain's visible one, or its free energy. */
  private static void assertIsEnergy(
      EnumeratedMachine all, Samples samples, int chain, boolean isJoint, double[] free) {
    int visible = 0;
    for (int i = 0; i < 4; i++) {
      visible += (int) samples.visible().get(chain, i) << i;
    }
    double distance = Double.POSITIVE_INFINITY;
    for (int n = 0; n < all.states(); n++) {
      if (all.layerState(n, 0) == visible) {
        double e = isJoint ? all.energy(n) : -Math.log(free[visible]);
        distance = Math.min(distance, Math.abs(e - samples.energies()[chain]));
      }
    }
    assertTrue(distance < 1e-5, "chain %d is %g from any energy".formatted(chain, distance));
  }

  private static float[] parameters(BoltzmannMachine machine, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] parameters = new float[machine.layout().size()];
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] = (float) (DEVIATION * random.nextGaussian());
    }
    return parameters;
  }
}
