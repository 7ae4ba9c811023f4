package io.boltzspark.jobs.library;

import io.boltzspark.errors.BoltzException;
import org.apache.spark.sql.SparkSession;

/**
 * Where a program on Spark begins:
 *
 * <pre>{@code
 * BoltzmannModel model =
 *     Boltzmann.trainer().set("model.dimensions", List.of(784, 500)).set("learning.epochs", 10).fit(rows);
 * Dataset<Row> scored = model.transform(rows);
 * }</pre>
 */
public final class Boltzmann {
  private Boltzmann() {}

  /** A training with the default settings. */
  public static BoltzmannTrainer trainer() {
    return new BoltzmannTrainer();
  }

  /**
   * A model that {@link BoltzmannModel#save} wrote, or of a run of {@code boltz train} or {@code
   * boltz import}.
   *
   * @param spark gives access to files
   * @param run a run, {@code RUN@epoch:N} or {@code RUN@step:N}
   * @throws BoltzException BAD_INPUT if there is none, or it is damaged or no Boltzmann machine
   */
  public static BoltzmannModel load(SparkSession spark, String run) {
    return BoltzmannModel.load(spark.sparkContext().hadoopConfiguration(), run);
  }
}
