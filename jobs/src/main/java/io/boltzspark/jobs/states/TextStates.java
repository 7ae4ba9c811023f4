package io.boltzspark.jobs.states;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A {@link StatesTable} as text. */
final class TextStates {
  private TextStates() {}

  /** Sequences, each with its energy behind its name. */
  static void fasta(StatesTable table, OutputStream out) throws IOException {
    Writer text = text(out);
    for (int r = 0; r < table.rows(); r++) {
      text.append(">sample-").append(String.valueOf(r + 1));
      if (table.energyColumn().isPresent()) {
        text.append(
            String.format(
                Locale.ROOT, " %s=%.4f", table.energyColumn().get(), table.energies()[r]));
      }
      text.append('\n');
      for (int site = 0; site < table.width(); site++) {
        text.append(table.alphabet().charAt((int) table.values().get(r, site)));
      }
      text.append('\n');
    }
    text.flush();
  }

  /**
   * A header, and a line for each row: its number, label, energy and values. The values are named
   * as {@code --clamp} counts them: {@code value_0} and so on, sites of sequences {@code site_1}
   * and so on. Numbers are written with as many digits as tell them from all others.
   */
  static void csv(StatesTable table, OutputStream out) throws IOException {
    Writer text = text(out);
    boolean hasLabels = table.labels().length > 0;
    text.append(StatesTable.SAMPLE);
    text.append(hasLabels ? "," + StatesTable.LABEL : "");
    text.append(table.energyColumn().map(name -> "," + name).orElse(""));
    boolean areLetters = !table.alphabet().isEmpty();
    for (int i = 0; i < table.width(); i++) {
      text.append(areLetters ? ",site_" + (i + 1) : ",value_" + i);
    }
    text.append('\n');
    for (int r = 0; r < table.rows(); r++) {
      text.append(String.valueOf(r));
      text.append(hasLabels ? "," + table.labels()[r] : "");
      text.append(table.energyColumn().isPresent() ? "," + table.energies()[r] : "");
      for (int i = 0; i < table.width(); i++) {
        text.append(',').append(number(table.values().get(r, i)));
      }
      text.append('\n');
    }
    text.flush();
  }

  private static String number(float value) {
    int whole = (int) value;
    return whole == value ? Integer.toString(whole) : Float.toString(value);
  }

  private static Writer text(OutputStream out) {
    return new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
  }
}
