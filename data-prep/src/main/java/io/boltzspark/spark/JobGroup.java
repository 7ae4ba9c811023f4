package io.boltzspark.spark;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.spark.SparkContext;

/**
 * The name of this thread's jobs in Spark's UI and event log. Every job of the project has one, so
 * that a list of jobs reads like a progress report.
 */
public final class JobGroup {
  /** The properties that {@code SparkContext.setJobGroup} sets. */
  private static final List<String> PROPERTIES =
      List.of("spark.jobGroup.id", "spark.job.description", "spark.job.interruptOnCancel");

  private static final String PREFIX = "boltz: ";

  private JobGroup() {}

  /**
   * Runs {@code body} in a job group, then restores the caller's job group. {@code body} may throw
   * checked exceptions undeclared, as Spark's Java API does.
   *
   * @param group what can be cancelled together
   * @param description what the jobs do, in words, such as "epoch 3 of 10"
   * @return what {@code body} returns
   */
  public static <T> T run(SparkContext spark, String group, String description, Supplier<T> body) {
    Map<String, String> before = new HashMap<>();
    PROPERTIES.forEach(property -> before.put(property, spark.getLocalProperty(property)));
    spark.setJobGroup(group, PREFIX + description, true);
    try {
      return body.get();
    } finally {
      before.forEach(spark::setLocalProperty);
    }
  }

  /** The same for a body without a result. */
  public static void run(SparkContext spark, String group, String description, Runnable body) {
    run(
        spark,
        group,
        description,
        () -> {
          body.run();
          return null;
        });
  }
}
