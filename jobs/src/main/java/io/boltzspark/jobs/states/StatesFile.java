package io.boltzspark.jobs.states;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.files.FileSystems;
import io.boltzspark.files.WholeFiles;
import io.boltzspark.jobs.export.NpzFile;
import io.boltzspark.math.Tensor;
import io.boltzspark.store.TrainedModel;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Writes a {@link StatesTable} to a file, which appears whole. Equal tables give equal files. */
public final class StatesFile {
  private StatesFile() {}

  /**
   * Refuses a format that cannot hold a model's states.
   *
   * @param reference how the model was named, for the message
   * @throws BoltzException BAD_INPUT when sequences are asked of a model that has none
   */
  public static void requireSuits(
      OutputFormat format, TrainedModel model, String reference, String out) {
    if (format == OutputFormat.FASTA && StatesTable.alphabet(model).isEmpty()) {
      throw new BoltzException(
          ExitCode.BAD_INPUT,
          "--out %s: a FASTA file holds sequences, but the model %s was not trained on any; choose a name that ends in .parquet, .npz, .csv or .png, or a model of sequences"
              .formatted(out, reference));
    }
  }

  /**
   * @param format any but pictures
   * @throws BoltzException ENVIRONMENT when the file system refuses
   */
  public static void write(SparkSession spark, StatesTable table, OutputFormat format, Path file) {
    FileSystem fs = FileSystems.of(spark.sparkContext().hadoopConfiguration(), file);
    switch (format) {
      case FASTA -> WholeFiles.write(fs, file, out -> TextStates.fasta(table, out));
      case CSV -> WholeFiles.write(fs, file, out -> TextStates.csv(table, out));
      case NPZ -> WholeFiles.write(fs, file, NpzFile.of(arrays(table)));
      case PARQUET -> ParquetStates.write(spark, table, file);
      case PNG, GIF -> throw new IllegalArgumentException(format + " is a picture");
    }
  }

  /** The rows that such a Parquet file has, held by the driver. */
  public static Dataset<Row> dataset(SparkSession spark, StatesTable table) {
    return ParquetStates.dataset(spark, table);
  }

  /** Named like the columns of the other formats. */
  private static Map<String, Tensor> arrays(StatesTable table) {
    int rows = table.rows();
    Map<String, Tensor> arrays = new LinkedHashMap<>();
    ByteBuffer numbers = longs(rows);
    for (int r = 0; r < rows; r++) {
      numbers.putLong(r);
    }
    arrays.put(StatesTable.SAMPLE, new Tensor(Tensor.Type.I64, new int[] {rows}, numbers.array()));
    if (table.labels().length > 0) {
      ByteBuffer labels = longs(rows);
      for (int label : table.labels()) {
        labels.putLong(label);
      }
      arrays.put(StatesTable.LABEL, new Tensor(Tensor.Type.I64, new int[] {rows}, labels.array()));
    }
    table.energyColumn().ifPresent(name -> arrays.put(name, doubles(table.energies())));
    arrays.put(StatesTable.VALUES, values(table));
    return arrays;
  }

  /** Categories as bytes, other values as floats. */
  private static Tensor values(StatesTable table) {
    int[] shape = {table.rows(), table.width()};
    float[] values = table.values().toArray();
    if (table.categories() == 0) {
      return Tensor.ofFloats(values, 0, shape);
    }
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (int) values[i];
    }
    return new Tensor(Tensor.Type.U8, shape, bytes);
  }

  private static ByteBuffer longs(int rows) {
    return ByteBuffer.allocate(Math.multiplyExact(rows, Long.BYTES)).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static Tensor doubles(double[] values) {
    ByteBuffer buffer = longs(values.length);
    for (double value : values) {
      buffer.putDouble(value);
    }
    return new Tensor(Tensor.Type.F64, new int[] {values.length}, buffer.array());
  }
}
