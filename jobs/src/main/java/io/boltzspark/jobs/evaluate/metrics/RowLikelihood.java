package io.boltzspark.jobs.evaluate.metrics;

import io.boltzspark.evaluation.partition.BracketTrust;
import java.util.List;
import java.util.Locale;

/**
 * The log-likelihood of rows in nats a row, or its lower bound, by each method for log Z. It is
 * that of the data's values in their own units, so it can be compared between models of the same
 * data that standardise it differently.
 *
 * @param rows the unnormalised log-likelihood of their visible states
 * @param estimates at least one
 * @param trust what the estimates say about each other
 */
public record RowLikelihood(RowMean rows, List<Estimate> estimates, BracketTrust trust) {

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
  static RowLikelihood of(
      RowMean rows, List<LogPartitionValue> partitions, BracketTrust trust, double logJacobian) {
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
            .toList(),
        trust);
  }

  /** The lowest end of all methods' error bars; NaN if a method found no number. */
  public double lower() {
    return counting().stream()
        .mapToDouble(estimate -> finite(estimate.lower()))
        .reduce(Math::min)
        .orElse(Double.NaN);
  }

  /** The highest end of all methods' error bars; NaN if a method found no number. */
  public double upper() {
    return counting().stream()
        .mapToDouble(estimate -> finite(estimate.upper()))
        .reduce(Math::max)
        .orElse(Double.NaN);
  }

  /** Where there is an exact value, estimates add nothing. */
  private List<Estimate> counting() {
    List<Estimate> exact = estimates.stream().filter(Estimate::isExact).toList();
    return exact.isEmpty() ? estimates : exact;
  }

  /** The interval or exact value, such as {@code -95.32 to -93.41}. */
  public String text() {
    return text(lower(), upper());
  }

  static String text(double lower, double upper) {
    if (!(lower <= upper)) {
      return "unknown";
    }
    return lower == upper
        ? String.format(Locale.ROOT, "%.2f", lower)
        : String.format(Locale.ROOT, "%.2f to %.2f", lower, upper);
  }

  private static double finite(double value) {
    return Double.isFinite(value) ? value : Double.NaN;
  }
}
