package io.boltzspark.evaluation;

import java.util.Arrays;
import java.util.stream.DoubleStream;

/**
 * How well a score separates odd rows from normal ones: the area under the receiver operating
 * characteristic, that is, the probability that an odd row scores higher than a normal one, with
 * ties counted one half. 1/2 is guessing.
 *
 * @param area from 0 to 1
 * @param standardError by DeLong, DeLong and Clarke-Pearson (1988), which makes no assumption on
 *     the distributions; NaN with fewer than two rows of either kind
 * @param odd number of rows that should score high
 * @param normal number of rows that should score low
 */
public record RocArea(double area, double standardError, int odd, int normal) {

  /**
   * The area computed from ranks, exact up to the last division. With R the rank of an odd score
   * among all scores and R' its rank among the odd ones, equal scores sharing the mean of their
   * ranks, {@code (R - R') / normal} is the share of normal scores below it. The area is the mean
   * of these shares, and its variance is that of the shares over their number, plus the same with
   * the roles exchanged (Sun and Xu 2014).
   *
   * @param odd scores, at least one, none NaN; likewise {@code normal}
   */
  public static RocArea of(double[] odd, double[] normal) {
    if (odd.length == 0 || normal.length == 0) {
      throw new IllegalArgumentException(odd.length + " odd and " + normal.length + " normal rows");
    }
    double[] all = sorted(DoubleStream.concat(Arrays.stream(odd), Arrays.stream(normal)));
    double[] below = shares(sorted(Arrays.stream(odd)), all, normal.length);
    double[] oddBelow = shares(sorted(Arrays.stream(normal)), all, odd.length);
    double area = mean(below);
    double variance = variance(below) / odd.length + variance(oddBelow) / normal.length;
    return new RocArea(area, Math.sqrt(variance), odd.length, normal.length);
  }

  private static double[] sorted(DoubleStream scores) {
    return scores
        .map(score -> score + 0.0)
        .sorted()
        .toArray(); // turns -0, which ties with 0, into 0
  }

  /**
   * For each score the share of the others' scores below it, ties counted half.
   *
   * @param mine sorted
   * @param all these and the others', sorted
   */
  private static double[] shares(double[] mine, double[] all, int others) {
    double[] shares = new double[mine.length];
    int from = 0; // index of the first score in all that is not below mine
    int to = 0; // index of the first one above
    for (int first = 0; first < mine.length; ) {
      int next = first;
      while (next < mine.length && mine[next] == mine[first]) {
        next++;
      }
      while (all[from] < mine[first]) {
        from++;
      }
      to = Math.max(to, from);
      while (to < all.length && all[to] == mine[first]) {
        to++;
      }
      // Twice the mean rank among all minus twice that among mine: whole numbers.
      long twice = ((long) from + to) - ((long) first + next);
      Arrays.fill(shares, first, next, twice / (2.0 * others));
      first = next;
    }
    return shares;
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  private static double variance(double[] values) {
    double mean = mean(values);
    double sum = 0;
    for (double value : values) {
      sum += (value - mean) * (value - mean);
    }
    return sum / (values.length - 1);
  }
}
