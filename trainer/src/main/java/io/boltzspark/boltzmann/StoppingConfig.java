package io.boltzspark.boltzmann;

import java.io.Serializable;
import java.util.OptionalDouble;

/**
 * Early stopping, and keeping the best model. Since it affects the bytes of the model, the metric
 * is computed at the end of every epoch from fixed rows and random numbers.
 *
 * @param metric the metric followed; NONE: train to the end and keep the last model
 * @param patience number of epochs without a better value after which training ends; 0: unlimited
 * @param value of the metric at which training ends, or a better one; NaN: none
 * @param keepBest whether to keep the model of the best epoch
 */
public record StoppingConfig(Metric metric, int patience, double value, boolean keepBest)
    implements Serializable {
  /** No early stopping. */
  public static final StoppingConfig NONE = new StoppingConfig(Metric.NONE, 0, Double.NaN, false);

  /** {@link #value}, if there is one. */
  public OptionalDouble target() {
    return Double.isNaN(value) ? OptionalDouble.empty() : OptionalDouble.of(value);
  }

  /** A value of the validation rows, or of chains beside training rows. */
  public enum Metric {
    NONE,
    /** Larger is better. */
    PSEUDO_LOG_LIKELIHOOD,
    /** Smaller is better. */
    RECONSTRUCTION_ERROR,
    /** Mean free energy of validation rows minus that of training rows; smaller is better. */
    FREE_ENERGY_GAP,
    /** Of frequencies of states in training rows and chains; larger is better. */
    ONE_SITE_CORRELATION,
    /** Of connected two-site correlations in training rows and chains; larger is better. */
    TWO_SITE_CORRELATION;

    /** Whether the value is of the validation rows. */
    public boolean isOfValidation() {
      return this != NONE && this != ONE_SITE_CORRELATION && this != TWO_SITE_CORRELATION;
    }
  }
}
