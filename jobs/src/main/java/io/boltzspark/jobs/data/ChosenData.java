package io.boltzspark.jobs.data;

import io.boltzspark.engine.data.DataLayout;
import io.boltzspark.engine.data.TrainingData;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.files.FileSystems;
import io.boltzspark.files.Paths;
import io.boltzspark.jobs.settings.Settings;
import io.boltzspark.store.ModelReference;
import io.boltzspark.store.RunDirectory;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/**
 * The data that a trained model is used on. What is not told about its columns and parts is as in
 * training if it is the data of training, and as usual if it is other data.
 *
 * @param directory of the data; empty: that of training
 * @param weight the column of weights; empty: that of training, of whatever data
 * @param label the column of labels
 * @param split the column of parts
 * @param ids the columns that identify rows; empty: all of single values
 */
public record ChosenData(
    Optional<String> directory,
    Optional<String> weight,
    Optional<String> label,
    Optional<String> split,
    List<String> ids) {

  public ChosenData {
    Objects.requireNonNull(directory);
    Objects.requireNonNull(weight);
    Objects.requireNonNull(label);
    Objects.requireNonNull(split);
    ids = List.copyOf(ids);
  }

  /** Data of which nothing else is told. */
  public static ChosenData in(Optional<String> directory) {
    return new ChosenData(
        directory, Optional.empty(), Optional.empty(), Optional.empty(), List.of());
  }

  /** The same with other weights. */
  public ChosenData withWeight(Optional<String> column) {
    return new ChosenData(directory, column, label, split, ids);
  }

  /**
   * The rows, with their weights.
   *
   * @param model a run, {@code RUN@step:N} or {@code RUN@epoch:N}
   * @throws BoltzException BAD_INPUT when they cannot be read, or the run does not say where they
   *     are
   */
  public TrainingData open(SparkSession spark, String model) {
    RunDirectory run = run(spark, model);
    return TrainingData.open(spark, directory.orElseGet(run::readDataLocation), layout(spark, run));
  }

  /** The rows, each counting alike. */
  public TrainingData openUnweighted(SparkSession spark, String model) {
    RunDirectory run = run(spark, model);
    return TrainingData.open(
        spark, directory.orElseGet(run::readDataLocation), layout(spark, run).withoutWeights());
  }

  /** What is known of the columns of data where there is no model. */
  public DataLayout layout() {
    return told(DataLayout.USUAL);
  }

  private static RunDirectory run(SparkSession spark, String model) {
    Path path = Paths.of(ModelReference.parse(model).run());
    return RunDirectory.open(hadoop(spark), path);
  }

  private DataLayout layout(SparkSession spark, RunDirectory run) {
    DataLayout trained = Settings.dataLayout(run.readConfig(), "config.conf of " + run.path());
    return told(isOfTraining(spark, run) ? trained : DataLayout.USUAL.withWeight(trained.weight()));
  }

  private DataLayout told(DataLayout layout) {
    return layout
        .withWeight(weight.orElse(layout.weight()))
        .withLabel(label.orElse(layout.label()))
        .withSplit(split.orElse(layout.split()))
        .withIds(ids);
  }

  private boolean isOfTraining(SparkSession spark, RunDirectory run) {
    if (directory.isEmpty()) {
      return true;
    }
    try {
      return Paths.of(run.readDataLocation()).equals(qualified(spark, Paths.of(directory.get())));
    } catch (BoltzException e) {
      return false; // an imported model has not been trained on data that is known
    }
  }

  private static Path qualified(SparkSession spark, Path path) {
    return FileSystems.of(hadoop(spark), path).makeQualified(path);
  }

  private static Configuration hadoop(SparkSession spark) {
    return spark.sparkContext().hadoopConfiguration();
  }
}
