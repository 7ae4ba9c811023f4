package io.boltzspark.dataprep.ising;

import io.boltzspark.dataprep.idx.IdxHeader;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;

/**
 * Configurations of the two-dimensional Ising model to draw and prepare: spins of -1 and +1 on a
 * square lattice with periodic boundaries, {@code E(s) = -sum over neighbours of s_i s_j} (J = 1,
 * no field), each drawn with probability proportional to {@code exp(-E(s) / T)}.
 *
 * @param size spins per side, 2 to 1024; on a side of 2 each pair of neighbours is joined twice
 * @param temperature T, in units of J / k_B: positive and finite
 * @param count configurations of the training source, at least 1
 */
public record IsingSource(int size, double temperature, int count) {
  /** The default number of training configurations. */
  public static final int DEFAULT_COUNT = 20_000;

  /** A lattice is an image, so it has at most as many spins as an image may have pixels. */
  public static final int MAXIMUM_SIZE = (int) Math.sqrt(IdxHeader.MAXIMUM_UNITS);

  private static final int TRAIN_ROWS_FOR_A_TEST_ROW = 10;

  /**
   * @throws BoltzException BAD_CONFIGURATION for an invalid value
   */
  public IsingSource {
    require(size >= 2 && size <= MAXIMUM_SIZE, "--size", size, "2 to " + MAXIMUM_SIZE);
    require(
        temperature > 0 && temperature <= Double.MAX_VALUE,
        "--temperature",
        temperature,
        "above 0 and finite");
    require(count >= 1, "--count", count, "1 or more");
  }

  /** Configurations of the test source: a tenth of {@link #count}, at least 1. */
  public int testRows() {
    return Math.max(1, count / TRAIN_ROWS_FOR_A_TEST_ROW);
  }

  private static void require(boolean holds, String option, Object value, String allowed) {
    if (!holds) {
      throw new BoltzException(
          ExitCode.BAD_CONFIGURATION, option + " is " + value + "; expected " + allowed);
    }
  }
}
