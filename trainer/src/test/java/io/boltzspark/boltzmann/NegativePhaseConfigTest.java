package io.boltzspark.boltzmann;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NegativePhaseConfigTest {

  private static NegativePhaseConfig.Sweeps rising(int k, int kEnd, double begin) {
    return Configs.rbm(4, 3).pcd(k, 10).kEnd(kEnd, begin).build().negative().sweeps();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3})
  void withoutARiseSweepsAreAlwaysK(int kEnd) {
    NegativePhaseConfig.Sweeps config = rising(3, kEnd, 0.5);
    assertFalse(config.countsOnTotal());
    for (long step : new long[] {0, 5, 9, 1_000_000_000_000L}) {
      assertEquals(3, config.at(step, 10));
    }
  }

  /** In what is left after the beginning, k, k + 1, ..., kEnd take equal shares of the steps. */
  @ParameterizedTest
  @CsvSource({
    "1, 5, 0, 1000",
    "1, 5, 0.4, 1000",
    "2, 3, 0.25, 97",
    "1, 10, 0.5, 12345",
    "5, 500, 0.9, 100000"
  })
  void sweepsRiseEvenly(int k, int kEnd, double begin, int total) {
    NegativePhaseConfig.Sweeps config = rising(k, kEnd, begin);
    assertTrue(config.countsOnTotal());
    Map<Integer, Integer> steps = new TreeMap<>();
    int last = k;
    for (int step = 0; step < total; step++) {
      int sweeps = config.at(step, total);
      assertTrue(sweeps == last || sweeps == last + 1, "from " + last + " to " + sweeps);
      if (step < begin * total) {
        assertEquals(k, sweeps, "before the rise, step " + step);
      } else {
        steps.merge(sweeps, 1, Integer::sum);
      }
      last = sweeps;
    }
    assertEquals(kEnd, last);
    double share = total * (1 - begin) / (kEnd - k + 1);
    steps.forEach((sweeps, count) -> assertEquals(share, count, 1, sweeps + " sweeps"));
    assertEquals(kEnd - k + 1, steps.size());
  }

  @Test
  void sweepsByHand() {
    NegativePhaseConfig.Sweeps config = rising(1, 3, 0.4); // of ten steps, four before the rise
    int[] expected = {1, 1, 1, 1, 1, 1, 2, 2, 3, 3};
    for (int step = 0; step < 10; step++) {
      assertEquals(expected[step], config.at(step, 10), "step " + step);
    }
    assertEquals(3, config.at(10, 10), "past the end");
    assertEquals(3, config.at(1000, 10), "past the end");
  }

  @Test
  void contrastiveDivergenceCarriesNoChains() {
    assertEquals(25, Configs.rbm(4, 3).pcd(1, 25).build().persistentChains());
    assertEquals(0, Configs.rbm(4, 3).pcd(1, 25).cd(1).build().persistentChains());
  }
}
