package io.boltzspark.boltzmann;

import java.io.Serializable;

/**
 * Early stopping, and keeping the best. Since it decides bytes, the metric is computed at the end
 * of every epoch from rows and random numbers that are fixed.
 *
 * @param metric what is watched on the validation rows; NONE: train to the end and keep the last
 * @param patience epochs without a better value after which training ends; 0: never
 * @param keepBest whether the model of the best epoch is the one that is kept
 */
public record StoppingConfig(Metric metric, int patience, boolean keepBest)
    implements Serializable {
  /** None. */
  public static final StoppingConfig NONE = new StoppingConfig(Metric.NONE, 0, false);

  /** A value of the validation rows. */
  public enum Metric {
    NONE,
    /** Larger is better. */
    PSEUDO_LOG_LIKELIHOOD,
    /** Smaller is better. */
    RECONSTRUCTION_ERROR,
    /** Mean free energy of validation less that of training rows; smaller is better. */
    FREE_ENERGY_GAP
  }
}
