package io.boltzspark.engine.data;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.RowException;
import io.boltzspark.learning.RowFormat;
import java.io.Serializable;
import org.apache.spark.sql.Row;
import scala.Tuple2;

/**
 * The cell of a table that holds a row's weight, a double; in single precision from here on.
 *
 * @param path of the table, for messages
 * @param column its name, for messages
 * @param at its index in a row
 * @param ordered whether positions are those of the table
 */
record WeightCell(String path, String column, int at, boolean ordered) implements Serializable {

  /**
   * The weight of a row.
   *
   * @throws BoltzException BAD_INPUT when it is none
   */
  float of(long position, Row row) {
    if (row.isNullAt(at)) {
      throw bad(position, "no weight (null)");
    }
    double weight = row.getDouble(at);
    float single = (float) weight;
    if (!(weight >= 0) || !Float.isFinite(single)) {
      throw bad(position, "the weight " + weight);
    }
    return single + 0f; // turns -0 into 0
  }

  /** A row's position and bytes, with the weight at the end. */
  Tuple2<Long, byte[]> appended(Tuple2<Long, byte[]> row, Row cells) {
    return new Tuple2<>(row._1(), RowFormat.withWeight(row._2(), of(row._1(), cells)));
  }

  private BoltzException bad(long position, String what) {
    return new RowException(
        path + ": ",
        TrainingData.rowAt("", ordered ? "at position " + position : ""),
        position,
        " (from 0) has %s in the column %s, but weights are finite numbers of 0 or larger; correct it, name another column (--weight-column), or count every row alike (--weight-column none)"
            .formatted(what, column));
  }
}
