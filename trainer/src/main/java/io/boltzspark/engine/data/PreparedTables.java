package io.boltzspark.engine.data;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.spark.Failures;
import io.boltzspark.spark.JobGroup;
import io.boltzspark.spark.Tables;
import java.util.Arrays;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;

/** Tables that {@code boltz prepare} wrote, with the columns that they must have. */
final class PreparedTables {
  private PreparedTables() {}

  /** The table of a part. */
  static Dataset<Row> read(SparkSession spark, Path path) {
    try {
      return JobGroup.run(
          spark.sparkContext(),
          "boltz-data",
          "the columns of " + path.getName(),
          () -> Tables.read(spark, path));
    } catch (Exception e) { // AnalysisException is checked, but Scala does not declare it
      throw Failures.whileReading(path.toString(), e);
    }
  }

  /**
   * @throws BoltzException BAD_INPUT when a table has no such column of this type
   */
  static void requireColumn(Dataset<Row> table, String path, String name, DataType type) {
    StructType schema = table.schema();
    if (!hasColumn(table, name) || !schema.apply(name).dataType().equals(type)) {
      throw new BoltzException(
          ExitCode.BAD_INPUT,
          path
              + " has the columns "
              + schema.simpleString()
              + ", but prepared data needs "
              + name
              + " of type "
              + type.simpleString()
              + "; prepare it again with: boltz prepare");
    }
  }

  static boolean hasColumn(Dataset<Row> table, String name) {
    return Arrays.asList(table.schema().fieldNames()).contains(name);
  }

  /** A row that must be prepared again. */
  static BoltzException bad(String path, long position, String what) {
    return new BoltzException(
        ExitCode.BAD_INPUT,
        path
            + ": row at position "
            + position
            + " "
            + what
            + "; prepare it again with: boltz prepare");
  }
}
