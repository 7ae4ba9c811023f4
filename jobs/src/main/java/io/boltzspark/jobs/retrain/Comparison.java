package io.boltzspark.jobs.retrain;

import io.boltzspark.jobs.retrain.registry.Bracket;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Decides whether a challenger becomes the champion. The decision is conservative: the lower end of
 * its bracket must exceed the upper end of the champion's by a margin. A bracket whose methods
 * contradict each other may be wrong by as much, so it counts as so much wider. Both are measured
 * on the same held-out rows, so that the choice of rows, which affects both alike, does not count.
 *
 * @param champion the champion's bracket; empty when there is none yet
 * @param margin nats per row
 */
record Comparison(Bracket challenger, Optional<Bracket> champion, double margin) {

  /** The least gain of the challenger, in nats per row; NaN where unknown. */
  double gain() {
    return champion.map(held -> challenger.least() - held.greatest()).orElse(Double.NaN);
  }

  boolean promotes() {
    return champion.isEmpty() || gain() >= margin;
  }

  /** The reason, as a sentence. */
  String reason() {
    if (champion.isEmpty()) {
      return "there was no champion";
    }
    double gain = gain();
    if (Double.isNaN(gain)) {
      return "the two cannot be compared because annealing found no bracket for %s; increase evaluate.temperatures or evaluate.chains"
          .formatted(
              challenger.isKnown()
                  ? "the champion"
                  : champion.get().isKnown() ? "the challenger" : "either");
    }
    double conflict = challenger.conflict() + champion.get().conflict();
    String allowing =
        conflict > 0
            ? String.format(
                Locale.ROOT,
                ", allowing for %.2f nats by which methods for log Z contradict each other; a"
                    + " larger evaluate.burn-in may resolve this",
                conflict)
            : "";
    return String.format(
        Locale.ROOT,
        "on the same %,d held-out rows it gains at least %.2f nats per row (promote.margin = %s)%s",
        challenger.rows(),
        gain,
        margin,
        allowing);
  }

  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("challenger", challenger.json());
    json.put("champion", champion.map(Bracket::json).orElse(null));
    json.put("margin", margin);
    json.put("gain", gain()); // null in JSON where it is not a number
    json.put("promotes", promotes());
    json.put("reason", reason());
    return json;
  }
}
