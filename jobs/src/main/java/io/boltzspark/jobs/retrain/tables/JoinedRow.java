package io.boltzspark.jobs.retrain.tables;

import io.boltzspark.boltzmann.VisibleRows;
import io.boltzspark.engine.data.DataLayout;
import io.boltzspark.engine.data.TrainingData;
import io.boltzspark.engine.data.TrainingData.Part;
import io.boltzspark.learning.RowFormat;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Turns the bytes of a row back into columns.
 *
 * @param format of the values
 * @param width visible units of a row
 * @param labelled whether a label follows the values
 * @param weighted whether a weight is at the end
 * @param part of the row
 */
record JoinedRow(RowFormat format, int width, boolean labelled, boolean weighted, String part)
    implements Function<byte[], Row> {
  static final String VALUES = "values";
  static final String LABEL = DataLayout.LABEL;
  static final String WEIGHT = TrainingData.WEIGHT;

  /** Where to find them again. */
  static final DataLayout LAYOUT = DataLayout.USUAL;

  /** Values, label (perhaps null), weight (1 where there are none) and part of all rows. */
  static Dataset<Row> rows(SparkSession spark, DeliveredTable table) {
    TrainingData data = table.data();
    boolean labelled = data.labels() > 0 && data.labels() <= VisibleRows.NO_LABEL;
    boolean weighted = data.weights().isPresent();
    DataType value = data.states() > 0 ? DataTypes.IntegerType : DataTypes.FloatType;
    StructType schema =
        new StructType()
            .add(VALUES, DataTypes.createArrayType(value, false), false)
            .add(LABEL, DataTypes.IntegerType, true)
            .add(WEIGHT, DataTypes.FloatType, false)
            .add("part", DataTypes.StringType, false);
    List<Dataset<Row>> parts = new ArrayList<>();
    for (Part part : Part.values()) {
      if (data.rows(part) > 0) {
        JoinedRow decode =
            new JoinedRow(data.format(), data.width(), labelled, weighted, part.directoryName());
        parts.add(
            spark.createDataFrame(
                data.bytes(part, labelled, weighted).values().map(decode), schema));
      }
    }
    return parts.stream().reduce(Dataset::union).get();
  }

  @Override
  public Row call(byte[] bytes) {
    int label = labelled ? bytes[format.bytes(width)] & 0xff : VisibleRows.NO_LABEL;
    return RowFactory.create(
        values(bytes),
        label == VisibleRows.NO_LABEL ? null : label,
        weighted ? RowFormat.weight(bytes) : 1f,
        part);
  }

  private Object[] values(byte[] bytes) {
    if (format.states() > 0) {
      Integer[] sites = new Integer[width / format.states()];
      for (int i = 0; i < sites.length; i++) {
        sites[i] = bytes[i] & 0xff;
      }
      return sites;
    }
    float[] decoded = new float[width];
    format.decode(bytes, 0, decoded, 0, width);
    Float[] values = new Float[width];
    for (int i = 0; i < width; i++) {
      values[i] = decoded[i];
    }
    return values;
  }
}
