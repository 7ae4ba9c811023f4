package io.boltzspark.jobs.actions;

import com.fasterxml.jackson.databind.JsonNode;
import io.boltzspark.engine.data.TrainingData;
import io.boltzspark.engine.inference.EvaluationJob;
import io.boltzspark.engine.inference.EvaluationRows;
import io.boltzspark.engine.inference.NeighbourJob;
import io.boltzspark.engine.inference.SamplingJob;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.jobs.console.Progress;
import io.boltzspark.jobs.metrics.Metric;
import io.boltzspark.jobs.metrics.MetricResult;
import io.boltzspark.jobs.metrics.SampleSource;
import io.boltzspark.jobs.metrics.Subject;
import io.boltzspark.jobs.telemetry.TrainingMetrics;
import io.boltzspark.store.ModelReference;
import io.boltzspark.store.RunDirectory;
import io.boltzspark.store.TrainedModel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/** Measures how good a trained machine is, with Spark where that is heavy. */
public final class EvaluateAction {
  private final SparkSession spark;
  private final EvaluateRequest request;
  private final Progress progress;

  public EvaluateAction(SparkSession spark, EvaluateRequest request, Progress progress) {
    this.spark = spark;
    this.request = request;
    this.progress = progress;
  }

  public EvaluationSummary execute() {
    long start = System.nanoTime();
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    TrainedModel model = TrainedModel.load(hadoop, request.model(), progress::note);
    UsableModel.requireFinite(model, request.model());
    ModelReference reference = ModelReference.parse(request.model());
    RunDirectory run = RunDirectory.open(hadoop, new Path(reference.run()));
    TrainingData data = TrainingData.open(spark, request.data().orElseGet(run::readDataLocation));
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    EvaluationRows rows = new EvaluationRows(context, data, model, request.precision().seed());
    Map<String, MetricResult> results = new LinkedHashMap<>();
    Map<String, String> skipped = new LinkedHashMap<>();
    try (EvaluationJob job = new EvaluationJob(context, model.machine(), model.parameters())) {
      Subject subject = subject(context, model, rows, job);
      if (subject.parts().isEmpty()) {
        throw new BoltzException(
            ExitCode.BAD_INPUT,
            "the data " + data.title() + " has no rows; name another with --data");
      }
      for (Metric metric : possible(subject, skipped)) {
        results.put(metric.name(), metric.measure(subject, progress));
      }
    }
    TrainingMetrics.ofThisProcess().evaluated(results);
    EvaluationSummary summary =
        new EvaluationSummary(
            request.model(),
            reference.kind() == ModelReference.Kind.FINAL ? run.readModel().sha256() : "",
            model.layers(" - "),
            data.title(),
            data.fingerprint(),
            results,
            skipped,
            Optional.empty(),
            (System.nanoTime() - start) / 1e9);
    return reference.kind() == ModelReference.Kind.FINAL ? keep(run, summary) : summary;
  }

  private Subject subject(
      JavaSparkContext context, TrainedModel model, EvaluationRows rows, EvaluationJob job) {
    SamplingJob sampling = new SamplingJob(context, model.machine(), model.parameters());
    return new Subject(
        model,
        rows,
        job,
        request.precision(),
        request.rows(),
        new SampleSource(sampling, request.sampling(), request.precision().seed()),
        new NeighbourJob(context));
  }

  /** All metrics that were asked for; what was not asked for by name may be left out. */
  private List<Metric> possible(Subject subject, Map<String, String> skipped) {
    List<Metric> possible = new ArrayList<>();
    for (Metric metric : request.metrics().metrics()) {
      String reason = metric.reasonNot(subject);
      if (reason.isEmpty()) {
        possible.add(metric);
      } else if (!request.metrics().asked()) {
        skipped.put(metric.name(), reason);
      } else {
        throw new BoltzException(
            ExitCode.BAD_INPUT,
            "the model "
                + request.model()
                + " has no "
                + metric.name()
                + " as asked for: "
                + reason
                + "; choose other --metrics");
      }
    }
    return possible;
  }

  private Optional<JsonNode> earlier(RunDirectory run) {
    try {
      return run.readEvaluation();
    } catch (BoltzException e) {
      progress.note("an earlier evaluation is lost: " + e.getMessage());
      return Optional.empty();
    }
  }

  /** Beside the model; a run that cannot be written to is no reason to lose the result. */
  private EvaluationSummary keep(RunDirectory run, EvaluationSummary summary) {
    try {
      EvaluationSummary kept = summary.in(run.evaluationFile().toString());
      run.writeEvaluation(kept.besides(earlier(run)));
      return kept;
    } catch (BoltzException e) {
      progress.note("the evaluation is not kept in the run: " + e.getMessage());
      return summary;
    }
  }
}
