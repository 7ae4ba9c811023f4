package io.boltzspark.dataprep;

import io.boltzspark.dataprep.idx.IdxFile;
import io.boltzspark.dataprep.idx.IdxPair;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;

/**
 * Which rows of a source are prepared: all but those with certain labels. Kept rows are renumbered
 * from 0, in the order of the source; the number of kept rows before each slice is counted first,
 * so that a task that reads one slice knows its numbers.
 *
 * @param without labels of the rows that are left out
 * @param before kept rows before each slice of the source, then their total
 */
record KeptRows(SortedSet<Integer> without, long[] before) implements Serializable {

  KeptRows {
    without = Collections.unmodifiableSortedSet(new TreeSet<>(without));
  }

  /** All rows. */
  static KeptRows all(IdxPair pair) {
    long[] before = new long[pair.slices() + 1];
    for (int slice = 0; slice < before.length; slice++) {
      before[slice] = pair.firstRow(slice);
    }
    return new KeptRows(Collections.emptySortedSet(), before);
  }

  /**
   * Counts the rows that stay, in one pass over the labels.
   *
   * @throws BoltzException BAD_INPUT when there are no labels; BAD_CONFIGURATION when one of them
   *     occurs in no row, or no row is left
   */
  static KeptRows without(Configuration hadoop, IdxPair pair, SortedSet<Integer> labels) {
    if (labels.isEmpty()) {
      return all(pair);
    }
    IdxFile file = pair.labels().orElseThrow(() -> noLabels(pair));
    long[] before = new long[pair.slices() + 1];
    SortedSet<Integer> unseen = new TreeSet<>(labels);
    try (InputStream in = new BufferedInputStream(file.openAt(hadoop, 0))) {
      long kept = 0;
      for (int slice = 0; slice < pair.slices(); slice++) {
        for (long row = pair.firstRow(slice); row < pair.firstRow(slice + 1); row++) {
          int label = in.read();
          if (label < 0) {
            throw new EOFException("it was truncated while being read");
          }
          kept += labels.contains(label) ? 0 : 1;
          unseen.remove(label);
        }
        before[slice + 1] = kept;
      }
    } catch (IOException e) {
      throw new BoltzException(ExitCode.BAD_INPUT, "cannot read " + file.path() + ": " + e, e);
    }
    requireSome(file, labels, unseen, before[pair.slices()]);
    return new KeptRows(labels, before);
  }

  private static BoltzException noLabels(IdxPair pair) {
    return new BoltzException(
        ExitCode.BAD_INPUT,
        "--without-labels needs labels, but there is no label file beside "
            + pair.images().path()
            + "; add one, or omit --without-labels");
  }

  private static void requireSome(
      IdxFile file, SortedSet<Integer> labels, SortedSet<Integer> unseen, long kept) {
    if (!unseen.isEmpty()) {
      throw new BoltzException(
          ExitCode.BAD_CONFIGURATION,
          "--without-labels " + unseen.first() + ": no row of " + file.path() + " has this label");
    }
    if (kept == 0) {
      throw new BoltzException(
          ExitCode.BAD_CONFIGURATION,
          "empty training set: --without-labels "
              + labels
              + " leaves out all rows; give fewer labels");
    }
  }

  /** How many rows are kept. */
  long count() {
    return before[before.length - 1];
  }

  /** Whether a row with this label, or null for none, is kept. */
  boolean keeps(Integer label) {
    return label == null || !without.contains(label);
  }
}
