package io.boltzspark.math;

import java.util.Arrays;

/**
 * Lists of indices, one for each row of a matrix: the columns of the units that are on, or of those
 * that have changed, in ascending order. Arrays grow to the largest content and are then kept.
 */
public final class IndexLists {
  private static final int ONE = Float.floatToRawIntBits(1f);
  private static final int SIGN = 1 << 31;

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

  /** Lists that are all empty. */
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
      indices = new int[most];
    }
    starts[0] = 0;
  }

  /**
   * The units that are on in each row.
   *
   * @param states values 0 and 1 or, with {@code spins}, -1 and 1
   * @return whether there are no other values; if there are, the lists are meaningless
   */
  public boolean setOn(Matrix states, boolean spins) {
    int columns = states.columns();
    // A place for the index that is written before it is known whether it counts.
    reserve(states.rows(), Math.addExact(Math.multiplyExact(states.rows(), columns), 1));
    int at = 0;
    for (int r = 0; r < rows; r++) {
      at =
          spins
              ? addSpins(states.values(), states.offset(r), columns, at)
              : addOnes(states.values(), states.offset(r), columns, at);
      starts[r + 1] = at;
    }
    return hasTwoValues(states, spins);
  }

  // Without branches: an index is always written, and kept if the place moves on.
  private int addOnes(float[] values, int from, int count, int begin) {
    int[] list = indices;
    int at = begin;
    for (int i = 0; i < count; i++) {
      list[at] = i;
      at += Float.floatToRawIntBits(values[from + i]) >>> 29 & 1;
    }
    return at;
  }

  private int addSpins(float[] values, int from, int count, int begin) {
    int[] list = indices;
    int at = begin;
    for (int i = 0; i < count; i++) {
      list[at] = i;
      at += ~Float.floatToRawIntBits(values[from + i]) >>> 31;
    }
    return at;
  }

  /** Not 0 if there is a value other than 0 and 1. */
  private static int otherThanBits(float[] values, int from, int count) {
    int other = 0;
    for (int i = from; i < from + count; i++) {
      int bits = Float.floatToRawIntBits(values[i]);
      other |= bits ^ (-(bits >>> 29 & 1) & ONE);
    }
    return other;
  }

  /** Not 0 if there is a value other than -1 and 1. */
  private static int otherThanSpins(float[] values, int from, int count) {
    int other = 0;
    for (int i = from; i < from + count; i++) {
      other |= (Float.floatToRawIntBits(values[i]) & ~SIGN) ^ ONE;
    }
    return other;
  }

  /**
   * The units that have changed: into {@code on} those that are on now, into {@code off} those that
   * no longer are.
   *
   * @param before states with two values, as for {@link #setOn}; becomes {@code now}
   * @return how many units are on now; -1 if {@code now} has other values, and then nothing changes
   */
  public static int setFlips(
      Matrix before, Matrix now, boolean spins, IndexLists on, IndexLists off) {
    if (!hasTwoValues(now, spins)) {
      return -1;
    }
    int most = Math.addExact(Math.multiplyExact(now.rows(), now.columns()), 1);
    on.reserve(now.rows(), most);
    off.reserve(now.rows(), most);
    int all = 0;
    for (int r = 0; r < now.rows(); r++) {
      on.starts[r + 1] = on.starts[r];
      off.starts[r + 1] = off.starts[r];
      all += addFlips(before, now, r, spins, on, off);
    }
    before.setFrom(now);
    return all;
  }

  private static boolean hasTwoValues(Matrix states, boolean spins) {
    int other = 0;
    for (int r = 0; r < states.rows(); r++) {
      other |=
          spins
              ? otherThanSpins(states.values(), states.offset(r), states.columns())
              : otherThanBits(states.values(), states.offset(r), states.columns());
    }
    return other == 0;
  }

  /** Returns how many units of the row are on now. */
  private static int addFlips(
      Matrix before, Matrix now, int row, boolean spins, IndexLists on, IndexLists off) {
    float[] earlier = before.values();
    float[] later = now.values();
    int earlierFrom = before.offset(row);
    int laterFrom = now.offset(row);
    int[] plus = on.indices;
    int[] minus = off.indices;
    int p = on.starts[row + 1];
    int m = off.starts[row + 1];
    // A changed 0 or 1 differs in bit 29, which is set in 1; a changed spin in its sign.
    int bit = spins ? 31 : 29;
    int inverted = spins ? -1 : 0;
    int count = now.columns();
    int all = 0;
    for (int i = 0; i < count; i++) {
      int bits = Float.floatToRawIntBits(later[laterFrom + i]);
      int flip = (bits ^ Float.floatToRawIntBits(earlier[earlierFrom + i])) >>> bit & 1;
      int isOn = (bits ^ inverted) >>> bit & 1;
      all += isOn;
      plus[p] = i;
      p += flip & isOn;
      minus[m] = i;
      m += flip & ~isOn;
    }
    on.starts[row + 1] = p;
    off.starts[row + 1] = m;
    return all;
  }

  /**
   * The transpose of rows {@code from} (inclusive) to {@code to} (exclusive) of lists: for each
   * column the rows that have it.
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
