package io.boltzspark.engine.data;

import java.util.Arrays;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.IntegralType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The column {@code label} of a table. Whole numbers are labels, of whatever numeric type, and
 * false and true are 0 and 1; null and NaN, which pandas writes for null, stand for none. A column
 * with other numbers, or of another type, is a fact about rows like any other.
 */
final class LabelColumn {
  private static final Logger LOG = LoggerFactory.getLogger(LabelColumn.class);
  private static final String NAME = "label";

  private LabelColumn() {}

  /** Labels as longs; null where there is none. */
  static Column of(Dataset<Row> table) {
    if (!isIn(table)) {
      return functions.lit(null).cast(DataTypes.LongType);
    }
    Column label = functions.col(NAME);
    return type(table).orElseThrow().equals(DataTypes.BooleanType)
        ? label.cast(DataTypes.IntegerType).cast(DataTypes.LongType)
        : functions.when(isNumber(label), label.cast(DataTypes.LongType));
  }

  /** Whether there are labels; looks at the rows of a column that is not of an integral type. */
  static boolean isIn(Dataset<Row> table) {
    DataType type = type(table).orElse(DataTypes.StringType);
    if (type instanceof IntegralType || type.equals(DataTypes.BooleanType)) {
      return true;
    }
    Column label = functions.col(NAME);
    return type instanceof NumericType
        && table.where(isNumber(label).and(functions.floor(label).notEqual(label))).isEmpty();
  }

  private static Column isNumber(Column label) {
    return label.isNotNull().and(functions.not(functions.isnan(label.cast("double"))));
  }

  private static Optional<DataType> type(Dataset<Row> table) {
    return Arrays.stream(table.schema().fields())
        .filter(field -> field.name().equals(NAME))
        .map(StructField::dataType)
        .findFirst();
  }

  /** Says so where a column has the name and no labels. */
  static void sayIfIgnored(Dataset<Row> table, String path) {
    if (type(table).isPresent() && !isIn(table)) {
      LOG.warn(
          "{} has a column label of type {} that is not used: labels are whole numbers from 0; for"
              + " classes by name, in PySpark"
              + " df.withColumn(\"label\", dense_rank().over(Window.orderBy(\"label\")) - 1)",
          path,
          type(table).get().simpleString());
    }
  }
}
