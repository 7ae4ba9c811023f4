package io.boltzspark.dataprep;

import io.boltzspark.dataprep.random.SeededPermutation;
import java.io.Serializable;
import java.util.List;

/**
 * Which part, position and shard each kept row of a source goes to: a pure function of its index
 * among them, which is its id where all are kept.
 *
 * <p>The shuffle gives a row a place in [0, rows); consecutive stretches of places are the parts,
 * each counted from 0 again, and consecutive stretches of a part are its shards.
 *
 * @param shuffle from indices to places
 * @param stretches the parts, in the order of their places
 */
record SourceLayout(SeededPermutation shuffle, List<Stretch> stretches) implements Serializable {

  /**
   * A part of a source.
   *
   * @param part its name
   * @param rows its rows
   * @param firstShard the number of its first shard, unique over all sources
   * @param shards how many files it is written to
   */
  record Stretch(Part part, long rows, int firstShard, int shards) implements Serializable {}

  /**
   * Where a row goes.
   *
   * @param part its part
   * @param position its position in that part
   * @param shard the shard that holds it, numbered over all parts
   */
  record Place(Part part, long position, int shard) {}

  Place placeOf(long index) {
    long position = shuffle.apply(index);
    for (Stretch stretch : stretches) {
      if (position < stretch.rows()) {
        // Both factors are below 2^31, so the product fits.
        int shard = (int) (position * stretch.shards() / stretch.rows());
        return new Place(stretch.part(), position, stretch.firstShard() + shard);
      }
      position -= stretch.rows();
    }
    throw new IllegalStateException("row " + index + " lies beyond the last part");
  }
}
