package io.boltzspark.engine;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.api.java.function.PairFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.IntegralType;
import org.apache.spark.sql.types.StructField;
import scala.Tuple2;

/**
 * Any Parquet with one column of float or double arrays, all of one length and with values 0 to 1.
 * Rows come in the order of a column {@code position} of whole numbers (0, 1, ...) where there is
 * one; otherwise in an order that follows from their contents alone, since Spark does not promise
 * to read rows in the order in which they were written. All rows are training rows.
 */
final class FloatColumnData extends TrainingData {
  private static final String POSITION = "position";

  private final String path;
  private final String column;
  private final JavaPairRDD<Long, byte[]> rows;
  private final int width;
  private final Totals totals;

  FloatColumnData(SparkSession spark, String path) {
    this.path = path;
    Dataset<Row> table = read(spark, path);
    this.column = floatColumn(table, path);
    try {
      Row first =
          table.select(column).where(functions.col(column).isNotNull()).takeAsList(1).stream()
              .findFirst()
              .orElseThrow(() -> bad(path, "holds no rows"));
      this.width = first.getList(0).size();
      if (width < 1) {
        throw bad(path, "has an empty array in column " + column);
      }
      this.rows = positioned(table).mapToPair(new Encode(path, column, width));
      Totals zero = new Totals(new long[width], 0, 0);
      this.totals = rows.aggregate(zero, new AddRow(), new AddTotals());
    } catch (Exception e) { // SparkException is checked, but not declared
      throw Failures.whileReading(path, e);
    }
  }

  private static Dataset<Row> read(SparkSession spark, String path) {
    try {
      Path directory = new Path(path);
      if (!directory.getFileSystem(spark.sparkContext().hadoopConfiguration()).exists(directory)) {
        throw bad(path, "does not exist; boltz prepare makes prepared data");
      }
      return spark.read().parquet(path);
    } catch (IOException e) {
      throw new BoltzException(
          ExitCode.BAD_INPUT, "cannot look into --data " + path + ": " + e.getMessage(), e);
    } catch (BoltzException e) {
      throw e;
    } catch (Exception e) { // AnalysisException is checked, but Scala does not declare it
      throw new BoltzException(
          ExitCode.BAD_INPUT,
          "--data "
              + path
              + " is neither prepared data (no manifest.json) nor Parquet: "
              + Failures.summary(Failures.firstCause(e)),
          e);
    }
  }

  private static String floatColumn(Dataset<Row> table, String path) {
    List<String> found =
        Arrays.stream(table.schema().fields())
            .filter(FloatColumnData::isFloatArray)
            .map(StructField::name)
            .toList();
    if (found.size() != 1) {
      throw bad(
          path,
          "needs exactly one column of float or double arrays; it has "
              + (found.isEmpty() ? "none" : String.join(", ", found))
              + " among "
              + table.schema().simpleString());
    }
    return found.get(0);
  }

  private static boolean isFloatArray(StructField field) {
    return field.dataType() instanceof ArrayType array
        && (array.elementType().equals(DataTypes.FloatType)
            || array.elementType().equals(DataTypes.DoubleType));
  }

  private org.apache.spark.api.java.JavaRDD<Row> positioned(Dataset<Row> table) {
    boolean given =
        Arrays.stream(table.schema().fields())
            .anyMatch(f -> f.name().equals(POSITION) && f.dataType() instanceof IntegralType);
    var values = functions.col(column).cast("array<float>");
    if (given) {
      return table.select(functions.col(POSITION).cast(DataTypes.LongType), values).javaRDD();
    }
    return table
        .select(values.as(column))
        .orderBy(functions.xxhash64(functions.col(column)), functions.col(column))
        .javaRDD()
        .zipWithIndex()
        .map(r -> org.apache.spark.sql.RowFactory.create(r._2(), r._1().get(0)));
  }

  private static BoltzException bad(String path, String what) {
    return new BoltzException(ExitCode.BAD_INPUT, "--data " + path + " " + what);
  }

