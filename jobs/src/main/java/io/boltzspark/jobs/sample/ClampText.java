package io.boltzspark.jobs.sample;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.jobs.states.StatesTable;
import io.boltzspark.model.UnitSpec;
import io.boltzspark.model.UnitType;
import io.boltzspark.store.TrainedModel;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code --clamp} holds: {@code UNIT=VALUE} with units from 0 and values in the units of the
 * data, for Potts units {@code SITE=CATEGORY} with both from 0, and for sequences {@code
 * SITE=LETTER} with sites from 1; several with commas. A letter may be a comma itself.
 */
final class ClampText {
  private static final Pattern ITEM = Pattern.compile("([0-9]{1,9})=(.[^,]*)(,(?=.)|$)");

  private final String text;
  private final String reference;
  private final TrainedModel model;
  private final UnitSpec units;
  private final String alphabet;

  private ClampText(String text, String reference, TrainedModel model) {
    this.text = text;
    this.reference = reference;
    this.model = model;
    this.units = model.machine().spec().layers().get(0).get(0);
    this.alphabet = StatesTable.alphabet(model);
  }

  /**
   * The columns of the visible layer that are held, with their states.
   *
   * @param text of the option; empty: none
   * @param reference how the model was named, for messages
   * @throws BoltzException USAGE when the text cannot be read or names what the model does not
   *     have; BAD_INPUT when units of its type cannot be held alone
   */
  static SortedMap<Integer, Float> columns(String text, String reference, TrainedModel model) {
    return text.isEmpty() ? new TreeMap<>() : new ClampText(text, reference, model).columns();
  }

  private SortedMap<Integer, Float> columns() {
    if (units.type() == UnitType.MULTINOMIAL) {
      throw new BoltzException(
          ExitCode.BAD_INPUT,
          "--clamp %s: the visible units of %s are %s, whose counts depend on one another, so that none can be held alone; omit --clamp"
              .formatted(text, reference, units.type().title()));
    }
    SortedMap<Integer, Float> columns = new TreeMap<>();
    Matcher item = ITEM.matcher(text);
    for (int at = 0; at < text.length(); at = item.end()) {
      if (!item.region(at, text.length()).lookingAt()) {
        throw usage(
            "expected %s, several with commas"
                .formatted(isPotts() ? site("SITE=") : "UNIT=VALUE, such as 0=1,5=0"));
      }
      hold(Integer.parseInt(item.group(1)), item.group(2), columns);
    }
    return columns;
  }

  private boolean isPotts() {
    return units.type() == UnitType.POTTS;
  }

  private String site(String before) {
    return before + (alphabet.isEmpty() ? "CATEGORY, such as 3=1" : "LETTER, such as 3=A,12=-");
  }

  private void hold(int number, String value, SortedMap<Integer, Float> columns) {
    int first = isPotts() && !alphabet.isEmpty() ? 1 : 0;
    int each = isPotts() ? units.count() : 1;
    int last = first + model.machine().spec().values() / each - 1;
    String what = isPotts() ? "site" : "unit";
    if (number < first || number > last) {
      throw usage(
          "%s has the %ss %d to %d, not %d".formatted(reference, what, first, last, number)
              + (model.machine().spec().labels() > 0 ? " (--digit holds its label)" : ""));
    }
    int column = (number - first) * each;
    if (columns.containsKey(column)) {
      throw usage("%s %d is given twice".formatted(what, number));
    }
    if (!isPotts()) {
      columns.put(column, state(number, column, value));
      return;
    }
    int category = category(number, value);
    for (int k = 0; k < each; k++) {
      columns.put(column + k, k == category ? 1f : 0f);
    }
  }

  private int category(int site, String value) {
    if (!alphabet.isEmpty()) {
      int category = value.length() == 1 ? alphabet.indexOf(value) : -1;
      if (category < 0) {
        throw usage("site %d cannot be '%s'; its letters are %s".formatted(site, value, alphabet));
      }
      return category;
    }
    if (!value.matches("[0-9]{1,9}") || Integer.parseInt(value) >= units.count()) {
      throw usage(
          "site %d cannot be '%s'; its categories are 0 to %d"
              .formatted(site, value, units.count() - 1));
    }
    return Integer.parseInt(value);
  }

  private float state(int unit, int column, String value) {
    float number;
    try {
      number = Float.parseFloat(value);
    } catch (NumberFormatException e) {
      number = Float.NaN;
    }
    float state =
        (number - model.standardisation().offset()[column])
            / model.standardisation().scale()[column];
    if (!Float.isFinite(state) || !isState(number, state)) {
      throw usage(
          "unit %d cannot be '%s'; %s units take %s"
              .formatted(unit, value, units.type().title(), allowed()));
    }
    return state;
  }

  private boolean isState(float number, float state) {
    return switch (units.type()) {
      case BERNOULLI -> state == 0 || state == 1;
      case SPIN -> state == -1 || state == 1;
      case BINOMIAL -> number >= 0 && number <= units.count() && number == (int) number;
      case RECTIFIED, NOISY_RECTIFIED -> state >= 0;
      case GAUSSIAN -> true;
      case POTTS, MULTINOMIAL -> throw new IllegalStateException(units.type().title());
    };
  }

  private String allowed() {
    return switch (units.type()) {
      case BERNOULLI, SPIN -> "0 or 1";
      case BINOMIAL -> "whole numbers from 0 to " + units.count();
      case RECTIFIED, NOISY_RECTIFIED -> "numbers from 0";
      case GAUSSIAN -> "finite numbers";
      case POTTS, MULTINOMIAL -> throw new IllegalStateException(units.type().title());
    };
  }

  private BoltzException usage(String what) {
    return new BoltzException(ExitCode.USAGE, "--clamp %s is invalid: %s".formatted(text, what));
  }
}
