package io.boltzspark.jobs.actions;

import io.boltzspark.engine.data.TrainingData;
import io.boltzspark.engine.inference.ClassificationJob;
import io.boltzspark.engine.inference.EvaluationRows;
import io.boltzspark.engine.inference.SamplingPlan;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.evaluation.Classification;
import io.boltzspark.evaluation.partition.LogLikelihood;
import io.boltzspark.jobs.console.Progress;
import io.boltzspark.store.TrainedModel;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/** Compares the labels that a machine assigns with those of the data, and with those it draws. */
public final class ClassifyAction {
  private final SparkSession spark;
  private final ClassifyRequest request;
  private final Progress progress;

  public ClassifyAction(SparkSession spark, ClassifyRequest request, Progress progress) {
    this.spark = spark;
    this.request = request;
    this.progress = progress;
  }

  public ClassifySummary execute() {
    long start = System.nanoTime();
    TrainedModel model =
        TrainedModel.load(
            spark.sparkContext().hadoopConfiguration(), request.model(), progress::note);
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    ClassificationJob job = new ClassificationJob(context, model.machine(), model.parameters());
    TrainingData data = TrainingData.open(spark, request.data());
    EvaluationRows rows = new EvaluationRows(context, data, model, request.seed());
    Parts.requireRows(data, request.part());
    requireLabels(data, model.machine().spec().labels());
    progress.start("classifying " + data.rows(request.part()) + " rows", 0);
    Classification ofRows = job.ofRows(rows, request.part());
    Optional<Classification> ofDraws = Optional.empty();
    if (request.samples() > 0) {
      int images = request.samples() * ofRows.classes();
      progress.start("drawing and classifying " + images + " images", 0);
      SamplingPlan plan = SamplingPlan.of(request.steps(), request.seed());
      ofDraws = Optional.of(job.ofDraws(request.samples(), plan));
    }
    progress.finish("classified " + ofRows.rows() + " rows");
    return new ClassifySummary(
        request.model(),
        data.title(),
        Parts.word(request.part()),
        ofRows,
        LogLikelihood.isExact(model.machine()),
        ofDraws,
        request.steps(),
        (System.nanoTime() - start) / 1e9);
  }

  private static void requireLabels(TrainingData data, int classes) {
    if (data.labels() == 0) {
      throw new BoltzException(
          ExitCode.BAD_INPUT,
          "%s has no labels to compare with; prepare its images with their label file"
              .formatted(data.title()));
    }
    if (data.labels() > classes) {
      throw new BoltzException(
          ExitCode.BAD_INPUT,
          "%s has labels from 0 to %d, but the model has the classes 0 to %d"
              .formatted(data.title(), data.labels() - 1, classes - 1));
    }
  }
}
