package io.boltzspark.engine.inference;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.lit;

import io.boltzspark.engine.data.TrainingData;
import io.boltzspark.engine.data.TrainingData.Part;
import io.boltzspark.evaluation.Classification;
import io.boltzspark.evaluation.LabelPosterior;
import io.boltzspark.evaluation.RowFeatures;
import io.boltzspark.evaluation.RowScore;
import io.boltzspark.math.Matrix;
import io.boltzspark.math.RandomStream;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.spark.JobGroup;
import io.boltzspark.spark.Tables;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.IntToDoubleFunction;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import scala.Tuple2;

/**
 * Writes a model's features, scores or labels of every row of data as Parquet with the columns
 * {@code id} (long, the row in the source of the data), {@code position} (long, the row in its
 * part, from 0 without gaps), {@code label} (integer or null), whatever else the data says of a row
 * in columns of single values, and what was computed. An {@code id} or {@code label} of another
 * type stays as it is. Files hold rows in the order of the source, which is that of positions
 * unless {@link TrainingData#sourceRows} is known. Tasks compute and write; no row reaches the
 * driver.
 */
public final class ModelTables {
  private static final long FILE_BYTES = 32L << 20;
  private static final DataType FLOATS = DataTypes.createArrayType(DataTypes.FloatType, false);

  private final SparkSession spark;
  private final TrainingData data;
  private final EvaluationRows rows;

  /**
   * @param rows that data, as the model's visible states
   */
  public ModelTables(SparkSession spark, TrainingData data, EvaluationRows rows) {
    this.spark = spark;
    this.data = data;
    this.rows = rows;
  }

  /** Writes a part's features, arrays of float, to a new directory. */
  public void writeFeatures(
      Part part, RowFeatures features, int width, String column, Path directory) {
    write(
        part,
        new FeatureValues(features),
        new StructType().add(column, FLOATS),
        (long) width * Float.BYTES,
        directory);
  }

  /** Writes a part's scores, doubles, to a new directory. */
  public void writeScores(Part part, RowScore score, String column, Path directory) {
    write(
        part,
        new ScoreValues(score),
        new StructType().add(column, DataTypes.DoubleType),
        Double.BYTES,
        directory);
  }

  /**
   * Writes the most probable label of each row of a part (integer) and the probabilities of all
   * labels (arrays of float), by {@link LabelPosterior}, to a new directory.
   *
   * @param labels of the machine
   */
  public void writeLabels(
      Part part, int labels, String label, String probabilities, Path directory) {
    write(
        part,
        new LabelValues(),
        new StructType().add(label, DataTypes.IntegerType).add(probabilities, FLOATS),
        (long) labels * Float.BYTES,
        directory);
  }

  private void write(
      Part part,
      BlockFunction<Object[][]> function,
      StructType computed,
      long rowBytes,
      Path directory) {
    int count = rows.count(part, Integer.MAX_VALUE);
    int files = (int) Math.min(count, 1 + count * rowBytes / FILE_BYTES);
    OptionalLong source = data.sourceRows(part);
    Column order = source.isPresent() ? col("`" + TrainingData.SOURCE_ROW + "`") : col("position");
    Column file = floor(order.multiply(files).divide(lit(source.orElse(count)))).cast("int");
    StructType schema = new StructType().add("position", DataTypes.LongType);
    for (StructField field : computed.fields()) {
      schema = schema.add(field);
    }
    StructType ofRows = schema;
    Dataset<Row> identities = data.identities(part).drop(computed.fieldNames());
    Broadcast<float[]> parameters = rows.broadcast();
    try {
      JobGroup.run(
          spark.sparkContext(),
          "boltz-tables",
          computed.fieldNames()[0] + " of " + count + " " + part.directoryName() + " rows",
          () ->
              Tables.write(
                  spark
                      .createDataFrame(
                          rows.overBlocks(part, count, parameters, function).flatMap(new ToRows()),
                          ofRows)
                      .join(identities, "position")
                      .repartitionById(files, file)
                      .sortWithinPartitions(order)
                      .select(columns(identities, computed)),
                  directory));
    } catch (Exception e) { // SparkException is checked, but not declared
      throw data.failure(part, e);
    } finally {
      parameters.destroy();
    }
  }

  /** The three, then what else there is of a row, then what was computed. */
  private static Column[] columns(Dataset<Row> identities, StructType computed) {
    List<String> names = new ArrayList<>(List.of("id", "position", "label"));
    for (String name : identities.drop(TrainingData.SOURCE_ROW).columns()) {
      if (names.stream().noneMatch(name::equalsIgnoreCase)) {
        names.add(name);
      }
    }
    names.addAll(List.of(computed.fieldNames()));
    return names.stream()
        .map(name -> col("`" + name.replace("`", "``") + "`"))
        .toArray(Column[]::new);
  }

