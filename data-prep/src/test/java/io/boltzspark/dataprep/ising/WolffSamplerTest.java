package io.boltzspark.dataprep.ising;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.dataprep.random.Seeds;
import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Draws are compared within five standard errors of their number; their keys are fixed. */
class WolffSamplerTest {
  private static final double CRITICAL = 2 / Math.log(1 + Math.sqrt(2));
  private static final long SEED = 20_240_229;
  private static final int DRAWS = 20_000;

  /**
   * Every state of the smallest lattice occurs as often as it should. The hottest temperature is
   * one at which each cluster is a single spin, and the parity of the spins up has to come from the
   * length of the chain; the coldest, one at which each is the whole lattice.
   */
  @ParameterizedTest
  @ValueSource(doubles = {1e-3, 1.5, 2.27, 6, 1e6})
  void everyStateHasItsProbability(double temperature) {
    int[] counts = new int[16];
    for (int state : states(2, temperature)) {
      counts[state]++;
    }
    for (int state = 0; state < 16; state++) {
      int wanted = state;
      double p = ExactIsing.mean(2, temperature, s -> s == wanted ? 1 : 0);
      double error = Math.sqrt(p * (1 - p) / DRAWS);
      assertEquals(p, (double) counts[state] / DRAWS, 5 * error, "state " + state);
    }
  }

  /**
   * An update nearly always turns over most of this lattice: with one start and one number of
   * updates the mean would be far from 0, and with a single coin for one more update it would still
   * be 0.01, by eigenvalues of -0.95 or so. The mean of the square is at most 1.
   */
  @Test
  void upAndDownAreAlike() {
    int draws = 400_000;
    double mean =
        configurations(2, 1.8, draws).mapToInt(spins -> up(spins) - 2).sum() / 2.0 / draws;
    assertEquals(0, mean, 5 / Math.sqrt(draws));
  }

  /** Below, at and above the critical temperature, against the sum over all states. */
  @ParameterizedTest
  @CsvSource({"3, 1.6", "3, 2.269", "3, 3.5", "4, 1.6", "4, 2.269", "4, 3.5", "4, 1e6"})
  void momentsAreThoseOfTheEnumeration(int size, double temperature) {
    int[] states = states(size, temperature);
    double sites = size * size;
    assertMean(size, temperature, states, "e", s -> ExactIsing.energy(s, size) / sites);
    assertMean(
        size, temperature, states, "e^2", s -> Math.pow(ExactIsing.energy(s, size) / sites, 2));
    assertMean(size, temperature, states, "m", s -> ExactIsing.magnetisation(s, size) / sites);
    assertMean(
        size, temperature, states, "|m|", s -> Math.abs(ExactIsing.magnetisation(s, size)) / sites);
    assertMean(
        size,
        temperature,
        states,
        "m^2",
        s -> Math.pow(ExactIsing.magnetisation(s, size) / sites, 2));
    assertMean(size, temperature, states, "spins up are even", s -> 1 - Integer.bitCount(s) % 2);
    assertMean(size, temperature, states, "a corner is up", s -> s & 1);
  }

  /** The closed form is itself held against the enumeration first, on both sides of the peak. */
  @Test
  void energyOfSixteenBySixteenAtTheCriticalTemperature() {
    for (double temperature : new double[] {1.7, CRITICAL, 2.9}) {
      double enumerated = ExactIsing.mean(4, temperature, s -> ExactIsing.energy(s, 4) / 16.0);
      // The central difference with h = 1e-4 errs by h^2 / 6 times a third derivative below 100.
      assertEquals(enumerated, ExactIsing.finiteEnergy(4, temperature), 1e-6);
    }
    assertEnergy(ExactIsing.finiteEnergy(16, CRITICAL), 16, CRITICAL, 10_000);
  }

  /**
   * Away from the critical temperature a periodic lattice differs from the infinite one like {@code
   * exp(-size / xi)}; with 1 / xi = |2K - ln coth K| = 0.43 and 0.57 (Onsager 1944) that is below
   * 2e-6 for a side of 32, far below the standard errors of about 2e-3 / sqrt(1000).
   */
  @Test
  void energyOfALargeLatticeIsOnsagers() {
    assertEnergy(ExactIsing.infiniteEnergy(1.8), 32, 1.8, 1_000);
    assertEnergy(ExactIsing.infiniteEnergy(3.2), 32, 3.2, 1_000);
  }

