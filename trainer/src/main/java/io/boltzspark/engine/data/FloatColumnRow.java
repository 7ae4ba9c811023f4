package io.boltzspark.engine.data;

import io.boltzspark.boltzmann.VisibleRows;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.errors.RowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.function.PairFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import scala.Tuple2;

/**
 * Turns a row of {@link OwnTable} into bytes.
 *
 * @param path the source of the row, for messages
 * @param column the name of its values, for messages
 * @param width values per row
 * @param withLabels whether the label is appended to the values as a byte
 * @param ordered whether positions are those of the table
 */
record FloatColumnRow(String path, String column, int width, boolean withLabels, boolean ordered)
    implements PairFunction<Row, Long, byte[]> {

  @Override
  public Tuple2<Long, byte[]> call(Row row) {
    requirePosition(row, path);
    if (row.isNullAt(1)) {
      throw bad(
          "has null in place of the %d values of %s in ".formatted(width, column),
          row,
          " (from 0); leave out such rows");
    }
    List<Float> values = row.getList(1);
    if (values.size() != width) {
      throw bad(
          "has %d values in %s in ".formatted(values.size(), column),
          row,
          " (from 0), where another one has %d; all rows need as many".formatted(width));
    }
    int bytes = width * Float.BYTES + (withLabels ? 1 : 0);
    ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < width; i++) {
      Float value = values.get(i);
      if (value == null || !Float.isFinite(value)) {
        throw bad(
            "has the value %s at index %d of %s in ".formatted(value, i, column),
            row,
            " (from 0); values must be finite numbers within the range of single precision");
      }
      buffer.putFloat(value + 0f); // turns -0, which sorts as equal to 0, into 0
    }
    if (withLabels) {
      buffer.put((byte) label(row));
    }
    return new Tuple2<>(row.getLong(0), buffer.array());
  }

  /**
   * @param path of the row, for messages
   * @throws BoltzException BAD_INPUT when a row has no position
   */
  static void requirePosition(Row row, String path) {
    if (row.isNullAt(0)) {
      throw new BoltzException(
          ExitCode.BAD_INPUT, "--data " + path + " has a row without position");
    }
  }

  /**
   * Position, id (the number in the source where there is none) and label of a row, and its other
   * columns.
   *
   * @param withId whether the id is among them
   * @param withLabel whether the label is
   * @param other the first cell with another column
   * @param source counts rows by the last two cells, and gives a last column; null: the position is
   *     the number in the source
   */
  Row identity(Row row, boolean withId, boolean withLabel, int other, SourceRows source) {
    long number = source == null ? row.getLong(0) : source.of(row);
    List<Object> found = new ArrayList<>();
    found.add(row.getLong(0));
    if (withId) {
      found.add(row.isNullAt(3) ? number : row.getLong(3));
    }
    if (withLabel) {
      found.add(row.isNullAt(2) ? null : (int) label(row));
    }
    for (int i = other; i < row.size() - (source == null ? 0 : 2); i++) {
      found.add(row.get(i));
    }
    if (source != null) {
      found.add(number);
    }
    return RowFactory.create(found.toArray());
  }

  private long label(Row row) {
    if (row.isNullAt(2)) {
      return VisibleRows.NO_LABEL;
    }
    long label = row.getLong(2);
    if (!VisibleRows.isLabel(label)) {
      throw bad(
          "has the label %d in ".formatted(label), row, " (from 0); " + VisibleRows.ALLOWED_LABELS);
    }
    return label;
  }

  private BoltzException bad(String before, Row row, String after) {
    String place = ordered ? "at position " + row.getLong(0) : "";
    Long id = row.isNullAt(OwnTable.ID_CELL) ? null : row.getLong(OwnTable.ID_CELL);
    String named = TrainingData.rowAt("", OwnTable.withId(place, id));
    return new RowException("--data " + path + " " + before, named, row.getLong(0), after);
  }
}
