package io.boltzspark.engine.data;

import io.boltzspark.learning.RowFormat;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Row;
import scala.Tuple2;

/** What one pass over the rows of {@link FloatColumnData}, in any order, finds out. */
final class FloatColumnTotals implements Serializable {
  private static final long serialVersionUID = 1;

  private final UnitTotals units;
  private final WeightTotals weights = new WeightTotals();
  private long hash;
  private long largestLabel = -1;
  private long labelled;

  private FloatColumnTotals(int width) {
    units = new UnitTotals(width);
  }

  private void add(long position, byte[] bytes, float[] values, Long label, float weight) {
    units.add(values, weight);
    weights.add(position, weight);
    long content = Arrays.hashCode(bytes);
    if (label != null) {
      content = 31 * content + label + 1;
      largestLabel = Math.max(largestLabel, label);
      labelled++;
    }
    long mixed = content * 0x9E3779B97F4A7C15L + position;
    hash += (mixed ^ (mixed >>> 32)) * 0xD6E8FEB86659FD93L;
  }

  FloatColumnTotals merge(FloatColumnTotals other) {
    units.merge(other.units);
    weights.merge(other.weights);
    hash += other.hash;
    largestLabel = Math.max(largestLabel, other.largestLabel);
    labelled += other.labelled;
    return this;
  }

  UnitTotals units() {
    return units;
  }

  /** Of weights, which are 1 where there are none. */
  WeightTotals weights() {
    return weights;
  }

  /** Sum over rows of a hash of position, bytes and label. */
  long hash() {
    return hash;
  }

  /** -1 without labels. */
  long largestLabel() {
    return largestLabel;
  }

  /** Rows without a label. */
  long unlabelled() {
    return units.rows() - labelled;
  }

  /** Totals of a partition of rows of position, values, label, id and perhaps weight. */
  static final class OfPartition implements FlatMapFunction<Iterator<Row>, FloatColumnTotals> {
    private static final long serialVersionUID = 1;
    private final FloatColumnRow encode;
    private final WeightCell weight; // null: none

    OfPartition(FloatColumnRow encode, WeightCell weight) {
      this.encode = encode;
      this.weight = weight;
    }

    @Override
    public Iterator<FloatColumnTotals> call(Iterator<Row> rows) {
      float[] values = new float[encode.width()];
      FloatColumnTotals totals = new FloatColumnTotals(values.length);
      while (rows.hasNext()) {
        Row row = rows.next();
        Tuple2<Long, byte[]> encoded = encode.call(row);
        RowFormat.FLOAT.decode(encoded._2(), 0, values, 0, values.length);
        totals.add(
            encoded._1(),
            encoded._2(),
            values,
            row.isNullAt(2) ? null : row.getLong(2),
            weight == null ? 1f : weight.of(encoded._1(), row));
      }
      return List.of(totals).iterator();
    }
  }
}
