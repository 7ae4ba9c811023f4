package io.boltzspark.jobs.couplings;

import io.boltzspark.evaluation.couplings.Contacts;
import io.boltzspark.evaluation.couplings.RankedPair;
import io.boltzspark.jobs.actions.ActionResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A ranking of pairs of sites.
 *
 * @param model as given
 * @param file the CSV file
 * @param picture the PNG, if one was drawn
 * @param sites of the model
 * @param minSeparation least distance of ranked pairs
 * @param gauge of the couplings; empty for units of one column
 * @param ranking all ranked pairs
 * @param contacts that were compared with
 */
public record CouplingsResult(
    String model,
    String file,
    Optional<String> picture,
    int sites,
    int minSeparation,
    Optional<String> gauge,
    List<RankedPair> ranking,
    Optional<Contacts> contacts)
    implements ActionResult {
  private static final int SHOWN = 5;

  /** The first pairs whose precision is told, as a fraction of the number of sites. */
  private enum First {
    FIFTH("L/5", 5),
    HALF("L/2", 2),
    ALL("L", 1);

    private final String title;
    private final int divisor;

    First(String title, int divisor) {
      this.title = title;
      this.divisor = divisor;
    }

    /** At least one pair, at most all there are. */
    int pairs(int sites, int most) {
      return Math.max(1, Math.min(sites / divisor, most));
    }
  }

  @Override
  public Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("model", model);
    json.put("file", file);
    json.put("picture", picture.orElse(null));
    json.put("sites", sites);
    json.put("pairs", ranking.size());
    json.put("min_separation", minSeparation);
    json.put("gauge", gauge.orElse(null));
    contacts.ifPresent(
        known -> {
          json.put("contacts", known.count(minSeparation));
          List<Map<String, Object>> precision = new ArrayList<>();
          for (First first : First.values()) {
            int pairs = first.pairs(sites, ranking.size());
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("first", first.title);
            line.put("pairs", pairs);
            line.put("precision", known.precision(ranking, pairs));
            precision.add(line);
          }
          json.put("precision", precision);
        });
    return json;
  }

  @Override
  public List<String> summary() {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "%,d pairs of %d sites, ranked by %s: %s",
            ranking.size(),
            sites,
            gauge
                .map(word -> "the norms of their couplings (gauge: " + word + ")")
                .orElse("the size of their couplings"),
            file));
    for (RankedPair pair : ranking.subList(0, Math.min(SHOWN, ranking.size()))) {
      lines.add(
          String.format(
              Locale.ROOT,
              "  %d - %d: %.4g%s",
              pair.i() + 1,
              pair.j() + 1,
              gauge.isPresent() ? pair.score() : pair.raw(),
              contacts.filter(known -> known.holds(pair.i(), pair.j())).isPresent()
                  ? " (contact)"
                  : ""));
    }
    contacts.ifPresent(
        known -> {
          for (First first : First.values()) {
            int pairs = first.pairs(sites, ranking.size());
            lines.add(
                String.format(
                    Locale.ROOT,
                    "of the first %s = %d pairs are contacts: %.1f %%",
                    first.title,
                    pairs,
                    100 * known.precision(ranking, pairs)));
          }
        });
    picture.ifPresent(drawn -> lines.add("picture: " + drawn));
    return lines;
  }
}
