package io.boltzspark.jobs.retrain;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.files.FileSystems;
import io.boltzspark.files.WholeFiles;
import io.boltzspark.jobs.console.Progress;
import io.boltzspark.jobs.report.ReportAction;
import io.boltzspark.jobs.report.ReportPage;
import io.boltzspark.jobs.retrain.registry.ModelVersion;
import io.boltzspark.jobs.retrain.registry.Registry;
import io.boltzspark.jobs.retrain.registry.RunFolder;
import io.boltzspark.jobs.retrain.registry.Stage;
import io.boltzspark.store.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/**
 * The page of a retraining: its outcome and, where there is a challenger, the challenger's full
 * report.
 */
final class RetrainReport {
  private final SparkSession spark;
  private final Registry registry;
  private final Progress progress;

  RetrainReport(SparkSession spark, Registry registry, Progress progress) {
    this.spark = spark;
    this.registry = registry;
    this.progress = progress;
  }

  /** Writes {@code report.html} of a run that ends with this record. */
  void write(RunFolder run, Map<String, Object> record) {
    RetrainSection section =
        new RetrainSection(Json.parse(Json.pretty(record), run.recordFile().toString()));
    Optional<ModelVersion> challenger = registry.versions().by(run.id());
    if (challenger.isPresent()) {
      try {
        List<String> champion =
            challengedVersion(run).map(v -> registry.versions().path(v).toString()).stream()
                .toList();
        ReportAction.Request request =
            new ReportAction.Request(
                registry.versions().path(challenger.get().number()).toString(),
                champion,
                Optional.of(run.data().toString()),
                Optional.of(run.report().toString()),
                true);
        new ReportAction(spark, request, progress).under(title(run), section).execute();
        return;
      } catch (BoltzException e) {
        // For example on a machine without fonts: no reason to fail the run.
        progress.note("the report has no pictures: " + e.getMessage());
      }
    }
    String page =
        new ReportPage(List.of(section)).html(title(run), registry.path().toString(), List.of());
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    WholeFiles.write(
        FileSystems.of(hadoop, run.report()), run.report(), page.getBytes(StandardCharsets.UTF_8));
  }

  private static String title(RunFolder run) {
    return "Retraining " + run.id();
  }

  private static Optional<Integer> challengedVersion(RunFolder run) {
    return run.stage(Stage.FIND).map(RetrainPlan::read).flatMap(RetrainPlan::champion);
  }
}
