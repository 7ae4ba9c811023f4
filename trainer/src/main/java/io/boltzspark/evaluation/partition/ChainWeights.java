package io.boltzspark.evaluation.partition;

import java.util.Arrays;

/**
 * The log weights of the chains of one walk, in either direction. Each chain has its own log Z,
 * {@link #own}: the estimate that it would give alone.
 *
 * <p>Walks up and down follow the same path, so with enough chains either kind can stand for the
 * other (Crooks 1999): walks up, weighted, are distributed as walks down from samples of the
 * machine, and walks down, weighted, as walks up from the base. {@link BracketTrust} compares them.
 */
public final class ChainWeights {
  private final boolean forward;
  private final double logBase;
  private final double[] logWeights;

  private ChainWeights(boolean forward, double logBase, double[] logWeights) {
    this.forward = forward;
    this.logBase = logBase;
    this.logWeights = logWeights.clone();
  }

  /** Weights whose mean estimates Z / exp(logBase), at least two of them. */
  public static ChainWeights forward(double logBase, double[] logWeights) {
    return new ChainWeights(true, logBase, logWeights);
  }

  /** Weights whose mean estimates exp(logBase) / Z, at least two of them. */
  public static ChainWeights reverse(double logBase, double[] logWeights) {
    return new ChainWeights(false, logBase, logWeights);
  }

  /** The estimate from all chains. */
  public LogPartitionEstimate estimate() {
    return forward
        ? LogPartitionEstimate.forward(logBase, logWeights)
        : LogPartitionEstimate.reverse(logBase, logWeights);
  }

  /** Each chain's log Z, as drawn. */
  double[] own() {
    return Arrays.stream(logWeights).map(w -> forward ? logBase + w : logBase - w).toArray();
  }

  /** Each chain's log Z as a sample of walks from the machine down. */
  WeightedValues fromMachine() {
    return new WeightedValues(own(), forward ? logWeights : new double[logWeights.length]);
  }

  /** Each chain's log Z as a sample of walks from the base up. */
  WeightedValues fromBase() {
    return new WeightedValues(own(), forward ? new double[logWeights.length] : logWeights);
  }
}
