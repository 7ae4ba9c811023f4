package io.boltzspark.evaluation.partition;

import java.util.Arrays;
import java.util.Locale;

/**
 * An estimate of log Z from importance weights, with an error bar.
 *
 * <p>The estimate is the logarithm of the mean weight, so its error is that of the mean: the
 * standard deviation of the weights divided by the root of their number. The interval is the
 * logarithm of the mean plus and minus three such errors; it is not symmetric, and has no finite
 * lower end if three errors reach the mean (Salakhutdinov and Murray 2008, section 4). It reflects
 * only the weights that were drawn: if these differ much, a few rare large ones may be missing, and
 * a forward estimate is then too low, a reverse one too high. The effective sample size {@code (sum
 * w)^2 / sum w^2} shows this.
 *
 * @param logPartition the estimate, in nats
 * @param lower three standard errors down; may be minus infinity
 * @param upper three standard errors up; may be infinity
 * @param standardError relative standard error of the mean weight: about that of the estimate if
 *     small
 * @param effectiveSampleSize number of chains of equal weight that would be as informative
 * @param chains number of chains
 */
public record LogPartitionEstimate(
    double logPartition,
    double lower,
    double upper,
    double standardError,
    double effectiveSampleSize,
    int chains) {
  private static final double ERRORS = 3;

  /** Below this ratio of effective sample size to chains the error bar is unreliable. */
  private static final double SHARE = 0.1;

  /** From weights whose mean estimates Z / exp(logBase), at least two of them. */
  static LogPartitionEstimate forward(double logBase, double[] logWeights) {
    return of(logBase, logWeights, 1);
  }

  /** From weights whose mean estimates exp(logBase) / Z, at least two of them. */
  static LogPartitionEstimate reverse(double logBase, double[] logWeights) {
    return of(logBase, logWeights, -1);
  }

  private static LogPartitionEstimate of(double logBase, double[] logWeights, int sign) {
    int n = logWeights.length;
    if (n < 2) {
      throw new IllegalArgumentException("an error bar needs at least two chains, got " + n);
    }
    double largest = Arrays.stream(logWeights).max().orElseThrow();
    double sum = 0;
    double squares = 0;
    for (double logWeight : logWeights) {
      double weight = Math.exp(logWeight - largest);
      sum += weight;
      squares += weight * weight;
    }
    double mean = sum / n;
    double deviations = 0;
    for (double logWeight : logWeights) {
      double deviation = Math.exp(logWeight - largest) / mean - 1;
      deviations += deviation * deviation;
    }
    double error = Math.sqrt(deviations / (n - 1) / n);
    double logMean = largest + Math.log(mean);
    double down = Math.log(Math.max(0, 1 - ERRORS * error));
    double up = Math.log1p(ERRORS * error);
    double estimate = logBase + sign * logMean;
    return new LogPartitionEstimate(
        estimate,
        estimate + (sign > 0 ? down : -up),
        estimate + (sign > 0 ? up : -down),
        error,
        sum * sum / squares,
        n);
  }

  /** Whether the effective sample size is large enough for the interval to be reliable. */
  public boolean isTrusted() {
    return Double.isFinite(lower)
        && Double.isFinite(upper)
        && effectiveSampleSize >= SHARE * chains;
  }

  /** Why the estimate is unreliable; empty if it is reliable. */
  public String warning() {
    if (isTrusted()) {
      return "";
    }
    return Double.isNaN(logPartition)
        ? "the weights of the chains are not finite"
        : String.format(
            Locale.ROOT,
            "the weights of the chains differ so much that only %.1f of %d count, so the error bar"
                + " is unreliable: use more temperatures",
            effectiveSampleSize,
            chains);
  }
}
