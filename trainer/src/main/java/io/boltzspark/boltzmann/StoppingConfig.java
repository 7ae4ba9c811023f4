package io.boltzspark.boltzmann;

import java.io.Serializable;

/**
 * Early stopping, and keeping the best model. Since it affects the bytes of the model, the metric
 * is computed at the end of every epoch from fixed rows and random numbers.
 *
 * @param metric the metric followed on the validation rows; NONE: train to the end and keep the
 *     last model
 * @param patience number of epochs without a better value after which training ends; 0: unlimited
 * @param keepBest whether to keep the model of the best epoch
 */
public record StoppingConfig(Metric metric, int patience, boolean keepBest)
    implements Serializable {
  /** No early stopping. */
  public static final StoppingConfig NONE = new StoppingConfig(Metric.NONE, 0, false);

  /** A value of the validation rows. */
  public enum Metric {
    NONE,
    /** Larger is better. */
    PSEUDO_LOG_LIKELIHOOD,
    /** Smaller is better. */
    RECONSTRUCTION_ERROR,
    /** Mean free energy of validation rows minus that of training rows; smaller is better. */
    FREE_ENERGY_GAP
  }
}
