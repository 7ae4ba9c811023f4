package io.boltzspark.dataprep;

import java.io.Serializable;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.Row;

/**
 * Exact sums over rows; {@link #add} and {@link #merge} are commutative and associative, so the
 * result does not depend on the order of rows and tasks.
 */
final class PartStatistics implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int LABELS = 256;

  private long rows;
  private final long[] labelCounts = new long[LABELS];
  private final long[] pixelSums;

  PartStatistics(int units) {
    this.pixelSums = new long[units];
  }

  /** Adds a row of (label, pixels). */
  PartStatistics add(Row row) {
    rows++;
    if (!row.isNullAt(0)) {
      labelCounts[row.getInt(0)]++;
    }
    byte[] pixels = row.getAs(1);
    for (int unit = 0; unit < pixelSums.length; unit++) {
      pixelSums[unit] += pixels[unit] & 0xff;
    }
    return this;
  }

  /** Adds the sums of other rows. */
  PartStatistics merge(PartStatistics that) {
    rows += that.rows;
    for (int label = 0; label < LABELS; label++) {
      labelCounts[label] += that.labelCounts[label];
    }
    for (int unit = 0; unit < pixelSums.length; unit++) {
      pixelSums[unit] += that.pixelSums[unit];
    }
    return this;
  }

  /** Rows added. */
  long rows() {
    return rows;
  }

  /** Rows by label, only labels that occurred. */
  SortedMap<Integer, Long> labelCounts() {
    SortedMap<Integer, Long> counts = new TreeMap<>();
    for (int label = 0; label < LABELS; label++) {
      if (labelCounts[label] > 0) {
        counts.put(label, labelCounts[label]);
      }
    }
    return counts;
  }

  /** Sum of each unit's bytes. */
  long[] pixelSums() {
    return pixelSums.clone();
  }
}
