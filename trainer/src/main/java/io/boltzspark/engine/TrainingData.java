package io.boltzspark.engine;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.math.Matrix;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.sql.SparkSession;
import scala.Tuple2;

/**
 * A data set that machines can be trained on and compared with: where its rows are and what they
 * look like. Nothing of it is held on the driver but the rows that are asked for by {@link #first}.
 */
public abstract class TrainingData {

  /** A part of the set. */
  public enum Part {
    TRAIN,
    VALID,
    TEST
  }

  /**
   * Opens what {@code boltz prepare} wrote, or any Parquet with a column of float arrays.
   *
   * @throws BoltzException BAD_INPUT when it is neither
   */
  public static TrainingData open(SparkSession spark, String directory) {
    return PreparedData.isPrepared(spark, directory)
        ? new PreparedData(spark, directory)
        : new FloatColumnData(spark, directory);
  }

  /** Visible units of a row. */
  public abstract int width();

  /** Columns and rows of a picture of one row; {width, 1} where rows are not pictures. */
  public abstract int[] imageSize();

  /** Rows of a part; 0 where it does not exist. */
  public abstract long rows(Part part);

  /** Mean of each visible unit over the training rows, 0 to 1. */
  public abstract double[] mean();

  /** SHA-256 of what decides the rows and their order. */
  public abstract String fingerprint();

  /** What the set is called where results are shown. */
  public abstract String title();

  /** Facts for a model's provenance. */
  public abstract Map<String, Object> provenance();

  abstract RowFormat format();

  /** Position and bytes of every row of a part, in any order. */
  abstract JavaPairRDD<Long, byte[]> bytes(Part part);

  /** The rows at positions 0 .. count - 1 of a part, fewer where it has fewer; values 0 to 1. */
  public Matrix first(Part part, int count) {
    int rows = (int) Math.min(count, rows(part));
    Matrix matrix = Matrix.zeros(rows, width());
    if (rows > 0) {
      List<Tuple2<Long, byte[]>> found = between(part, 0, rows);
      if (found.size() != rows) {
        throw new BoltzException(
            ExitCode.BAD_INPUT,
            "the "
                + part.name().toLowerCase(Locale.ROOT)
                + " part of "
                + title()
                + " has "
                + found.size()
                + " rows at the positions 0 to "
                + (rows - 1)
                + ", not one at each; prepare the data again");
      }
      for (Tuple2<Long, byte[]> row : found) {
        int offset = matrix.offset(Math.toIntExact(row._1()));
        format().decode(row._2(), 0, matrix.values(), offset, width());
      }
    }
    return matrix;
  }

  private List<Tuple2<Long, byte[]>> between(Part part, long from, long to) {
    try {
      return bytes(part).filter(row -> row._1() >= from && row._1() < to).collect();
    } catch (Exception e) { // SparkException is checked, but not declared
      throw Failures.whileReading(title(), e);
    }
  }
}
