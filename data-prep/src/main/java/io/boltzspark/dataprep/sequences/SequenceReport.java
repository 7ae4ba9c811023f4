package io.boltzspark.dataprep.sequences;

import java.io.Serializable;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What an alignment had, and what was kept of it. Sequences are left out in this order: for unknown
 * letters, for gaps, as duplicates of others that are still there.
 *
 * @param sequences in the file
 * @param columns of the alignment
 * @param insertions letters that belong to no column, and were taken out
 * @param unknownLetters how often each unknown letter occurs, by letter
 * @param withUnknown sequences that have an unknown letter
 * @param droppedForUnknown those of them that were left out
 * @param droppedForGaps sequences left out because they have too many gaps
 * @param duplicates sequences, of those that are left, that repeat an earlier one
 * @param droppedDuplicates those of them that were left out
 * @param kept sequences that are prepared
 * @param droppedColumns columns left out because they have too many gaps
 * @param gaps in the sequences and columns that are kept
 */
public record SequenceReport(
    long sequences,
    int columns,
    long insertions,
    SortedMap<String, Long> unknownLetters,
    long withUnknown,
    long droppedForUnknown,
    long droppedForGaps,
    long duplicates,
    long droppedDuplicates,
    long kept,
    int droppedColumns,
    long gaps)
    implements Serializable {

  public SequenceReport {
    unknownLetters = Collections.unmodifiableSortedMap(new TreeMap<>(unknownLetters));
  }

  /** Sites of a sequence that is prepared: the columns that are kept. */
  public int sites() {
    return columns - droppedColumns;
  }

  /** Share of gaps in what is kept. */
  public double gapShare() {
    return (double) gaps / ((double) kept * sites());
  }
}
