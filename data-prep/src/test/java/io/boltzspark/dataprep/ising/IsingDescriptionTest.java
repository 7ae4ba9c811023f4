package io.boltzspark.dataprep.ising;

import static io.boltzspark.dataprep.idx.IdxFixtures.assertFails;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.boltzspark.errors.ExitCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What may be asked for, and what it is called. */
class IsingDescriptionTest {
  @Test
  void impossibleValuesAreRefused() {
    for (int size : new int[] {-1, 0, 1, 1025, Integer.MAX_VALUE}) {
      refused("--size", size, () -> new IsingSource(size, 2, 10));
    }
    for (double temperature : new double[] {0, -0.0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      refused("--temperature", temperature, () -> new IsingSource(4, temperature, 10));
    }
    for (int count : new int[] {0, -1}) {
      refused("--count", count, () -> new IsingSource(4, 2, count));
    }
  }

  @Test
  void aTenthIsForTheTestPart() {
    assertEquals(2_000, new IsingSource(16, 2, IsingSource.DEFAULT_COUNT).testRows());
    assertEquals(3, new IsingSource(1024, Double.MIN_VALUE, 39).testRows());
    assertEquals(1, new IsingSource(2, Double.MAX_VALUE, 1).testRows());
  }

  @Test
  void titles() {
    assertEquals("Ising 16 x 16, T = 2.269", title(16, 2.269));
    assertEquals("Ising 8 x 8, T = 2", title(8, 2));
    assertEquals("Ising 8 x 8, T = 2.26919", title(8, 2.269185314213022));
    assertEquals("Ising 8 x 8, T = 0.1", title(8, 0.1));
  }

  private static void refused(String option, Object value, Executable action) {
    assertFails(ExitCode.BAD_CONFIGURATION, action, option + " is " + value, "expected");
  }

  private static String title(int size, double temperature) {
    return new IsingDescription(size, temperature, IsingDescription.WOLFF, 62, 1).title();
  }
}
