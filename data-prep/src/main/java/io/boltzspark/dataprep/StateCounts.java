package io.boltzspark.dataprep;

import java.io.Serializable;

/**
 * How often each site has each state; {@link #add} and {@link #merge} are commutative and
 * associative, so the result does not depend on the order of rows and tasks.
 */
public final class StateCounts implements Serializable {
  private static final long serialVersionUID = 1L;

  private final int states;
  private final long[] counts;
  private long rows;

  public StateCounts(int sites, int states) {
    this.states = states;
    this.counts = new long[Math.multiplyExact(sites, states)];
  }

  /**
   * Adds a row, and returns these counts.
   *
   * @param row a byte for each site, each a state
   */
  public StateCounts add(byte[] row) {
    for (int site = 0; site * states < counts.length; site++) {
      counts[site * states + (row[site] & 0xff)]++;
    }
    rows++;
    return this;
  }

  /** Adds the counts of other rows, and returns these. */
  public StateCounts merge(StateCounts other) {
    for (int i = 0; i < counts.length; i++) {
      counts[i] += other.counts[i];
    }
    rows += other.rows;
    return this;
  }

  /** Rows added. */
  public long rows() {
    return rows;
  }

  /** Sites x states, row-major. */
  public long[] counts() {
    return counts.clone();
  }
}
