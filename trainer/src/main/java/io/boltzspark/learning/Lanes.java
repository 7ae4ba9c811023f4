package io.boltzspark.learning;

import java.io.Serializable;

/**
 * The fixed slicing of every step. Item i of n belongs to lane {@code floor(i lanes / n)}, so a
 * lane's items are consecutive and any two lanes differ by at most one item.
 *
 * @param count how many lanes, a power of two
 */
public record Lanes(int count) implements Serializable {
  public Lanes {
    if (count < 1 || Integer.bitCount(count) != 1) {
      throw new IllegalArgumentException("lanes must be a power of two, got " + count);
    }
  }

  /** The lane of item {@code index} of {@code total}. */
  public int laneOf(long index, long total) {
    return (int) (index * count / total);
  }

  /** The first of a lane's items of {@code total}; {@code start(count, total)} is {@code total}. */
  public int start(int lane, int total) {
    return (int) (((long) lane * total + count - 1) / count);
  }

  /** How many of {@code total} items belong to a lane; may be none. */
  public int size(int lane, int total) {
    return start(lane + 1, total) - start(lane, total);
  }

  /**
   * The most items that any lane has of {@code total} or fewer. A lane that has fewer than others
   * of {@code total} may have more of a smaller number: of 20 items lane 5 of 8 has 2, of 19 it has
   * 3.
   */
  public int most(int total) {
    return (int) (((long) total + count - 1) / count);
  }

  /**
   * The first lane of task {@code task} of {@code tasks} that share the lanes; of task {@code
   * tasks}, the lane count.
   */
  public int first(int task, int tasks) {
    return (int) ((long) task * count / tasks);
  }
}
