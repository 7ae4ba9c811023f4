package io.boltzspark.jobs.evaluate.metrics;

import java.util.List;
import java.util.stream.DoubleStream;

/**
 * The log-likelihood of rows in nats a row, or its lower bound, by each method for log Z. It is
 * that of the data's values in their own units, so it can be compared between models of the same
 * data that standardise it differently.
 *
 * @param rows the unnormalised log-likelihood of their visible states
 * @param estimates at least one
 */
public record RowLikelihood(RowMean rows, List<Estimate> estimates) {

  /**
   * What one method gives.
   *
   * @param method its key in JSON
   * @param isExact whether the value has no error, and so is both of the others
   * @param lower by three standard errors of Z
   * @param upper likewise
   */
  public record Estimate(
      String method, boolean isExact, double value, double lower, double upper) {}

  public RowLikelihood {
    estimates = List.copyOf(estimates);
  }

  /**
   * @param rows the unnormalised log-likelihood of visible states
   * @param logJacobian see {@link io.boltzspark.model.Standardisation#logJacobian}
   */
  static RowLikelihood of(RowMean rows, List<LogPartitionValue> partitions, double logJacobian) {
    double ofValues = rows.mean() + logJacobian;
    return new RowLikelihood(
        rows,
        partitions.stream()
            .map(
                logZ ->
                    new Estimate(
                        logZ.key(),
                        logZ.isExact(),
                        ofValues - logZ.value(),
                        ofValues - logZ.upper(),
                        ofValues - logZ.lower()))
            .toList());
  }

  /** The lowest end of all methods' error bars; NaN if a method found no number. */
  public double lower() {
    return estimates.stream()
        .mapToDouble(estimate -> finite(estimate.lower()))
        .reduce(Math::min)
        .orElse(Double.NaN);
  }

  /** The highest end of all methods' error bars; NaN if a method found no number. */
  public double upper() {
    return estimates.stream()
        .mapToDouble(estimate -> finite(estimate.upper()))
        .reduce(Math::max)
        .orElse(Double.NaN);
  }

  /** The estimates of the methods that found a number. */
  public DoubleStream values() {
    return estimates.stream().mapToDouble(Estimate::value).filter(Double::isFinite);
  }

  private static double finite(double value) {
    return Double.isFinite(value) ? value : Double.NaN;
  }
}
