package io.boltzspark.evaluation.partition;

import java.util.Arrays;
import java.util.Locale;

/**
 * An estimate of log Z from importance weights, with an error bar.
 *
 * <p>The estimate is the logarithm of the mean weight, so its error is that of the mean: the
 * standard deviation of the weights themselves over the root of their number. The interval is the
 * logarithm of the mean plus and minus three such errors, not symmetric, and without a finite end
 * where three errors reach the mean (Salakhutdinov and Murray 2008, section 4). It can only know of
 * the weights that were drawn: where these differ much, a few rare large ones may be missing, and a
 * forward estimate is then too low, a reverse one too high. The effective sample size {@code (sum
 * w)^2 / sum w^2} shows it.
 *
 * @param logPartition the estimate, in nats
 * @param lower three standard errors down; may be minus infinity
 * @param upper three standard errors up; may be infinity
 * @param standardError of the mean weight, relative to it: about that of the estimate while small
 * @param effectiveSampleSize how many chains of equal weight would tell as much
 * @param chains how many there were
 */
public record LogPartitionEstimate(
    double logPartition,
    double lower,
    double upper,
    double standardError,
    double effectiveSampleSize,
    int chains) {
  private static final double ERRORS = 3;

  /** A smaller share of the chains that count makes the error bar itself doubtful. */
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
      throw new IllegalArgumentException("an error bar needs two chains or more, got " + n);
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

  /** Whether enough chains count for the interval to mean what it says. */
  public boolean isTrusted() {
    return Double.isFinite(lower)
        && Double.isFinite(upper)
        && effectiveSampleSize >= SHARE * chains;
  }

  /** Why the estimate is not to be trusted; empty when it is. */
  public String warning() {
    if (isTrusted()) {
      return "";
    }
    return Double.isNaN(logPartition)
        ? "the weights of the chains are not numbers"
        : String.format(
            Locale.ROOT,
            "the weights of the chains differ so much that only %.1f of %d count, and the error"
                + " bar cannot be trusted: use more temperatures",
            effectiveSampleSize,
            chains);
  }
}
