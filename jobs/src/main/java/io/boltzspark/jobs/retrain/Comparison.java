package io.boltzspark.jobs.retrain;

import io.boltzspark.jobs.retrain.registry.Bracket;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Whether a challenger becomes the champion. Conservatively: the worst that its bracket allows must
 * be better, by a margin, than the best that the champion's bracket allows. Both are of the same
 * held-out rows, so that the choice of rows, which moves both alike, is not counted in.
 *
 * @param champion empty when there is none yet
 * @param margin nats a row
 */
record Comparison(Bracket challenger, Optional<Bracket> champion, double margin) {

  /** Nats a row by which the challenger is better at least; NaN where that is not known. */
  double gain() {
    return champion.map(held -> challenger.lower() - held.upper()).orElse(Double.NaN);
  }

  boolean promotes() {
    return champion.isEmpty() || gain() >= margin;
  }

  /** Why, in a sentence. */
  String reason() {
    if (champion.isEmpty()) {
      return "there was no champion";
    }
    double gain = gain();
    if (Double.isNaN(gain)) {
      return "the two cannot be compared, as annealing has found no bracket for %s: raise evaluate.temperatures or evaluate.chains"
          .formatted(
              challenger.isKnown()
                  ? "the champion"
                  : champion.get().isKnown() ? "the challenger" : "either");
    }
    return String.format(
        Locale.ROOT,
        "on the same %,d held-out rows it gains %.2f nats a row at the least (promote.margin = %s)",
        challenger.rows(),
        gain,
        margin);
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
