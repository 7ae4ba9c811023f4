package io.boltzspark.boltzmann;

import io.boltzspark.learning.Learner;
import java.util.List;

/**
 * How many of the tried exchanges between neighbouring temperatures a step accepted: the share over
 * all pairs, and that of the pair with the smallest one. Each pair is tried in every other step, so
 * with two temperatures every other step has no rate (NaN). Where a rate is near 0, states hardly
 * travel between the temperatures: they lie too far apart.
 */
public final class ExchangeRates {
  /** Names of the values. */
  public static final List<String> NAMES = List.of("exchange_rate", "least_exchange_rate");

  private final int from;
  private final int to;
  private final float[] values;

  /**
   * @param from index of the first number of exchanges in the statistics
   * @param to index after the last; the same without tempering
   */
  ExchangeRates(int from, int to) {
    this.from = from;
    this.to = to;
    this.values = to > from ? new float[NAMES.size()] : Learner.NO_VALUES;
  }

  /** The rates of the last step, by {@link #NAMES}; empty without tempering. */
  float[] values() {
    return values;
  }

  /** From the sums over all lanes. */
  void measure(float[] sums) {
    if (values.length == 0) {
      return;
    }
    float tried = 0;
    float accepted = 0;
    float least = Float.NaN;
    for (int pair = from; pair < to; pair += 2) {
      if (sums[pair] > 0) {
        tried += sums[pair];
        accepted += sums[pair + 1];
        float rate = sums[pair + 1] / sums[pair];
        least = rate >= least ? least : rate;
      }
    }
    values[0] = accepted / tried;
    values[1] = least;
  }
}
