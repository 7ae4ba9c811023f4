package io.boltzspark.jobs.states;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.files.Paths;
import io.boltzspark.files.StagedDirectory;
import io.boltzspark.files.WholeFiles;
import io.boltzspark.spark.Failures;
import io.boltzspark.spark.JobGroup;
import io.boltzspark.spark.Tables;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Writes a {@link StatesTable} as one Parquet file, which commands read as {@code --data}: the
 * columns {@code sample} (integer), {@code position} (long, the same number, by which they order
 * rows), {@code label} (integer, if there are labels), the energy (double, if there is one) and
 * {@code values}: arrays of floats, or of small whole numbers for categories.
 */
final class ParquetStates {
  /** Of a signed byte. */
  private static final int MOST_OF_A_BYTE = 128;

  private ParquetStates() {}

  static void write(SparkSession spark, StatesTable table, Path file) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    Broadcast<Columns> columns = context.broadcast(Columns.of(table));
    try (StagedDirectory staged =
        StagedDirectory.create(spark.sparkContext().hadoopConfiguration(), file, true)) {
      Path directory = Paths.in(staged.path(), "table");
      JobGroup.run(
          spark.sparkContext(),
          "boltz-states",
          "writing " + table.rows() + " samples",
          () -> {
            JavaRDD<Row> rows = context.parallelize(List.of(0), 1).flatMap(new ToRows(columns));
            Tables.write(spark.createDataFrame(rows, schema(table)), directory);
          });
      WholeFiles.move(staged.fileSystem(), only(staged, directory), file);
    } catch (BoltzException e) {
      throw e;
    } catch (Exception e) { // SparkException is checked, but not declared
      throw Failures.firstCause(e);
    } finally {
      columns.destroy();
    }
  }

  /** The rows of such a file. */
  static Dataset<Row> dataset(SparkSession spark, StatesTable table) {
    Columns columns = Columns.of(table);
    List<Row> rows = IntStream.range(0, columns.rows()).mapToObj(columns::row).toList();
    return spark.createDataFrame(rows, schema(table));
  }

  private static StructType schema(StatesTable table) {
    DataType value =
        table.categories() == 0
            ? DataTypes.FloatType
            : table.categories() <= MOST_OF_A_BYTE ? DataTypes.ByteType : DataTypes.ShortType;
    StructType schema =
        new StructType()
            .add(StatesTable.SAMPLE, DataTypes.IntegerType, false)
            .add("position", DataTypes.LongType, false);
    if (table.labels().length > 0) {
      schema = schema.add(StatesTable.LABEL, DataTypes.IntegerType, false);
    }
    if (table.energyColumn().isPresent()) {
      schema = schema.add(table.energyColumn().get(), DataTypes.DoubleType, false);
    }
    return schema.add(StatesTable.VALUES, DataTypes.createArrayType(value, false), false);
  }

  /** The one file of a table that one task wrote. */
  private static Path only(StagedDirectory staged, Path directory) {
    try {
      List<Path> found =
          Arrays.stream(staged.fileSystem().listStatus(directory))
              .map(FileStatus::getPath)
              .filter(path -> path.getName().startsWith("part-"))
              .toList();
      if (found.size() != 1) {
        throw new IllegalStateException("one task wrote " + found);
      }
      return found.get(0);
    } catch (IOException e) {
      throw new BoltzException(
          ExitCode.ENVIRONMENT, "cannot look at " + directory + ": " + e.getMessage(), e);
    }
  }

  /** What a task is given of a table. */
  private record Columns(
      float[] values, int rows, int width, int categories, int[] labels, double[] energies)
      implements Serializable {

    static Columns of(StatesTable table) {
      return new Columns(
          table.values().toArray(),
          table.rows(),
          table.width(),
          table.categories(),
          table.labels(),
          table.energies());
    }

    Row row(int r) {
      List<Object> cells = new ArrayList<>(List.of(r, (long) r));
      if (labels.length > 0) {
        cells.add(labels[r]);
      }
      if (energies.length > 0) {
        cells.add(energies[r]);
      }
      Object[] array = new Object[width];
      for (int i = 0; i < width; i++) {
        array[i] = value(values[r * width + i]);
      }
      cells.add(array);
      return RowFactory.create(cells.toArray());
    }

    private Object value(float value) {
      if (categories == 0) {
        return value;
      }
      if (categories <= MOST_OF_A_BYTE) {
        return (byte) value;
      }
      return (short) value;
    }
  }

  /** One row after another, so that no task has all of them at once. */
  private record ToRows(Broadcast<Columns> columns) implements FlatMapFunction<Integer, Row> {
    @Override
    public Iterator<Row> call(Integer task) {
      Columns shared = columns.value();
      return IntStream.range(0, shared.rows()).mapToObj(shared::row).iterator();
    }
  }
}
