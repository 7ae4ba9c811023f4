package io.boltzspark.jobs.evaluate.metrics;

import io.boltzspark.engine.data.TrainingData.Part;
import io.boltzspark.evaluation.partition.LogLikelihood;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The log-likelihood of the rows of one part of the data, as it is told.
 *
 * @param subject the model and the data
 * @param found in the data's own units
 */
record PartLikelihood(Subject subject, Part part, RowLikelihood found) {

  /** The part's name in JSON. */
  String key() {
    return part.name().toLowerCase(Locale.ROOT);
  }

  /** For programs: what each method gives, and for densities that of standardised values too. */
  Map<String, Object> json() {
    RowMean rows = found.rows();
    Map<String, Object> json = new LinkedHashMap<>();
    rows.putRows(json);
    json.put("standard_error_of_rows", MetricResult.finite(rows.standardError()));
    json.put("unnormalised", MetricResult.finite(rows.mean()));
    json.put("lower", MetricResult.finite(found.lower()));
    json.put("upper", MetricResult.finite(found.upper()));
    for (RowLikelihood.Estimate estimate : found.estimates()) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("value", MetricResult.finite(estimate.value()));
      if (isDensity()) {
        one.put("standardised", MetricResult.finite(standardised(estimate.value())));
      }
      if (!estimate.isExact()) {
        one.put("lower", MetricResult.finite(estimate.lower()));
        one.put("upper", MetricResult.finite(estimate.upper()));
      } else if (hasDivergence()) {
        double entropy = subject.rows().empiricalEntropy(part, subject.limit());
        one.put("kl_divergence", MetricResult.finite(-estimate.value() - entropy));
      }
      json.put(estimate.method(), one);
    }
    return json;
  }

  private boolean isDensity() {
    return subject.model().hasDensity();
  }

  private double standardised(double value) {
    return value - subject.model().logJacobian();
  }

  /** Whether rows and model have probabilities, so that there is a divergence between them. */
  private boolean hasDivergence() {
    return subject.rows().areDiscrete()
        && !isDensity()
        && !hasUnlabelled()
        && LogLikelihood.isExact(subject.model().machine());
  }

  private boolean hasUnlabelled() {
    return subject.rows().unlabelled(part) > 0;
  }

  /** For people. */
  String line() {
    RowMean rows = found.rows();
    String error =
        Double.isNaN(rows.standardError())
            ? ""
            : String.format(Locale.ROOT, ", +- %.2f for the choice of rows", rows.standardError());
    String beside =
        isDensity()
            ? "; standardised "
                + RowLikelihood.text(standardised(found.lower()), standardised(found.upper()))
            : "";
    String alone = hasUnlabelled() ? ", those without a label by their values alone" : "";
    return String.format(
        Locale.ROOT,
        "%-5s %s (%s%s%s)%s",
        key(),
        found.text(),
        rows.rowsText(),
        alone,
        error,
        beside);
  }
}
