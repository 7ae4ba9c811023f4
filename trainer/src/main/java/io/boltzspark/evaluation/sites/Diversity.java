package io.boltzspark.evaluation.sites;

import io.boltzspark.math.Matrix;
import java.nio.IntBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * How different rows are from one another.
 *
 * @param identity the mean share of sites at which two different rows have the same state; one
 *     minus it is the mean Hamming distance as a share of the sites. NaN for fewer than two rows
 * @param distinct number of different rows
 * @param count number of rows
 */
public record Diversity(double identity, int distinct, int count) {

  /**
   * @param rows visible states, rows x columns of the sites; at least one row
   */
  public static Diversity of(Sites sites, Matrix rows) {
    sites.check(rows);
    int[] site = new int[rows.rows()];
    double pairs = 0.5 * rows.rows() * (rows.rows() - 1.0);
    double same = 0;
    for (int s = 0; s < sites.count(); s++) {
      for (int r = 0; r < site.length; r++) {
        site[r] = state(sites, rows, r, s);
      }
      same += equalPairs(site) / pairs;
    }
    return new Diversity(same / sites.count(), distinct(sites, rows), rows.rows());
  }

  /** A number that is equal for equal states of a site. */
  private static int state(Sites sites, Matrix rows, int row, int site) {
    int column = sites.stateColumn(rows, row, site);
    boolean isValue = sites.to(site) - sites.from(site) == 1;
    // Adding 0 makes one zero of both.
    return isValue ? Float.floatToIntBits(rows.get(row, column) + 0f) : column;
  }

  /** Number of pairs of equal entries; the array is sorted. */
  private static double equalPairs(int[] states) {
    Arrays.sort(states);
    double pairs = 0;
    int first = 0;
    for (int r = 0; r < states.length; r++) {
      first = states[r] == states[first] ? first : r;
      pairs += r - first;
    }
    return pairs;
  }

  private static int distinct(Sites sites, Matrix rows) {
    Set<IntBuffer> different = new HashSet<>();
    for (int r = 0; r < rows.rows(); r++) {
      int[] states = new int[sites.count()];
      for (int s = 0; s < states.length; s++) {
        states[s] = state(sites, rows, r, s);
      }
      different.add(IntBuffer.wrap(states));
    }
    return different.size();
  }
}
