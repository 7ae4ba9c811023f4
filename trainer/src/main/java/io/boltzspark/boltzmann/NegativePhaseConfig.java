package io.boltzspark.boltzmann;

import java.io.Serializable;

/**
 * Where the model's side of the gradient comes from.
 *
 * @param algorithm where the chains start
 * @param sweeps Gibbs sweeps of a step
 * @param chains persistent chains
 * @param states what enters the statistics
 */
public record NegativePhaseConfig(Algorithm algorithm, Sweeps sweeps, Chains chains, States states)
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

  /**
   * How many Gibbs sweeps a step makes.
   *
   * @param k at first
   * @param kEnd at the end of training, at least k; in between k rises evenly; 0: no rise
   * @param kBegin the share of all steps after which k rises, in [0, 1)
   */
  public record Sweeps(int k, int kEnd, double kBegin) implements Serializable {

    /** Always as many. */
    public static Sweeps constant(int k) {
      return new Sweeps(k, 0, 0);
    }

    /** Whether the sweeps of a step depend on how long the whole training is. */
    public boolean countsOnTotal() {
      return kEnd > k;
    }

    /** Gibbs sweeps of a step. */
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
   * Persistent chains (PCD only; CD has as many as there are rows).
   *
   * @param count how many
   * @param start what they start from
   * @param temperatures replicas of each, at inverse temperatures spread evenly from {@code
   *     leastBeta} to 1, exchanging states (parallel tempering); 1: none
   * @param leastBeta the smallest inverse temperature of the replicas, in [0, 1)
   */
  public record Chains(int count, Start start, int temperatures, double leastBeta)
      implements Serializable {}

  /**
   * What stands for units in the statistics. Layers that learn variances enter as samples whatever
   * is configured, since the mean of a square is not the square of the mean.
   *
   * @param positiveHidden for hidden units given the data
   * @param negativeHidden for the units of odd layers of the chains
   * @param negativeVisible what the last sweep of CD leaves in the visible units
   */
  public record States(Use positiveHidden, Use negativeHidden, Use negativeVisible)
      implements Serializable {}

  /** Chains that are carried from one step to the next: none with CD. */
  public int persistentChains() {
    return algorithm == Algorithm.PCD ? chains.count() : 0;
  }
}
