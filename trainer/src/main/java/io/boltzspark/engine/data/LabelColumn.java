package io.boltzspark.engine.data;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
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
 * Where the labels of rows are looked for. Whole numbers are labels, of whatever numeric type, and
 * false and true are 0 and 1; null and NaN, which pandas writes for null, stand for none. A column
 * with other numbers, or of another type, is a fact about rows like any other, unless it was asked
 * for.
 *
 * @param name the column; {@link DataLayout#LABEL}: only where there is one; {@link
 *     DataLayout#NONE}: nowhere
 */
record LabelColumn(String name) {
  private static final Logger LOG = LoggerFactory.getLogger(LabelColumn.class);

  /** Of classes by name, for messages. */
  private static final String ADVICE =
      "labels are whole numbers from 0; for classes by name, in PySpark"
          + " df.withColumn(\"label\", dense_rank().over(Window.orderBy(\"%s\")) - 1)";

  /**
   * The labels of a table, as longs and null where there is none; looks at the rows of a column
   * that is not of an integral type.
   *
   * @param path of the table, for messages
   * @throws BoltzException BAD_INPUT when it lacks a column that was asked for, or the column has
   *     no labels
   */
  Optional<Column> in(Dataset<Row> table, String path) {
    if (name.equals(DataLayout.NONE)) {
      return Optional.empty();
    }
    Optional<DataType> type =
        Arrays.stream(table.schema().fields())
            .filter(field -> field.name().equals(name))
            .map(StructField::dataType)
            .findFirst();
    Column label = ArrayColumn.named(name);
    if (type.isPresent() && areLabels(table, type.get(), label)) {
      return Optional.of(
          type.get().equals(DataTypes.BooleanType)
              ? label.cast(DataTypes.IntegerType).cast(DataTypes.LongType)
              : functions.when(isNumber(label), label.cast(DataTypes.LongType)));
    }
    if (!name.equals(DataLayout.LABEL)) {
      throw new BoltzException(
          ExitCode.BAD_INPUT,
          type.isEmpty()
              ? "%s has no column %s, but %s; name a column of labels with --label-column, or use none with --label-column none"
                  .formatted(path, name, table.schema().simpleString())
              : "the column %s of %s has the type %s, or values that are no labels: %s"
                  .formatted(name, path, type.get().simpleString(), ADVICE.formatted(name)));
    }
    type.ifPresent(
        found ->
            LOG.warn(
                "{} has a column label of type {} that is not used: {}",
                path,
                found.simpleString(),
                ADVICE.formatted(name)));
    return Optional.empty();
  }

  private static boolean areLabels(Dataset<Row> table, DataType type, Column label) {
    return type instanceof IntegralType
        || type.equals(DataTypes.BooleanType)
        || type instanceof NumericType
            && table.where(isNumber(label).and(functions.floor(label).notEqual(label))).isEmpty();
  }

  private static Column isNumber(Column label) {
    return label.isNotNull().and(functions.not(functions.isnan(label.cast("double"))));
  }
}
