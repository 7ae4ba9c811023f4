package io.boltzspark.jobs.evaluate.metrics;

import io.boltzspark.evaluation.partition.BracketFinding;
import io.boltzspark.evaluation.partition.BracketTrust;
import io.boltzspark.evaluation.partition.BracketTrust.Side;
import java.util.List;
import java.util.Locale;

/**
 * The distance of the two sides of a bracket of log Z.
 *
 * @param nats the reverse side less the forward side, of the reverse side that is farther away; NaN
 *     if there are not both
 * @param trust in the bracket
 */
record LikelihoodGap(double nats, BracketTrust trust) {

  static LikelihoodGap of(List<LogPartitionValue> values, BracketTrust trust) {
    double forward = Double.NaN;
    for (LogPartitionValue value : values) {
      forward = value.isOf(Side.FORWARD) ? value.value() : forward;
    }
    double gap = Double.NaN;
    for (LogPartitionValue value : values) {
      boolean reverse = !value.isExact() && !value.isOf(Side.FORWARD);
      if (reverse && !(Math.abs(value.value() - forward) <= Math.abs(gap))) {
        gap = value.value() - forward;
      }
    }
    return new LikelihoodGap(gap, trust);
  }

  boolean isKnown() {
    return Double.isFinite(nats);
  }

  /** Its size, and what it means. */
  String line() {
    return String.format(Locale.ROOT, "gap %.3f nats: %s", nats, meaning());
  }

  private String meaning() {
    boolean contradiction =
        trust.findings().stream()
            .map(BracketFinding::kind)
            .anyMatch(kind -> kind == BracketFinding.Kind.REVERSE_BELOW);
    if (nats >= 0) {
      return "the forward side tends to overestimate the model, the reverse side to underestimate"
          + " it; the smaller the gap, the surer the value";
    }
    return contradiction
        ? "the sides are in the wrong order by more than their errors allow, so they are no bracket"
        : "the sides are in the wrong order, but within their errors, so these alone say how sure"
            + " the value is";
  }
}
