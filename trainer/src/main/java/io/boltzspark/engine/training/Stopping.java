package io.boltzspark.engine.training;

/**
 * Early stopping. Since it decides bytes, the value is computed at the end of every epoch, from
 * rows and random numbers that are fixed.
 *
 * @param isWatching whether a value is watched at all
 * @param largerIsBetter whether the best value is the largest
 * @param patience epochs without a better value after which training ends; 0: never
 * @param keepBest whether the parameters of the best epoch are the model's
 */
public record Stopping(boolean isWatching, boolean largerIsBetter, int patience, boolean keepBest) {
  /** None. */
  public static final Stopping NONE = new Stopping(false, false, 0, false);
}
