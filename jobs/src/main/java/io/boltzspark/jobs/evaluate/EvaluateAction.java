package io.boltzspark.jobs.evaluate;

import com.fasterxml.jackson.databind.JsonNode;
import io.boltzspark.classification.Classifier;
import io.boltzspark.engine.data.TrainingData;
import io.boltzspark.engine.data.TrainingData.Part;
import io.boltzspark.engine.inference.EvaluationJob;
import io.boltzspark.engine.inference.EvaluationRows;
import io.boltzspark.engine.inference.NeighbourJob;
import io.boltzspark.engine.inference.SamplingJob;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.files.Paths;
import io.boltzspark.jobs.actions.ActionResult;
import io.boltzspark.jobs.actions.KeptMeasures;
import io.boltzspark.jobs.actions.UsableModel;
import io.boltzspark.jobs.console.Progress;
import io.boltzspark.jobs.data.ChosenData;
import io.boltzspark.jobs.evaluate.metrics.ClassificationError;
import io.boltzspark.jobs.evaluate.metrics.Metric;
import io.boltzspark.jobs.evaluate.metrics.MetricResult;
import io.boltzspark.jobs.evaluate.metrics.Metrics;
import io.boltzspark.jobs.evaluate.metrics.RowLikelihood;
import io.boltzspark.jobs.evaluate.metrics.Subject;
import io.boltzspark.jobs.evaluate.metrics.Subject.Precision;
import io.boltzspark.jobs.evaluate.samples.ChainSamples;
import io.boltzspark.jobs.evaluate.samples.GeneratedSamples;
import io.boltzspark.jobs.evaluate.samples.Sampling;
import io.boltzspark.jobs.telemetry.TrainingMetrics;
import io.boltzspark.network.Shape;
import io.boltzspark.store.AdversarialModel;
import io.boltzspark.store.ClassifierModel;
import io.boltzspark.store.ModelReference;
import io.boltzspark.store.ReferencedModel;
import io.boltzspark.store.RunDirectory;
import io.boltzspark.store.TrainedModel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Measures how good a trained machine is, with Spark where that is heavy. */
public final class EvaluateAction {
  private static final Logger LOG = LoggerFactory.getLogger(EvaluateAction.class);

  /**
   * The request of {@code boltz evaluate}.
   *
   * @param model a run, {@code RUN@step:N} or {@code RUN@epoch:N}
   * @param data to compare the model with
   * @param metrics in the order in which they are measured
   * @param precision of estimates of log Z
   * @param rows most rows of each part
   * @param sampling the samples that data is compared with
   * @param classifier a run with a classifier that judges the samples
   */
  public record Request(
      String model,
      ChosenData data,
      Metrics.Choice metrics,
      Precision precision,
      int rows,
      Sampling sampling,
      Optional<String> classifier) {

    public Request {
      Objects.requireNonNull(model);
      Objects.requireNonNull(data);
      Objects.requireNonNull(metrics);
      Objects.requireNonNull(precision);
      Objects.requireNonNull(sampling);
      Objects.requireNonNull(classifier);
    }
  }

