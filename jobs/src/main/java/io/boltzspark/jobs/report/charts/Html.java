package io.boltzspark.jobs.report.charts;

import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.Set;

/**
 * An HTML page as it grows. Whatever comes from outside passes {@link #text} or an attribute, where
 * it is escaped; {@link #trusted} is for markup that the program itself made. Every element is
 * closed, so that the page is well-formed XML as well.
 */
public final class Html {
  private static final Set<String> WITHOUT_CONTENT = Set.of("meta", "img", "br", "link");

  private final StringBuilder page = new StringBuilder();
  private final Deque<String> open = new ArrayDeque<>();

  /**
   * Begins an element.
   *
   * @param attributes names and values in turn
   */
  public Html open(String tag, String... attributes) {
    page.append('<').append(tag);
    for (int i = 0; i < attributes.length; i += 2) {
      page.append(' ').append(attributes[i]).append("=\"");
      page.append(escape(attributes[i + 1])).append('"');
    }
    if (WITHOUT_CONTENT.contains(tag)) {
      page.append(" />");
    } else {
      page.append('>');
      open.push(tag);
    }
    return this;
  }

  /** Ends the innermost element. */
  public Html close() {
    page.append("</").append(open.pop()).append('>');
    return open.size() < 4 ? line() : this;
  }

  /** Ends so many elements. */
  public Html close(int count) {
    for (int i = 0; i < count; i++) {
      close();
    }
    return this;
  }

  /** Text, which may hold anything. */
  public Html text(String text) {
    page.append(escape(text));
    return this;
  }

  /** An element with nothing but text. */
  public Html element(String tag, String text, String... attributes) {
    return open(tag, attributes).text(text).close();
  }

  /** A picture within the page itself. */
  public Html png(byte[] png, String description) {
    String data = "data:image/png;base64," + Base64.getEncoder().encodeToString(png);
    return open("img", "src", data, "alt", description);
  }

  /** Markup, style or script of the program's own making, as it is. */
  public Html trusted(String markup) {
    page.append(markup);
    return this;
  }

  /** A line break in the source, for those who read it. */
  public Html line() {
    page.append('\n');
    return this;
  }

  /** Starts a table whose first column names the rows. */
  public Html table(Iterable<String> headings) {
    open("div", "class", "scroll").open("table").open("thead").open("tr");
    headings.forEach(heading -> element("th", heading, "scope", "col"));
    return close(2).open("tbody");
  }

  /** A row of such a table. */
  public Html row(String name, Iterable<String> cells) {
    open("tr").element("th", name, "scope", "row");
    cells.forEach(cell -> element("td", cell));
    return close().line();
  }

  /** Ends such a table. */
  public Html endTable() {
    return close(3);
  }

  private static String escape(String text) {
    StringBuilder escaped = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> escaped.append("&amp;");
        case '<' -> escaped.append("&lt;");
        case '>' -> escaped.append("&gt;");
        case '"' -> escaped.append("&quot;");
        case '\'' -> escaped.append("&#39;");
        case '\t', '\n' -> escaped.append(c);
        // Control characters and halves of surrogate pairs have no place in a document.
        default -> escaped.append(isAllowed(text, i) ? c : '\uFFFD');
      }
    }
    return escaped.toString();
  }

  private static boolean isAllowed(String text, int i) {
    char c = text.charAt(i);
    if (Character.isHighSurrogate(c)) {
      return i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1));
    }
    if (Character.isLowSurrogate(c)) {
      return i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
    }
    return !Character.isISOControl(c) && c != '\uFFFE' && c != '\uFFFF';
  }

  /**
   * @throws IllegalStateException when an element is still open
   */
  @Override
  public String toString() {
    if (!open.isEmpty()) {
      throw new IllegalStateException("not closed: " + open);
    }
    return page.toString();
  }
}
