package io.boltzspark.engine.data;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NumericType;

/**
 * Where the weights of rows are looked for.
 *
 * @param name the column; {@link TrainingData#WEIGHT}: only where there is one; {@link
 *     TrainingData#NO_WEIGHTS}: nowhere
 */
record WeightColumn(String name) {

  /** Whether weights are looked for. */
  boolean isWanted() {
    return !name.equals(TrainingData.NO_WEIGHTS);
  }

  /**
   * The column of a table, if it has weights.
   *
   * @param path of the table, for messages
   * @throws BoltzException BAD_INPUT when it lacks a column that was asked for, or the column has
   *     no numbers
   */
  Optional<Column> in(Dataset<Row> table, String path) {
    if (!isWanted()) {
      return Optional.empty();
    }
    if (!PreparedTables.hasColumn(table, name)) {
      if (name.equals(TrainingData.WEIGHT)) {
        return Optional.empty();
      }
      throw bad("%s has no column %s, but %s".formatted(path, name, table.schema().simpleString()));
    }
    DataType type = table.schema().apply(name).dataType();
    if (!(type instanceof NumericType)) {
      throw bad(
          "the column %s of %s has the type %s, but weights of rows are numbers"
              .formatted(name, path, type.simpleString()));
    }
    // By its quoted name: a dot would lead into a struct.
    return Optional.of(ArrayColumn.named(name).cast(DataTypes.DoubleType));
  }

  private static BoltzException bad(String what) {
    return new BoltzException(
        ExitCode.BAD_INPUT,
        what
            + "; name a column of numbers with --weight-column, or count every row alike with"
            + " --weight-column none");
  }
}