  /**
   * The labelled rows of a table of scores.
   *
   * @param labels of the rows, in any order
   * @param scores of these rows
   */
  public record LabelledScores(int[] labels, double[] scores) {}

  /** Reads the scores of labelled rows from a directory that {@link #writeScores} wrote. */
  public LabelledScores readScores(String column, Path directory) {
    Dataset<Row> table =
        Tables.read(spark, directory).where(col("label").isNotNull()).select("label", column);
    List<Row> found =
        JobGroup.run(
            spark.sparkContext(),
            "boltz-tables",
            "reading " + column + " again",
            () -> table.collectAsList());
    return new LabelledScores(
        found.stream().mapToInt(row -> row.getInt(0)).toArray(),
        found.stream().mapToDouble(row -> row.getDouble(1)).toArray());
  }

  /**
   * Counts the labels in a directory that {@link #writeLabels} wrote.
   *
   * @param labels of the machine
   * @return rows that were assigned each label
   */
  public long[] countLabels(int labels, String label, Path directory) {
    Dataset<Row> table = Tables.read(spark, directory);
    long[] counts = new long[labels];
    JobGroup.run(
            spark.sparkContext(),
            "boltz-tables",
            "counting " + label,
            () -> table.groupBy(label).count().collectAsList())
        .forEach(row -> counts[row.getInt(0)] = row.getLong(1));
    return counts;
  }

  /**
   * Compares the labels in a directory that {@link #writeLabels} wrote, whose rows all have one of
   * the machine's, with the assigned ones.
   *
   * @param labels of the machine
   */
  public Classification readLabels(int labels, String label, Path directory) {
    Dataset<Row> table = Tables.read(spark, directory);
    List<Row> cells =
        JobGroup.run(
            spark.sparkContext(),
            "boltz-tables",
            "reading " + label + " again",
            () -> table.groupBy("label", label).count().collectAsList());
    long[][] counts = new long[labels][labels];
    cells.forEach(cell -> counts[cell.getInt(0)][cell.getInt(1)] = cell.getLong(2));
    return new Classification(counts);
  }

  /** A block's features, an array per row. */
  private record FeatureValues(RowFeatures features) implements BlockFunction<Object[][]> {
    @Override
    public Object[][] of(
        BoltzmannMachine machine, float[] parameters, Matrix rows, RandomStream random) {
      Matrix found = features.of(machine, parameters, rows);
      Object[][] cells = new Object[found.rows()][];
      Arrays.setAll(cells, r -> new Object[] {boxed(found.columns(), i -> found.get(r, i))});
      return cells;
    }
  }

  /** Spark takes no primitive arrays. */
  private static Float[] boxed(int length, IntToDoubleFunction values) {
    Float[] boxed = new Float[length];
    Arrays.setAll(boxed, i -> (float) values.applyAsDouble(i));
    return boxed;
  }

  /** A block's scores. */
  private record ScoreValues(RowScore score) implements BlockFunction<Object[][]> {
    @Override
    public Object[][] of(
        BoltzmannMachine machine, float[] parameters, Matrix rows, RandomStream random) {
      double[] scores = score.of(machine, parameters, rows, random);
      Object[][] cells = new Object[scores.length][];
      Arrays.setAll(cells, r -> new Object[] {scores[r]});
      return cells;
    }
  }

  /** The labels that the machine assigns to a block. */
  private record LabelValues() implements BlockFunction<Object[][]> {
    @Override
    public Object[][] of(
        BoltzmannMachine machine, float[] parameters, Matrix rows, RandomStream random) {
      double[][] logs = new LabelPosterior(machine, parameters).logProbabilities(rows);
      Object[][] cells = new Object[logs.length][];
      Arrays.setAll(
          cells,
          r ->
              new Object[] {
                LabelPosterior.mostProbable(logs[r]),
                boxed(logs[r].length, y -> Math.exp(logs[r][y]))
              });
      return cells;
    }
  }

  /** Turns a block's number and cells into rows of position and cells. */
  private static final class ToRows implements FlatMapFunction<Tuple2<Long, Object[][]>, Row> {
    private static final long serialVersionUID = 1;

    @Override
    public Iterator<Row> call(Tuple2<Long, Object[][]> block) {
      List<Row> found = new ArrayList<>(block._2().length);
      for (int r = 0; r < block._2().length; r++) {
        Object[] computed = block._2()[r];
        Object[] cells = new Object[1 + computed.length];
        cells[0] = RowBlocks.firstPosition(block._1()) + r;
        System.arraycopy(computed, 0, cells, 1, computed.length);
        found.add(RowFactory.create(cells));
      }
      return found.iterator();
    }
  }
}