  /** Yang (1952); the same size of error as for the energy. */
  @Test
  void magnetisationOfALargeColdLatticeIsYangs() {
    double exact = Math.pow(1 - Math.pow(Math.sinh(2 / 1.8), -4), 0.125);
    double[] drawn =
        configurations(32, 1.8, 1_000)
            .mapToDouble(spins -> Math.abs(2.0 * up(spins) / spins.length - 1))
            .toArray();
    assertMean(exact, drawn);
  }

  @Test
  void aChainIsAsLongAsItsSweepsTake() {
    // 16 sweeps times the fourth root of 16. Cold, a cluster is the lattice; hot, a single spin.
    assertEquals(32, new WolffSampler(16, 1e-6).updates());
    assertEquals(32 * 256, new WolffSampler(16, 1e12).updates());
    int critical = new WolffSampler(16, CRITICAL).updates();
    assertTrue(critical > 32 && critical < 128, critical + " updates");
  }

  @Test
  void aDrawDependsOnItsKeyAlone() {
    WolffSampler sampler = new WolffSampler(5, 2.5);
    byte[] first = sampler.draw(7);
    for (byte spin : first) {
      assertTrue(spin == 0 || spin == (byte) 255, "spin " + spin);
    }
    assertFalse(Arrays.equals(first, sampler.draw(8)));
    assertArrayEquals(first, sampler.draw(7));
    assertArrayEquals(first, new WolffSampler(5, 2.5).draw(7));
  }

  private static int[] states(int size, double temperature) {
    return configurations(size, temperature, DRAWS).mapToInt(WolffSamplerTest::state).toArray();
  }

  private static Stream<byte[]> configurations(int size, double temperature, int draws) {
    WolffSampler sampler = new WolffSampler(size, temperature);
    return IntStream.range(0, draws).parallel().mapToObj(i -> sampler.draw(Seeds.derive(SEED, i)));
  }

  private static int state(byte[] spins) {
    int state = 0;
    for (int i = 0; i < spins.length; i++) {
      state |= (spins[i] & 1) << i;
    }
    return state;
  }

  private static int up(byte[] spins) {
    int up = 0;
    for (byte spin : spins) {
      up += spin & 1;
    }
    return up;
  }

  private static void assertMean(
      int size, double temperature, int[] states, String name, IntToDoubleFunction f) {
    double exact = ExactIsing.mean(size, temperature, f);
    double square = ExactIsing.mean(size, temperature, s -> Math.pow(f.applyAsDouble(s), 2));
    double error = Math.sqrt((square - exact * exact) / states.length);
    double drawn = Arrays.stream(states).mapToDouble(f::applyAsDouble).average().orElseThrow();
    // Sums over 2^16 states round by less than 1e-10.
    assertEquals(exact, drawn, 5 * error + 1e-10, name);
  }

  private static void assertEnergy(double exact, int size, double temperature, int draws) {
    assertMean(
        exact,
        configurations(size, temperature, draws)
            .mapToDouble(s -> energyPerSite(s, size))
            .toArray());
  }

  /** Within five of the sample's own standard errors. */
  private static void assertMean(double exact, double[] drawn) {
    double mean = Arrays.stream(drawn).average().orElseThrow();
    double squares = Arrays.stream(drawn).map(x -> (x - mean) * (x - mean)).sum();
    double error = Math.sqrt(squares / drawn.length / (drawn.length - 1));
    assertEquals(exact, mean, 5 * error, "standard error " + error);
  }

  private static double energyPerSite(byte[] spins, int size) {
    int energy = 0;
    for (int y = 0; y < size; y++) {
      for (int x = 0; x < size; x++) {
        byte here = spins[y * size + x];
        energy += here == spins[y * size + (x + 1) % size] ? -1 : 1;
        energy += here == spins[(y + 1) % size * size + x] ? -1 : 1;
      }
    }
    return (double) energy / spins.length;
  }
}
