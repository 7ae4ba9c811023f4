package io.boltzspark.math;

import java.util.Arrays;

/**
 * Lists of indices, one for each row of a matrix: of the units that are on, or of those that have
 * changed, in the order of {@link PackedStates}. Arrays grow to the largest content and are then
 * kept.
 */
public final class IndexLists {
  /** From a unit of a word's first half to the one with the same place in its second half. */
  private static final int SECOND_HALF = PackedStates.WORDS - PackedStates.BLOCK;

  private int[] starts = new int[1];
  private int[] indices = new int[0];
  private int rows;

  /** Number of lists. */
  public int rows() {
    return rows;
  }

  /** Number of indices of all lists. */
  public int size() {
    return starts[rows];
  }

  /** The lists one after another. */
  int[] indices() {
    return indices;
  }

  /** Where each list begins in {@link #indices}, and where the last one ends. */
  int[] starts() {
    return starts;
  }

  /** Sets lists that are all empty. */
  public void clear(int count) {
    reserve(count, 0);
    Arrays.fill(starts, 0, count + 1, 0);
  }

  /** Makes room for {@code count} lists with {@code most} indices in all. */
  private void reserve(int count, int most) {
    rows = count;
    if (starts.length < count + 1) {
      starts = new int[count + 1];
    }
    if (indices.length < most) {
      indices = new int[most + most / 4];
    }
    starts[0] = 0;
  }

  /** Sets the lists of the units that are on. */
  public void setOn(PackedStates states) {
    reserve(states.rows(), states.count());
    int words = states.rowWords();
    int at = 0;
    for (int r = 0; r < rows; r++) {
      for (int w = 0; w < words; w++) {
        at = add(states.words()[r * words + w], w, at);
      }
      starts[r + 1] = at;
    }
  }

  /**
   * Sets the lists of the units that are on in {@code now} and were not in {@code before}.
   *
   * @param most at least their number
   */
  public void setTurnedOn(PackedStates before, PackedStates now, int most) {
    reserve(now.rows(), most);
    int words = now.rowWords();
    int at = 0;
    for (int r = 0; r < rows; r++) {
      for (int w = 0; w < words; w++) {
        int i = r * words + w;
        at = add(now.words()[i] & ~before.words()[i], w, at);
      }
      starts[r + 1] = at;
    }
  }

  /** Adds the units of a word of a row; returns where the list ends. */
  private int add(long word, int number, int begin) {
    int first = number / PackedStates.WORDS * PackedStates.BLOCK + number % PackedStates.WORDS;
    int at = begin;
    for (long left = word; left != 0; left &= left - 1) {
      int bit = Long.numberOfTrailingZeros(left);
      int half = bit >= PackedStates.VECTORS ? SECOND_HALF : 0;
      indices[at++] = first + PackedStates.VECTOR * bit + half;
    }
    return at;
  }

  /**
   * Sets the transpose of rows {@code from} (inclusive) to {@code to} (exclusive) of lists: for
   * each column the rows that have it, in ascending order.
   */
  public void setTransposed(IndexLists lists, int from, int to, int columns) {
    int first = lists.starts[from];
    int last = lists.starts[to];
    reserve(columns, last - first);
    Arrays.fill(starts, 0, columns + 1, 0);
    for (int t = first; t < last; t++) {
      starts[lists.indices[t] + 1]++;
    }
    for (int c = 0; c < columns; c++) {
      starts[c + 1] += starts[c];
    }
    // Each start moves to the end of its list, which is where the next one begins.
    for (int r = from; r < to; r++) {
      for (int t = lists.starts[r]; t < lists.starts[r + 1]; t++) {
        indices[starts[lists.indices[t]]++] = r;
      }
    }
    System.arraycopy(starts, 0, starts, 1, columns);
    starts[0] = 0;
  }
}
