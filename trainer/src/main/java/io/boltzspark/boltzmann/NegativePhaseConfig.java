package io.boltzspark.boltzmann;

import java.io.Serializable;

/**
 * Where the model's side of the gradient comes from. Layers that learn variances enter statistics
 * as samples whatever is configured, since the mean of a square is not the square of the mean.
 *
 * @param algorithm where the chains start
 * @param k Gibbs sweeps a step, at first
 * @param kEnd sweeps a step at the end of training, at least k; in between k rises evenly; 0: no
 *     rise
 * @param kBegin the share of all steps after which k rises, in [0, 1)
 * @param chains persistent chains (PCD only; CD has as many as there are rows)
 * @param start what persistent chains start from
 * @param positiveHidden what stands for hidden units in the statistics of the data
 * @param negativeHidden what stands for the units of odd layers in the statistics of the chains
 * @param negativeVisible what the last sweep of CD leaves in the visible units
 * @param temperatures replicas of each persistent chain, at inverse temperatures spread evenly from
 *     {@code leastBeta} to 1, exchanging states (parallel tempering); 1: none
 * @param leastBeta the smallest inverse temperature of the replicas, in [0, 1)
 */
public record NegativePhaseConfig(
    Algorithm algorithm,
    int k,
    int kEnd,
    double kBegin,
    int chains,
    Start start,
    Use positiveHidden,
    Use negativeHidden,
    Use negativeVisible,
    int temperatures,
    double leastBeta)
    implements Serializable {

  /** Where the chains of the negative phase start. */
  public enum Algorithm {
    /** Contrastive divergence: at the rows of the minibatch (Hinton 2002). */
    CD,
    /** Persistent CD: where the previous step left them (Tieleman 2008). */
    PCD
  }

  /** What persistent chains start from before the first step. */
  public enum Start {
    /** Visible units drawn from the data's means. */
    MEAN,
    /** Visible units drawn without any bias. */
    NOISE,
    /** The first training rows. */
    DATA
  }

  /** What enters statistics in place of a unit's state. */
  public enum Use {
    MEANS,
    SAMPLES
  }

  /** Chains that are carried from one step to the next: none with CD. */
  public int persistentChains() {
    return algorithm == Algorithm.PCD ? chains : 0;
  }

  /** Whether the sweeps of a step depend on how long the whole training is. */
  public boolean countsOnTotal() {
    return kEnd > k;
  }

  /** Gibbs sweeps of a step. */
  public int sweeps(long step, long totalSteps) {
    if (kEnd <= k) {
      return k;
    }
    double begin = kBegin * totalSteps;
    double risen = Math.max(0, (step - begin) / (totalSteps - begin));
    return Math.min(kEnd, k + (int) (risen * (kEnd - k + 1)));
  }
}
