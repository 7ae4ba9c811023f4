package io.boltzspark.engine.data;

import io.boltzspark.engine.data.TrainingData.Part;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.spark.Failures;
import io.boltzspark.spark.JobGroup;
import io.boltzspark.spark.Tables;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.function.PairFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
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

  /** The tables of the parts of data that have rows. */
  static Map<Part, Path> of(TrainingData data, Function<Part, Path> table) {
    Map<Part, Path> tables = new EnumMap<>(Part.class);
    for (Part part : Part.values()) {
      if (data.rows(part) > 0) {
        tables.put(part, table.apply(part));
      }
    }
    return tables;
  }

  /**
   * Position and bytes of the rows of a table, with the weight at the end.
   *
   * @param columns that {@code checked} reads, the position first
   */
  static JavaPairRDD<Long, byte[]> weighted(
      Dataset<Row> table,
      List<String> columns,
      PairFunction<Row, Long, byte[]> checked,
      String path,
      RowWeights weights) {
    Column weight = new WeightColumn(weights.column()).in(table, path).orElseThrow();
    List<Column> all = new ArrayList<>(columns.stream().map(functions::col).toList());
    all.add(weight);
    WeightCell cell = new WeightCell(path, weights.column(), columns.size(), true);
    return table
        .select(all.toArray(Column[]::new))
        .javaRDD()
        .mapToPair(row -> cell.appended(checked.call(row), row));
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
