package io.boltzspark.jobs.sweep;

import io.boltzspark.jobs.console.MonitorNames;
import io.boltzspark.jobs.console.TextTable;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;

/** Outcomes as a Markdown table with aligned columns, so that it is also readable as text. */
public final class SweepTable {
  private static final String NOTHING = "-";

  private final List<SweepOutcome> outcomes;
  private final TextTable table = new TextTable();
  private final List<Function<SweepOutcome, String>> cells = new ArrayList<>();

  /**
   * @param outcomes the rows, in this order
   */
  public SweepTable(List<SweepOutcome> outcomes) {
    this.outcomes = List.copyOf(outcomes);
    for (String key : all(outcome -> outcome.run().values().keySet())) {
      add(Grid.shortKey(key), outcome -> outcome.run().values().get(key));
    }
    add("outcome", SweepTable::outcome);
    add("epochs", outcome -> ran(outcome) ? Integer.toString(outcome.trained().epochs()) : null);
    add("seconds", outcome -> ran(outcome) ? format("%.1f", outcome.trained().seconds()) : null);
    for (String metric : all(outcome -> outcome.trained().metrics().keySet())) {
      add(MonitorNames.words(metric), outcome -> number(outcome.trained().metrics().get(metric)));
    }
    this.outcomes.forEach(
        outcome -> table.row(cells.stream().map(c -> c.apply(outcome)).toArray()));
  }

  /** Heading, rule and rows. */
  public List<String> lines() {
    return table.markdown();
  }

  private Set<String> all(Function<SweepOutcome, Set<String>> names) {
    Set<String> found = new LinkedHashSet<>();
    outcomes.forEach(outcome -> found.addAll(names.apply(outcome)));
    return found;
  }

  private void add(String heading, Function<SweepOutcome, String> cell) {
    table.left(heading);
    cells.add(
        outcome -> {
          String text = cell.apply(outcome);
          return text == null || text.isEmpty() ? NOTHING : text;
        });
  }

  private static String outcome(SweepOutcome outcome) {
    return outcome
        .failure()
        .map(failure -> "failed with exit code " + failure.exitCode().number())
        .orElse(OutcomeJson.word(outcome.state()));
  }

  private static boolean ran(SweepOutcome outcome) {
    return outcome.state() == SweepOutcome.State.FINISHED
        || outcome.state() == SweepOutcome.State.INTERRUPTED;
  }

  private static String number(Double value) {
    return value == null ? null : format("%.5g", value);
  }

  private static String format(String form, double value) {
    return String.format(Locale.ROOT, form, value);
  }
}
