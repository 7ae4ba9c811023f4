package io.boltzspark.evaluation.neighbours;

import java.util.Arrays;

/**
 * A summary of distances to nearest neighbours; copies of training rows among samples show in the
 * low quantiles, which are interpolated between adjacent order statistics.
 *
 * @param count number of distances
 * @param coinciding number of distances that are 0
 * @param lowest the 1 % quantile
 * @param low the 5 % quantile
 * @param median the 50 % quantile
 */
public record DistanceSummary(int count, int coinciding, double lowest, double low, double median) {

  /**
   * @param distances the distances, at least one
   * @throws IllegalArgumentException if there are none
   */
  public static DistanceSummary of(double[] distances) {
    if (distances.length == 0) {
      throw new IllegalArgumentException("no distances");
    }
    double[] sorted = distances.clone();
    Arrays.sort(sorted);
    int coinciding = (int) Arrays.stream(sorted).filter(d -> d == 0).count();
    return new DistanceSummary(
        sorted.length,
        coinciding,
        quantile(sorted, 0.01),
        quantile(sorted, 0.05),
        quantile(sorted, 0.5));
  }

  private static double quantile(double[] sorted, double share) {
    double place = share * (sorted.length - 1);
    int below = (int) place;
    double rest = place - below;
    return rest == 0 ? sorted[below] : (1 - rest) * sorted[below] + rest * sorted[below + 1];
  }
}
