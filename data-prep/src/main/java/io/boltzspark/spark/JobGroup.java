package io.boltzspark.spark;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.spark.SparkContext;

/**
 * What Spark's UI and event log call the jobs that this thread starts. Every job of the project has
 * such a name, so that a list of jobs reads like the course of the work.
 */
public final class JobGroup {
  /** What {@code SparkContext.setJobGroup} sets. */
  private static final List<String> PROPERTIES =
      List.of("spark.jobGroup.id", "spark.job.description", "spark.job.interruptOnCancel");

  private static final String PREFIX = "boltz: ";

  private final SparkContext spark;
  private final Map<String, String> before = new HashMap<>();

  private JobGroup(SparkContext spark) {
    this.spark = spark;
    PROPERTIES.forEach(property -> before.put(property, spark.getLocalProperty(property)));
  }

  /**
   * Runs {@code body} in a job group, then restores what the caller had set. {@code body} may throw
   * checked exceptions undeclared, as Spark's Java API does.
   *
   * @param group what can be cancelled together
   * @param description what the jobs do, in words, such as "epoch 3 of 10"
   * @return what {@code body} returns
   */
  public static <T> T run(SparkContext spark, String group, String description, Supplier<T> body) {
    JobGroup begun = begin(spark, group, description);
    try {
      return body.get();
    } finally {
      begun.end();
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

  /** Begins a group, which the same thread has to {@link #end}. */
  public static JobGroup begin(SparkContext spark, String group, String description) {
    JobGroup begun = new JobGroup(spark);
    spark.setJobGroup(group, PREFIX + description, true);
    return begun;
  }

  /** Restores what the caller had set. */
  public void end() {
    before.forEach(spark::setLocalProperty);
  }
}
