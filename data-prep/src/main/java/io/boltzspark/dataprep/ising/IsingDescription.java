package io.boltzspark.dataprep.ising;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Objects;

/**
 * What a manifest says of Ising configurations that the project drew.
 *
 * @param size spins per side
 * @param temperature in units of J / k_B
 * @param sampler the algorithm, {@link #WOLFF}
 * @param updates the least number of updates of a row's chain; {@link #mostUpdates} is the most
 * @param seed of the chains
 */
public record IsingDescription(
    int size, double temperature, String sampler, int updates, long seed) {
  /** {@link WolffSampler}. */
  public static final String WOLFF = "wolff";

  private static final int TITLE_DIGITS = 6;

  public IsingDescription {
    Objects.requireNonNull(sampler);
  }

  /** The most updates of a chain. */
  public int mostUpdates() {
    return updates + WolffSampler.COINS;
  }

  /** For display: {@code Ising 16 x 16, T = 2.269}, the temperature with at most six digits. */
  public String title() {
    BigDecimal rounded = new BigDecimal(temperature).round(new MathContext(TITLE_DIGITS));
    String digits = rounded.stripTrailingZeros().toString();
    return "Ising %d x %d, T = %s".formatted(size, size, digits);
  }
}
