package io.boltzspark.boltzmann;

import java.io.Serializable;

/**
 * Parameters before the first step.
 *
 * @param weights the distribution of the weights
 * @param deviation standard deviation of {@link Weights#NORMAL}
 * @param visibleBias {@code data}: so that units without input have the means of the data; or a
 *     number
 * @param hiddenBias a number for all hidden units
 * @param from a model from which to take all parameters instead; empty: none
 */
public record InitialisationConfig(
    Weights weights, double deviation, String visibleBias, double hiddenBias, String from)
    implements Serializable {

  /** {@link #visibleBias} that follows the data. */
  public static final String DATA = "data";

  /** Distribution of the initial weights. */
  public enum Weights {
    /** Normal with a given deviation (Hinton 2012, section 8). */
    NORMAL,
    /** Normal with variance {@code 2 / (units below + units above)} (Glorot and Bengio 2010). */
    GLOROT
  }
}
