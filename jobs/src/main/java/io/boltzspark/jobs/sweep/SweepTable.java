package io.boltzspark.jobs.sweep;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;

/** Outcomes as a table in Markdown whose columns are aligned, so that it reads well as text too. */
public final class SweepTable {
  private static final String NOTHING = "-";

  private final List<SweepOutcome> outcomes;
  private final List<List<String>> columns = new ArrayList<>();

  /**
   * @param outcomes one a row, in this order
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
      add(metric.replace('_', ' '), outcome -> number(outcome.trained().metrics().get(metric)));
    }
  }

  /** Heading, rule and rows. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (int row = 0; row <= outcomes.size(); row++) {
      lines.add(line(row));
      if (row == 0) {
        lines.add(rule());
      }
    }
    return lines;
  }

  private Set<String> all(Function<SweepOutcome, Set<String>> names) {
    Set<String> found = new LinkedHashSet<>();
    outcomes.forEach(outcome -> found.addAll(names.apply(outcome)));
    return found;
  }

  private void add(String heading, Function<SweepOutcome, String> cell) {
    List<String> column = new ArrayList<>();
    column.add(heading);
    for (SweepOutcome outcome : outcomes) {
      String text = cell.apply(outcome);
      column.add(text == null || text.isEmpty() ? NOTHING : text.replace("|", "\\|"));
    }
    columns.add(column);
  }

  private String line(int row) {
    StringBuilder line = new StringBuilder("|");
    for (List<String> column : columns) {
      line.append(' ').append(column.get(row));
      line.append(" ".repeat(width(column) - column.get(row).length())).append(" |");
    }
    return line.toString();
  }

  private String rule() {
    StringBuilder rule = new StringBuilder("|");
    columns.forEach(column -> rule.append("-".repeat(width(column) + 2)).append('|'));
    return rule.toString();
  }

  private static int width(List<String> column) {
    return column.stream().mapToInt(String::length).max().orElse(0);
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
