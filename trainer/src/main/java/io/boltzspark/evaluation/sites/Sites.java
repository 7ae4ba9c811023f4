package io.boltzspark.evaluation.sites;

import io.boltzspark.math.Matrix;
import io.boltzspark.model.Layer;
import io.boltzspark.model.UnitSpec;
import io.boltzspark.model.Units;
import java.util.stream.IntStream;

/**
 * The sites of visible states: neighbouring columns that are the states of one Potts unit, or
 * single columns, each the value of another unit. The second state of a unit of two states has no
 * column: its statistics follow from those of the first. The columns of a multinomial unit are the
 * counts of different things, and so sites of their own.
 */
public final class Sites {
  /** The first column of each site, and at the end the number of columns. */
  private final int[] first;

  private Sites(int[] first) {
    this.first = first;
  }

  /** The sites of a machine's visible layer. */
  public static Sites of(Layer visible) {
    IntStream.Builder first = IntStream.builder();
    int column = 0;
    for (Units group : visible.groups()) {
      UnitSpec spec = group.spec();
      int width = spec.type().countsColumns() ? spec.count() : 1;
      for (int i = 0; i < spec.size(); i += width) {
        first.add(column + i);
      }
      column += spec.size();
    }
    return new Sites(first.add(column).build().toArray());
  }

  /** Sites of one column each, such as pixels. */
  public static Sites ofColumns(int columns) {
    return new Sites(IntStream.rangeClosed(0, columns).toArray());
  }

  /** Number of sites. */
  public int count() {
    return first.length - 1;
  }

  /** Number of columns of all sites. */
  public int columns() {
    return first[count()];
  }

  /** The first column of a site. */
  int from(int site) {
    return first[site];
  }

  /** The column after the last of a site. */
  int to(int site) {
    return first[site + 1];
  }

  /** The column of the state that a site has in a row; of a site of one column that column. */
  int stateColumn(Matrix rows, int row, int site) {
    int largest = from(site);
    for (int i = largest + 1; i < to(site); i++) {
      largest = rows.get(row, i) > rows.get(row, largest) ? i : largest;
    }
    return largest;
  }

  /**
   * @throws IllegalArgumentException if the rows have another number of columns, or there are none
   */
  void check(Matrix rows) {
    if (rows.columns() != columns() || rows.rows() == 0) {
      throw new IllegalArgumentException(rows + " for sites of " + columns() + " columns");
    }
  }
}
