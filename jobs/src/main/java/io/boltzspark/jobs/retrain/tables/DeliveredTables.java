package io.boltzspark.jobs.retrain.tables;

import io.boltzspark.dataprep.Manifest;
import io.boltzspark.engine.data.DataFit;
import io.boltzspark.engine.data.DataLayout;
import io.boltzspark.engine.data.TrainingData;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.files.FileSystems;
import io.boltzspark.files.Paths;
import io.boltzspark.jobs.settings.SettingOption;
import io.boltzspark.jobs.settings.Settings;
import io.boltzspark.store.TableManifest;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/** Finds and reads deliveries that are tables. */
public final class DeliveredTables {
  /** How names of files that others write as Parquet end. */
  public static final String PARQUET = ".parquet";

  /** What a Parquet file begins with, whatever its name. */
  private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);

  /** The beginning of messages about what a command was given. */
  private static final String OPTION = "--data ";

  private final SparkSession spark;
  private final Settings settings;

  /**
   * @param settings of the training, which say what the columns mean
   */
  public DeliveredTables(SparkSession spark, Settings settings) {
    this.spark = spark;
    this.settings = settings;
  }

  /**
   * Whether something is a table: the first of its files, by name, is Parquet, perhaps in
   * directories within it.
   *
   * @throws IOException when it cannot be read
   */
  public static boolean isTable(FileSystem fs, FileStatus status) throws IOException {
    if (status.isFile()) {
      return status.getPath().getName().endsWith(PARQUET) || beginsAsParquet(fs, status.getPath());
    }
    FileStatus[] children = fs.listStatus(status.getPath());
    Arrays.sort(children);
    for (FileStatus child : children) {
      String name = child.getPath().getName();
      if (!name.startsWith("_") && !name.startsWith(".") && isTable(fs, child)) {
        return true;
      }
    }
    return false;
  }

  private static boolean beginsAsParquet(FileSystem fs, Path file) throws IOException {
    byte[] first = new byte[MAGIC.length];
    try (FSDataInputStream in = fs.open(file)) {
      in.readFully(first);
    } catch (EOFException e) {
      return false;
    }
    return Arrays.equals(first, MAGIC);
  }

  /**
   * Reads every row.
   *
   * @throws BoltzException BAD_INPUT when it is damaged, or not as the settings say
   */
  public DeliveredTable read(Path path) {
    requireOfOthers(path);
    try {
      TrainingData data = TrainingData.open(spark, path.toString(), settings.data());
      return new DeliveredTable(
          settings.visibleUnits().map(units -> DataFit.asStates(data, units)).orElse(data));
    } catch (BoltzException e) {
      String message = e.getMessage();
      throw message.startsWith(OPTION)
          ? new BoltzException(e.exitCode(), message.substring(OPTION.length()), e)
          : e;
    }
  }

  /** What {@code boltz prepare} or {@code boltz features} wrote has divided its rows already. */
  private void requireOfOthers(Path path) {
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    Path manifest = Paths.in(path, Manifest.FILE_NAME);
    try {
      if (FileSystems.of(hadoop, path).exists(manifest)
          || TableManifest.isIn(hadoop, path, TableManifest.Kind.FEATURES)) {
        throw new BoltzException(
            ExitCode.BAD_INPUT,
            "%s was written by boltz, which has divided its rows already; deliver the IDX files or the table that it was made of"
                .formatted(path));
      }
    } catch (IOException e) {
      throw new BoltzException(ExitCode.BAD_INPUT, "cannot read " + manifest + ": " + e, e);
    }
  }

  /**
   * Refuses rows that the machine of the settings cannot take.
   *
   * @throws BoltzException BAD_INPUT where the data would have to change, BAD_CONFIGURATION where a
   *     setting would
   */
  public void requireFit(DeliveredTable table) {
    TrainingData data = table.data();
    if (data.states() > 0 && settings.visibleUnits().isEmpty()) {
      return; // units come from all data
    }
    DataFit.require(
        data,
        settings.forVisibleUnits(data.width(), data.states()).training().model(),
        settings.training().resample());
  }

  /** Settings for a training on {@link JoinedTables}, whose columns have their usual names. */
  public static Settings ofJoined(Settings settings) {
    return settings.with(
        Map.of(
            SettingOption.WEIGHT_COLUMN.key(),
            TrainingData.WEIGHT,
            SettingOption.LABEL_COLUMN.key(),
            DataLayout.LABEL,
            SettingOption.SPLIT.key(),
            DataLayout.SPLIT));
  }
}
