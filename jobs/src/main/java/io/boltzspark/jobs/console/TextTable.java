package io.boltzspark.jobs.console;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * A table as lines of text: each column is as wide as its widest cell, two blanks apart from the
 * next. A table whose headings are all empty has no line of headings.
 *
 * <pre>{@code
 * new TextTable().left("machine").right("step ms", "%.3f").row("784-500", 1.25).lines()
 * }</pre>
 */
public final class TextTable {
  private static final String GAP = "  ";

  private final String indent;
  private final List<Column> columns = new ArrayList<>();
  private final List<List<String>> rows = new ArrayList<>();

  private record Column(String heading, boolean isRight, String format) {
    String text(Object cell) {
      return cell instanceof String text ? text : String.format(Locale.ROOT, format, cell);
    }

    String aligned(String cell, int width) {
      String blanks = " ".repeat(width - cell.length());
      return isRight ? blanks + cell : cell + blanks;
    }
  }

  public TextTable() {
    this(0);
  }

  /**
   * @param indent blanks before each line
   */
  public TextTable(int indent) {
    this.indent = " ".repeat(indent);
  }

  /** Adds a column of words. */
  public TextTable left(String heading) {
    return column(new Column(heading, false, "%s"));
  }

  /** Adds a right-aligned column. */
  public TextTable right(String heading) {
    return right(heading, "%s");
  }

  /**
   * Adds a column of numbers.
   *
   * @param format of each cell that is not a text
   */
  public TextTable right(String heading, String format) {
    return column(new Column(heading, true, format));
  }

  private TextTable column(Column column) {
    if (!rows.isEmpty()) {
      throw new IllegalStateException("columns come before rows");
    }
    columns.add(column);
    return this;
  }

  /**
   * Adds a row.
   *
   * @param cells one for each column
   */
  public TextTable row(Object... cells) {
    if (cells.length != columns.size()) {
      throw new IllegalArgumentException(
          cells.length + " cells for " + columns.size() + " columns");
    }
    rows.add(
        IntStream.range(0, cells.length).mapToObj(i -> columns.get(i).text(cells[i])).toList());
    return this;
  }

  /** The headings, if any, and the rows; no line ends with a blank. */
  public List<String> lines() {
    List<List<String>> all = new ArrayList<>();
    if (columns.stream().anyMatch(column -> !column.heading().isEmpty())) {
      all.add(headings());
    }
    all.addAll(rows);
    int[] widths = widths(all);
    return all.stream()
        .map(row -> (indent + String.join(GAP, aligned(row, widths))).stripTrailing())
        .toList();
  }

  /** The same as Markdown with aligned columns, which is readable as text as well. */
  public List<String> markdown() {
    UnaryOperator<String> escaped = cell -> cell.replace("|", "\\|");
    List<List<String>> all = new ArrayList<>();
    all.add(headings().stream().map(escaped).toList());
    rows.forEach(row -> all.add(row.stream().map(escaped).toList()));
    int[] widths = widths(all);
    List<String> lines = new ArrayList<>();
    all.forEach(row -> lines.add("| " + String.join(" | ", aligned(row, widths)) + " |"));
    StringBuilder rule = new StringBuilder("|");
    for (int i = 0; i < widths.length; i++) {
      rule.append("-".repeat(widths[i] + (columns.get(i).isRight() ? 1 : 2)));
      rule.append(columns.get(i).isRight() ? ":|" : "|");
    }
    lines.add(1, rule.toString());
    return lines;
  }

  private List<String> headings() {
    return columns.stream().map(Column::heading).toList();
  }

  private List<String> aligned(List<String> row, int[] widths) {
    return IntStream.range(0, widths.length)
        .mapToObj(i -> columns.get(i).aligned(row.get(i), widths[i]))
        .toList();
  }

  private int[] widths(List<List<String>> all) {
    return IntStream.range(0, columns.size())
        .map(i -> all.stream().mapToInt(row -> row.get(i).length()).max().orElse(0))
        .toArray();
  }
}
