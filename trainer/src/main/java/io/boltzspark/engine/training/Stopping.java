package io.boltzspark.engine.training;

import java.util.OptionalDouble;

/**
 * Early stopping. Since it affects the bytes of the model, its value is computed at the end of
 * every epoch, from fixed rows and random numbers.
 *
 * @param isWatching whether early stopping is enabled
 * @param largerIsBetter whether the best value is the largest
 * @param patience number of epochs without a better value after which training ends; 0: unlimited
 * @param target the value at which training ends, or a better one; empty: none
 * @param keepBest whether the model has the parameters of the best epoch
 */
public record Stopping(
    boolean isWatching,
    boolean largerIsBetter,
    int patience,
    OptionalDouble target,
    boolean keepBest) {
  /** No early stopping. */
  public static final Stopping NONE = new Stopping(false, false, 0, OptionalDouble.empty(), false);
}
