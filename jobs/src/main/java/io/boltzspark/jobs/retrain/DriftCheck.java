package io.boltzspark.jobs.retrain;

import io.boltzspark.jobs.retrain.registry.DataSummary;

/** Compares new data with that of the last training. */
final class DriftCheck {
  private DriftCheck() {}

  /**
   * The distance between the means of units, in standard deviations of a unit:
   *
   * <pre>
   * drift^2 = sum_i ((n_i - c_i)^2 - q_i (1 / N + 1 / C)) / sum_i q_i,    0 where negative
   * p_i = (N n_i + C c_i) / (N + C),    q_i = p_i (1 - p_i)
   * </pre>
   *
   * with n_i and c_i the means of unit i over N new and C current rows. For rows of zeros and ones
   * q_i (1 / N + 1 / C) is the variance of n_i - c_i when both come from one distribution (the null
   * hypothesis of the two-sample test of proportions), so that drift^2 is then 0 on average,
   * whatever N and C are. Of tables, whose values need not be in [0, 1], q_i is the variance over
   * all rows, new and current, which of zeros and ones is the same. For grey rows of images q_i is
   * the largest variance that values in [0, 1] with that mean can have, and the drift is
   * underestimated by the contribution of chance.
   *
   * @return 0 or larger
   */
  static double drift(DataSummary fresh, DataSummary current) {
    double n = fresh.rows();
    double c = current.rows();
    double moved = 0;
    double variance = 0;
    for (int i = 0; i < fresh.mean().size(); i++) {
      double difference = fresh.mean().get(i) - current.mean().get(i);
      double pooled = (n * fresh.mean().get(i) + c * current.mean().get(i)) / (n + c);
      double q =
          fresh.variance().isEmpty()
              ? pooled * (1 - pooled)
              : (n * square(fresh, i, pooled) + c * square(current, i, pooled)) / (n + c);
      moved += difference * difference - q * (1 / n + 1 / c);
      variance += q;
    }
    // Where any mean differs, some p_i lies between 0 and 1, so the variance is not 0.
    return moved <= 0 ? 0 : Math.sqrt(moved / variance);
  }

  /** The mean squared distance of a unit's values from a number. */
  private static double square(DataSummary data, int unit, double from) {
    double bias = data.mean().get(unit) - from;
    return data.variance().get(unit) + bias * bias;
  }
}