  /**
   * How good a model is.
   *
   * @param model as the user named it
   * @param modelSha256 of its file, or empty where that is not known
   * @param machine its layers, such as {@code 784 bernoulli - 500 bernoulli}
   * @param data what it was compared with
   * @param fingerprint of that data
   * @param results by the metrics' names
   * @param skipped metrics that were not asked for by name and do not exist for this model, and why
   * @param file where this is kept, if it could be
   * @param seconds wall time
   */
  public record Result(
      String model,
      String modelSha256,
      String machine,
      String data,
      String fingerprint,
      Map<String, MetricResult> results,
      Map<String, String> skipped,
      Optional<String> file,
      double seconds)
      implements ActionResult {

    /** The log-likelihood of a part of the data, if it was measured. */
    public Optional<RowLikelihood> likelihood(Part part) {
      return results.values().stream()
          .map(result -> result.likelihoods().get(part))
          .filter(Objects::nonNull)
          .findFirst();
    }

    /** This result, with the path where it was stored. */
    Result in(String path) {
      return new Result(
          model,
          modelSha256,
          machine,
          data,
          fingerprint,
          results,
          skipped,
          Optional.of(path),
          seconds);
    }

    @Override
    public Map<String, Object> json() {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("model", model);
      json.put("model_sha256", modelSha256);
      json.put("machine", machine);
      json.put("data", data);
      json.put("data_fingerprint", fingerprint);
      List<String> warnings = new ArrayList<>();
      results.forEach(
          (name, result) -> {
            json.put(name.replace('-', '_'), result.kept());
            warnings.addAll(result.warnings());
          });
      json.put("skipped", skipped);
      json.put(KeptMeasures.WARNINGS, warnings);
      json.put("file", file.orElse(null));
      json.put("seconds", seconds);
      return json;
    }

    @Override
    public List<String> summary() {
      List<String> lines = new ArrayList<>();
      lines.add(model + " (" + machine + ") on " + data);
      results.values().forEach(result -> lines.addAll(result.lines()));
      skipped.forEach((name, why) -> lines.add("no " + name + ": " + why));
      results.values().stream()
          .flatMap(result -> result.warnings().stream())
          .forEach(warning -> lines.add("WARNING: " + warning));
      lines.add(
          String.format(
              Locale.ROOT, "%s%.1f s", file.map(f -> "stored in " + f + "; ").orElse(""), seconds));
      return lines;
    }
  }

  private final SparkSession spark;
  private final Request request;
  private final Progress progress;

  public EvaluateAction(SparkSession spark, Request request, Progress progress) {
    this.spark = spark;
    this.request = request;
    this.progress = progress;
  }

  public Result execute() {
    long start = System.nanoTime();
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    ReferencedModel found = ReferencedModel.read(hadoop, request.model(), progress::note);
    ModelReference reference = ModelReference.parse(request.model());
    RunDirectory run = RunDirectory.open(hadoop, Paths.of(reference.run()));
    TrainingData data =
        found.kind() == ReferencedModel.Kind.BOLTZMANN
            ? request.data().open(spark, request.model())
            : request.data().openUnweighted(spark, request.model());
    data.weights()
        .ifPresent(weights -> progress.note("rows count by the column " + weights.column()));
    Map<String, MetricResult> results = new LinkedHashMap<>();
    Map<String, String> skipped = new LinkedHashMap<>();
    String structure =
        switch (found.kind()) {
          case BOLTZMANN -> measureMachine(found, data, results, skipped);
          case ADVERSARIAL -> measureGenerator(found, data, results, skipped);
          case CLASSIFIER -> measureClassifier(found, data, results);
        };
    tell(results, TrainingMetrics.ofThisProcess());
    Result summary =
        new Result(
            request.model(),
            reference.kind() == ModelReference.Kind.FINAL ? run.readModel().sha256() : "",
            structure,
            data.title(),
            data.fingerprint(),
            results,
            skipped,
            Optional.empty(),
            (System.nanoTime() - start) / 1e9);
    return reference.kind() == ModelReference.Kind.FINAL ? keep(run, summary) : summary;
  }

  /** Publishes log-likelihoods to the metrics of this process. */
  private static void tell(Map<String, MetricResult> results, TrainingMetrics watched) {
    for (MetricResult result : results.values()) {
      result
          .likelihoods()
          .forEach((part, found) -> watched.evaluated(part, found.lower(), found.upper()));
    }
  }

  private String measureMachine(
      ReferencedModel found,
      TrainingData data,
      Map<String, MetricResult> results,
      Map<String, String> skipped) {
    TrainedModel model = TrainedModel.of(request.model(), found);
    UsableModel.requireFinite(model, request.model());
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    long seed = request.precision().seed();
    try (EvaluationJob job = new EvaluationJob(context, model.machine(), model.parameters())) {
      SamplingJob sampling = new SamplingJob(context, model.machine(), model.parameters());
      Subject subject =
          new Subject(
              model,
              new EvaluationRows(context, data, model, seed).requireKnownLabels(),
              job,
              request.precision(),
              request.rows(),
              new ChainSamples(sampling, request.sampling(), seed),
              new NeighbourJob(context));
      measure(subject, request.metrics(), data, results, skipped);
    }
    return model.layers(" - ");
  }

