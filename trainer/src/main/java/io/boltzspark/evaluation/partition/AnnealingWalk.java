package io.boltzspark.evaluation.partition;

/**
 * A way to estimate log Z by chains that walk along an {@link AnnealedPath}: what is common to both
 * directions. A walk may be interrupted after any step and continued elsewhere, with the same
 * numbers.
 */
public interface AnnealingWalk {

  /** Steps of the whole walk. */
  int steps();

  /**
   * The slice after some more steps, at most those that are left.
   *
   * @param steps how many
   */
  ChainSlice advance(ChainSlice slice, int steps);

  /** The estimate from the log weights of all chains at the end. */
  LogPartitionEstimate estimate(double[] logWeights);
}
