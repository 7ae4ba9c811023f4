package io.boltzspark.evaluation.partition;

import java.util.Arrays;

/**
 * An estimate of log Z from importance weights, with an error bar.
 *
 * <p>The estimate is the logarithm of the mean weight, so its error is that of the mean: the
 * standard deviation of the weights divided by the root of their number. The interval is the
 * logarithm of the mean plus and minus three such errors (Salakhutdinov and Murray 2008, section
 * 4); it is not symmetric. Where three errors reach the mean, or nearly so, another bound takes
 * over: a mean of positive weights exceeds {@code e^a} times its expectation with a probability of
 * at most {@code e^-a} (Markov's inequality), so that end is never farther away than the {@link
 * #FARTHEST} nats that have the probability of three errors. Both ends are finite.
 *
 * <p>The interval reflects only the weights that were drawn: if these differ much, a few rare large
 * ones may be missing, and a forward estimate is then too low, a reverse one too high. The
 * effective sample size {@code (sum w)^2 / sum w^2} shows this. {@link BracketTrust} judges several
 * estimates of one log Z.
 *
 * @param logPartition the estimate, in nats; NaN if a weight is not finite
 * @param lower three standard errors down
 * @param upper three standard errors up
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

  /** The probability that a normal number exceeds its mean by three standard deviations. */
  private static final double TAIL = 0.00135;

  /** Farthest end of an interval on the side where Markov's inequality holds, in nats. */
  static final double FARTHEST = -Math.log(TAIL);

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
    double down = Math.max(-FARTHEST, Math.log(Math.max(0, 1 - ERRORS * error)));
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

  /** Whether all weights were finite, so that there is an estimate. */
  public boolean isFinite() {
    return Double.isFinite(logPartition);
  }

  /**
   * Whether enough chains count for the error bar to be reliable: a tenth of them, and so many that
   * three errors do not reach the mean.
   */
  public boolean isReliable() {
    return isFinite() && ERRORS * standardError < 1 && effectiveSampleSize >= SHARE * chains;
  }
}
