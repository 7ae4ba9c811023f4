package io.boltzspark.boltzmann;

import io.boltzspark.sampling.DrivenTemperature;
import io.boltzspark.sampling.SiteOrder;
import java.io.Serializable;

/**
 * The negative phase: how the model's side of the gradient is estimated.
 *
 * @param algorithm where the chains start
 * @param sweeps Gibbs sweeps per step
 * @param chains persistent chains
 * @param states states that enter the statistics
 * @param siteOrder the order of the units of layers with couplings within
 */
public record NegativePhaseConfig(
    Algorithm algorithm, Sweeps sweeps, Chains chains, States states, SiteOrder siteOrder)
    implements Serializable {

  /** A negative phase that draws coupled units from the first to the last. */
  public NegativePhaseConfig(Algorithm algorithm, Sweeps sweeps, Chains chains, States states) {
    this(algorithm, sweeps, chains, states, SiteOrder.SEQUENTIAL);
  }

  /** Where the chains of the negative phase start. */
  public enum Algorithm {
    /** Contrastive divergence: at the rows of the minibatch (Hinton 2002). */
    CD,
    /** Persistent CD: where the previous step left them (Tieleman 2008). */
    PCD
  }

  /** The initial states of persistent chains. */
  public enum Start {
    /** Visible units drawn from the data's means. */
    MEAN,
    /** Visible units drawn without any bias. */
    NOISE,
    /** The first training rows. */
    DATA
  }

  /** What enters the statistics for a unit. */
  public enum Use {
    MEANS,
    SAMPLES
  }

  /**
   * The number of Gibbs sweeps per step.
   *
   * @param k number of sweeps at first
   * @param kEnd number at the end of training, at least k; in between it rises linearly; 0: no rise
   * @param kBegin share of all steps after which k rises, in [0, 1)
   */
  public record Sweeps(int k, int kEnd, double kBegin) implements Serializable {

    /** A constant number. */
    public static Sweeps constant(int k) {
      return new Sweeps(k, 0, 0);
    }

    /** Whether the number of sweeps depends on the length of the whole training. */
    public boolean countsOnTotal() {
      return kEnd > k;
    }

    /** Number of Gibbs sweeps of a step. */
    public int at(long step, long totalSteps) {
      if (kEnd <= k) {
        return k;
      }
      double begin = kBegin * totalSteps;
      double risen = Math.max(0, (step - begin) / (totalSteps - begin));
      return Math.min(kEnd, k + (int) (risen * (kEnd - k + 1)));
    }
  }

  /**
   * Persistent chains (PCD only; CD has as many as rows).
   *
   * @param count number of chains
   * @param start their initial states
   * @param temperatures replicas of each, at inverse temperatures spread evenly from {@code
   *     leastBeta} to 1, exchanging states (parallel tempering); 1: none
   * @param leastBeta the smallest inverse temperature of the replicas, in [0, 1)
   * @param driven how the chains' inverse temperatures move, without replicas
   */
  public record Chains(
      int count, Start start, int temperatures, double leastBeta, DrivenTemperature driven)
      implements Serializable {}

  /**
   * The representation of units in the statistics. Layers that learn variances always enter as
   * samples, since the mean of a square is not the square of the mean.
   *
   * @param positiveHidden for hidden units given the data
   * @param negativeHidden for the units of odd layers of the chains
   * @param negativeVisible for the visible units after the last sweep of CD
   */
  public record States(Use positiveHidden, Use negativeHidden, Use negativeVisible)
      implements Serializable {}

  /** Number of chains carried from one step to the next: 0 with CD. */
  public int persistentChains() {
    return algorithm == Algorithm.PCD ? chains.count() : 0;
  }
}
