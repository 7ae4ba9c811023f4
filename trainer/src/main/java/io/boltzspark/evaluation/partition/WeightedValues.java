package io.boltzspark.evaluation.partition;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * A sample of numbers with importance weights.
 *
 * @param values finite numbers
 * @param logWeights one for each, up to a constant
 */
record WeightedValues(double[] values, double[] logWeights) {

  /**
   * How far two samples are from having one distribution.
   *
   * @param distance the largest difference of their distribution functions, from 0 to 1 (Kolmogorov
   *     and Smirnov)
   * @param error the scale of this difference for samples of one distribution, {@code sqrt(1/m +
   *     1/n)} with m and n the effective sample sizes: for large samples it exceeds x times the
   *     scale with a probability of about {@code 2 exp(-2 x^2)}
   */
  record Difference(double distance, double error) {}

  /**
   * @param tolerance a difference of values that does not count
   */
  Difference from(WeightedValues other, double tolerance) {
    double[] mine = shares();
    double[] others = other.shares();
    return new Difference(
        Math.max(
            excess(values, mine, other.values, others, tolerance),
            excess(other.values, others, values, mine, tolerance)),
        Math.sqrt(squares(mine) + squares(others)));
  }

  /** The largest amount by which a's distribution function exceeds b's at a place a bit above. */
  private static double excess(
      double[] a, double[] sharesA, double[] b, double[] sharesB, double up) {
    int n = a.length;
    double[] all = Arrays.copyOf(a, n + b.length);
    for (int i = 0; i < b.length; i++) {
      all[n + i] = b[i] - up;
    }
    int[] order =
        IntStream.range(0, all.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> all[i]))
            .mapToInt(i -> i)
            .toArray();
    double difference = 0;
    double largest = 0;
    for (int k = 0; k < order.length; k++) {
      int i = order[k];
      difference += i < n ? sharesA[i] : -sharesB[i - n];
      boolean last = k + 1 == order.length || all[order[k + 1]] > all[i];
      largest = last ? Math.max(largest, difference) : largest;
    }
    return largest;
  }

  /** The weights, divided by their sum. */
  private double[] shares() {
    double greatest = Arrays.stream(logWeights).max().orElseThrow();
    double[] shares = Arrays.stream(logWeights).map(w -> Math.exp(w - greatest)).toArray();
    double sum = Arrays.stream(shares).sum();
    Arrays.setAll(shares, i -> shares[i] / sum);
    return shares;
  }

  private static double squares(double[] shares) {
    return Arrays.stream(shares).map(share -> share * share).sum();
  }
}
