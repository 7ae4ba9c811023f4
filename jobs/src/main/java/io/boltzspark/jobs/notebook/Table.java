package io.boltzspark.jobs.notebook;

import io.boltzspark.jobs.report.charts.Html;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Rows of texts and numbers under a header; {@code toString} gives an HTML table for a notebook.
 */
public final class Table {
  private static final String ABSENT = "–";
  private static final MathContext DIGITS = new MathContext(4);

  private final List<String> header;
  private final List<List<Object>> rows = new ArrayList<>();

  /** The names of the columns; the first column names the rows. */
  public Table(String... header) {
    this.header = List.of(header);
  }

  /**
   * Adds a row.
   *
   * @param cells one per column; doubles are rounded to four digits, null is shown as a dash
   * @return this
   */
  public Table row(Object... cells) {
    if (cells.length != header.size()) {
      throw new IllegalArgumentException(
          cells.length + " cells for the columns " + header + ": expected " + header.size());
    }
    rows.add(Arrays.asList(cells.clone()));
    return this;
  }

  /** The table as HTML. */
  @Override
  public String toString() {
    Html html = new Html();
    html.open("table").open("thead").open("tr");
    for (int i = 0; i < header.size(); i++) {
      html.element("th", header.get(i), "style", "text-align: " + (i == 0 ? "left" : "right"));
    }
    html.close(2).open("tbody");
    for (List<Object> row : rows) {
      html.open("tr");
      for (int i = 0; i < row.size(); i++) {
        html.element("td", text(row.get(i)), "style", "text-align: " + (i == 0 ? "left" : "right"));
      }
      html.close();
    }
    html.close(2);
    return html.toString();
  }

  private static String text(Object cell) {
    if (cell instanceof Double number && Double.isFinite(number)) {
      return new BigDecimal(number).round(DIGITS).stripTrailingZeros().toPlainString();
    }
    return cell == null ? ABSENT : cell.toString();
  }
}
