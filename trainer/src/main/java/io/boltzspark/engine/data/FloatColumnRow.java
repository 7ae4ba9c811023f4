package io.boltzspark.engine.data;

import io.boltzspark.boltzmann.VisibleRows;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.apache.spark.api.java.function.PairFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import scala.Tuple2;

/**
 * From a row of position (long), values (array of float), label and id (long or null) to its bytes.
 *
 * @param path where the row is from, for messages
 * @param column what its values are called, for messages
 * @param width values of a row
 * @param withLabels whether the label becomes a byte behind the values
 */
record FloatColumnRow(String path, String column, int width, boolean withLabels)
    implements PairFunction<Row, Long, byte[]> {

  @Override
  public Tuple2<Long, byte[]> call(Row row) {
    if (row.isNullAt(0)) {
      throw bad("has a row without position");
    }
    List<Float> values = row.isNullAt(1) ? List.of() : row.getList(1);
    if (values.size() != width) {
      throw bad("has a row of " + values.size() + " values in " + column + ", not " + width);
    }
    int bytes = width * Float.BYTES + (withLabels ? 1 : 0);
    ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    for (Float value : values) {
      if (value == null || !Float.isFinite(value)) {
        throw bad(
            "has the value "
                + value
                + " in "
                + column
                + "; values must be finite numbers within the range of single precision");
      }
      buffer.putFloat(value + 0f); // 0 for -0, which sorts as equal to it
    }
    if (withLabels) {
      buffer.put((byte) label(row));
    }
    return new Tuple2<>(row.getLong(0), buffer.array());
  }

  /** Position, id, which is the position where there is none, and label of a row. */
  Row identity(Row row) {
    return RowFactory.create(
        row.getLong(0),
        row.getLong(row.isNullAt(3) ? 0 : 3),
        row.isNullAt(2) ? null : (int) label(row));
  }

  private long label(Row row) {
    if (row.isNullAt(2)) {
      return VisibleRows.NO_LABEL;
    }
    long label = row.getLong(2);
    if (!VisibleRows.isLabel(label)) {
      throw bad(
          "has the label %d in the row at position %d; %s"
              .formatted(label, row.getLong(0), VisibleRows.ALLOWED_LABELS));
    }
    return label;
  }

  private BoltzException bad(String what) {
    return new BoltzException(ExitCode.BAD_INPUT, "--data " + path + " " + what);
  }
}