  private String measureGenerator(
      ReferencedModel found,
      TrainingData data,
      Map<String, MetricResult> results,
      Map<String, String> skipped) {
    AdversarialModel model = AdversarialModel.of(request.model(), found);
    Shape image = model.networks().image();
    if (data.width() != image.size()) {
      throw new BoltzException(
          ExitCode.BAD_INPUT,
          "%s has rows of %d values, but %s generates images of %s: choose other data with --data"
              .formatted(data.origin(), data.width(), request.model(), image));
    }
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    long seed = request.precision().seed();
    Subject subject =
        Subject.ofImages(
            EvaluationRows.ofValues(context, data, seed),
            request.rows(),
            new GeneratedSamples(model, request.sampling().count(), seed),
            new NeighbourJob(context));
    Metrics.Choice usual = request.metrics().asked() ? request.metrics() : Metrics.ofImages();
    measure(subject, usual, data, results, skipped);
    return "generator of images of " + image;
  }

  private String measureClassifier(
      ReferencedModel found, TrainingData data, Map<String, MetricResult> results) {
    ClassifierModel model = ClassifierModel.of(request.model(), found);
    if (request.metrics().asked()) {
      throw new BoltzException(
          ExitCode.BAD_INPUT,
          "the model %s is a classifier, of which only the share of errors is measured; omit --metrics"
              .formatted(request.model()));
    }
    results.put(
        ClassificationError.NAME,
        ClassificationError.measure(model, data, request.rows()).madeWith(usualSettings()));
    return "classifier of images of " + model.network().input();
  }

  private void measure(
      Subject subject,
      Metrics.Choice choice,
      TrainingData data,
      Map<String, MetricResult> results,
      Map<String, String> skipped) {
    subject.judgedBy(classifier());
    subject.withTriples(request.sampling().triples(), request.precision().seed());
    if (subject.parts().isEmpty()) {
      throw new BoltzException(
          ExitCode.BAD_INPUT,
          "the data " + data.title() + " has no rows; choose other data with --data");
    }
    for (Metric metric : possible(subject, choice, skipped)) {
      Map<String, Object> settings = usualSettings();
      settings.putAll(metric.settings(subject));
      results.put(metric.name(), metric.measure(subject, progress).madeWith(settings));
    }
  }

  /** The settings of all measures, by their options' names. */
  private Map<String, Object> usualSettings() {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("rows", request.rows());
    settings.put("seed", request.precision().seed());
    return settings;
  }

  private Optional<Classifier> classifier() {
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    return request
        .classifier()
        .map(name -> ClassifierModel.load(hadoop, name, progress::note))
        .map(model -> new Classifier(model.network(), model.parameters()));
  }

  /** The metrics to measure; default ones that do not exist for this model are skipped. */
  private List<Metric> possible(
      Subject subject, Metrics.Choice choice, Map<String, String> skipped) {
    List<Metric> possible = new ArrayList<>();
    for (Metric metric : choice.metrics()) {
      String reason =
          metric.needsMachine() && !subject.isMachine()
              ? "a generative network has no energy and no chains"
              : metric.reasonNot(subject);
      if (reason.isEmpty()) {
        possible.add(metric);
      } else if (!choice.asked()) {
        skipped.put(metric.name(), reason);
      } else {
        throw new BoltzException(
            ExitCode.BAD_INPUT,
            "the model "
                + request.model()
                + " has no "
                + metric.name()
                + ": "
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
      progress.note(
          "cannot read the earlier evaluation, which will be replaced: " + e.getMessage());
      return Optional.empty();
    }
  }

  /** Stores the result beside the model; failing to write it must not lose the result. */
  private Result keep(RunDirectory run, Result summary) {
    try {
      Result kept = summary.in(run.evaluationFile().toString());
      run.writeEvaluation(KeptEvaluation.merged(kept.json(), earlier(run)));
      return kept;
    } catch (BoltzException e) {
      LOG.warn("the evaluation is not kept in the run {}: {}", request.model(), e.getMessage());
      return summary;
    }
  }
}
