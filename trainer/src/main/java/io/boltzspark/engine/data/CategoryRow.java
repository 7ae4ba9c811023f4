package io.boltzspark.engine.data;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.RowException;
import io.boltzspark.learning.RowFormat;
import io.boltzspark.model.PottsUnits;
import java.io.Serializable;
import java.util.Arrays;

/**
 * Turns a row of values into one byte a site.
 *
 * @param origin of the row, for messages
 * @param format of its values
 * @param sites of a row
 * @param states of a site
 * @param wholeNumbers whether a value is the state of a site; if not, each site is as many values
 *     as there are states, one of them 1 and the others 0
 */
record CategoryRow(String origin, RowFormat format, int sites, int states, boolean wholeNumbers)
    implements Serializable {

  /**
   * @param bytes of the row in {@link #format}; what is behind them (label, weight) stays
   * @throws BoltzException BAD_INPUT when a value is no state
   */
  byte[] of(long position, byte[] bytes) {
    int units = wholeNumbers ? sites : sites * states;
    float[] values = new float[units];
    format.decode(bytes, 0, values, 0, units);
    byte[] row = new byte[sites + bytes.length - format.bytes(units)];
    for (int site = 0; site < sites; site++) {
      row[site] =
          (byte) (wholeNumbers ? number(position, site, values) : one(position, site, values));
    }
    System.arraycopy(bytes, format.bytes(units), row, sites, row.length - sites);
    return row;
  }

  private int number(long position, int site, float[] values) {
    int state = (int) values[site];
    if (state != values[site] || state < 0 || state >= states) {
      throw bad(
          position,
          site,
          "has the value %.0f".formatted(values[site]),
          "states are 0 to %d".formatted(states - 1));
    }
    return state;
  }

  private int one(long position, int site, float[] values) {
    int found = PottsUnits.category(values, site * states, states);
    if (found < 0) {
      float[] group = Arrays.copyOfRange(values, site * states, (site + 1) * states);
      throw bad(
          position,
          site,
          "has the values %s".formatted(Arrays.toString(group)),
          "of the %d values of a site one must be 1 and the others 0".formatted(states));
    }
    return found;
  }

  private BoltzException bad(long position, int site, String what, String allowed) {
    return new RowException(
        origin + ": ",
        TrainingData.rowAt("", ""),
        position,
        " %s at site %d (both from 0), but potts:%d units have other states: %s; correct the data or the number of states (model.units)%s"
            .formatted(
                what,
                site,
                states,
                allowed,
                wholeNumbers
                    ? "; if the values are numbers and not categories, cast them to array<float>"
                    : ""));
  }
}
