package io.boltzspark.evaluation.partition;

/**
 * An estimate of log Z by chains that move along an {@link AnnealedPath}, in either direction. A
 * walk may be interrupted and continued elsewhere, with the same result.
 */
public interface AnnealingWalk {

  /** Number of steps of the whole walk. */
  int steps();

  /**
   * The slice after further steps: at least as many as asked for, up to the next one after which a
   * walk may be interrupted, and at most the remaining ones.
   *
   * @param steps number of steps
   */
  ChainSlice advance(ChainSlice slice, int steps);

  /** The log weights of all chains at the end, as evidence of log Z. */
  ChainWeights weights(double[] logWeights);
}