  @Override
  public int width() {
    return width;
  }

  @Override
  public int[] imageSize() {
    int side = (int) Math.round(Math.sqrt(width));
    return side * side == width ? new int[] {side, side} : new int[] {width, 1};
  }

  @Override
  public long rows(Part part) {
    return part == Part.TRAIN ? totals.rows() : 0;
  }

  @Override
  public double[] mean() {
    return IntStream.range(0, width)
        .mapToDouble(i -> totals.sums()[i] / Totals.ONE / totals.rows())
        .toArray();
  }

  @Override
  public String fingerprint() {
    return "content-" + Long.toHexString(totals.hash()) + "-rows-" + totals.rows();
  }

  @Override
  public String title() {
    return new Path(path).getName();
  }

  @Override
  public Map<String, Object> provenance() {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("title", title());
    facts.put("fingerprint", fingerprint());
    facts.put("column", column);
    facts.put("train_rows", rows(Part.TRAIN));
    return facts;
  }

  @Override
  RowFormat format() {
    return RowFormat.FLOAT;
  }

  @Override
  JavaPairRDD<Long, byte[]> bytes(Part part) {
    return rows;
  }

  /**
   * Sums that do not depend on the order of rows: whole numbers of 2^-32, and a sum of hashes.
   *
   * @param sums of each unit, in units of 1 / {@link #ONE}
   * @param hash sum over rows of a hash of position and bytes
   */
  private record Totals(long[] sums, long rows, long hash) implements java.io.Serializable {
    static final double ONE = 0x1p32;
  }

  private static final class AddRow implements Function2<Totals, Tuple2<Long, byte[]>, Totals> {
    private static final long serialVersionUID = 1;

    @Override
    public Totals call(Totals totals, Tuple2<Long, byte[]> row) {
      float[] values = new float[totals.sums().length];
      RowFormat.FLOAT.decode(row._2(), 0, values, 0, values.length);
      for (int i = 0; i < values.length; i++) {
        totals.sums()[i] += Math.round(values[i] * Totals.ONE);
      }
      long hash = Arrays.hashCode(row._2()) * 0x9E3779B97F4A7C15L + row._1();
      hash = (hash ^ (hash >>> 32)) * 0xD6E8FEB86659FD93L;
      return new Totals(totals.sums(), totals.rows() + 1, totals.hash() + hash);
    }
  }

  private static final class AddTotals implements Function2<Totals, Totals, Totals> {
    private static final long serialVersionUID = 1;

    @Override
    public Totals call(Totals a, Totals b) {
      long[] sums = new long[a.sums().length];
      Arrays.setAll(sums, i -> a.sums()[i] + b.sums()[i]);
      return new Totals(sums, a.rows() + b.rows(), a.hash() + b.hash());
    }
  }

  private static final class Encode implements PairFunction<Row, Long, byte[]> {
    private static final long serialVersionUID = 1;
    private final String path;
    private final String column;
    private final int width;

    Encode(String path, String column, int width) {
      this.path = path;
      this.column = column;
      this.width = width;
    }

    @Override
    public Tuple2<Long, byte[]> call(Row row) {
      if (row.isNullAt(0)) {
        throw bad(path, "has a row without " + POSITION);
      }
      List<Float> values = row.isNullAt(1) ? List.of() : row.getList(1);
      if (values.size() != width) {
        throw bad(
            path, "has a row of " + values.size() + " values in " + column + ", not " + width);
      }
      ByteBuffer bytes = ByteBuffer.allocate(width * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      for (Float value : values) {
        if (value == null || !(value >= 0 && value <= 1)) {
          throw bad(
              path,
              "has the value "
                  + value
                  + " in "
                  + column
                  + "; Bernoulli units take values from 0 to 1: scale the data");
        }
        bytes.putFloat(value);
      }
      return new Tuple2<>(row.getLong(0), bytes.array());
    }
  }
}
