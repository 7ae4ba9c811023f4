package io.boltzspark.jobs.features;

import io.boltzspark.engine.boltzmann.SoftmaxClassifierJob;
import io.boltzspark.engine.data.TrainingData;
import io.boltzspark.engine.data.TrainingData.Part;
import io.boltzspark.engine.inference.EvaluationRows;
import io.boltzspark.engine.inference.ModelTables;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.evaluation.Classification;
import io.boltzspark.evaluation.HiddenMeans;
import io.boltzspark.files.Paths;
import io.boltzspark.files.StagedDirectory;
import io.boltzspark.jobs.actions.ActionResult;
import io.boltzspark.jobs.actions.Outputs;
import io.boltzspark.jobs.actions.UsableModel;
import io.boltzspark.jobs.console.Progress;
import io.boltzspark.jobs.console.ShellCommand;
import io.boltzspark.jobs.console.TextTable;
import io.boltzspark.jobs.data.ChosenData;
import io.boltzspark.jobs.settings.Settings;
import io.boltzspark.learning.LearningConfig;
import io.boltzspark.store.TableManifest;
import io.boltzspark.store.TableManifest.Kind;
import io.boltzspark.store.TrainedModel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * Writes the means of a hidden layer for every row of data, as new data, and measures how well
 * softmax classifiers do on these features and on the data itself.
 */
public final class FeaturesAction {
  /**
   * The request of {@code boltz features}.
   *
   * @param model a run, {@code RUN@step:N} or {@code RUN@epoch:N}
   * @param data whose rows are the model's visible states
   * @param layer the hidden layer, from 1; empty: the last
   * @param out the directory to write
   * @param classify whether a classifier is trained on the features and on the data
   * @param settings of the classifiers' training; settings of machines are ignored
   * @param overwrite whether features at {@code out} may be replaced
   */
  public record Request(
      String model,
      ChosenData data,
      OptionalInt layer,
      String out,
      boolean classify,
      Settings settings,
      boolean overwrite) {

    public Request {
      Objects.requireNonNull(model);
      Objects.requireNonNull(data);
      Objects.requireNonNull(layer);
      Objects.requireNonNull(out);
      Objects.requireNonNull(settings);
    }
  }

  /**
   * The features that were written, and how well they can be classified.
   *
   * @param model as the user named it
   * @param data title of the set
   * @param layer whose means the features are
   * @param width features of a row
   * @param out their directory
   * @param rows of each part, by its directory's name
   * @param classifiers errors of the classifiers, if requested
   * @param seconds wall time
   */
  public record Result(
      String model,
      String data,
      int layer,
      int width,
      String out,
      Map<String, Long> rows,
      Optional<Classifiers> classifiers,
      double seconds)
      implements ActionResult {

    /**
     * Softmax classifiers on the training rows and their errors.
     *
     * @param ofFeatures trained on the features, by part with labels
     * @param ofData trained on the data itself
     * @param config of both
     */
    public record Classifiers(
        Map<Part, Classification> ofFeatures,
        Map<Part, Classification> ofData,
        LearningConfig config) {}

    @Override
    public Map<String, Object> json() {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("model", model);
      json.put("data", data);
      json.put("layer", layer);
      json.put("width", width);
      json.put("out", out);
      json.put("rows", rows);
      json.put("classifier", classifiers.map(Result::json).orElse(null));
      json.put("seconds", seconds);
      return json;
    }

    private static Map<String, Object> json(Classifiers classifiers) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("epochs", classifiers.config().epochs());
      json.put("l2", classifiers.config().penalty().l2());
      json.put("features", json(classifiers.ofFeatures()));
      json.put("data", json(classifiers.ofData()));
      return json;
    }

    private static Map<String, Object> json(Map<Part, Classification> errors) {
      Map<String, Object> json = new LinkedHashMap<>();
      errors.forEach(
          (part, found) -> {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("rows", found.rows());
            one.put("errors", found.errors());
            one.put("error_rate", found.errorRate());
            json.put(part.directoryName(), one);
          });
      return json;
    }

    @Override
    public List<String> summary() {
      List<String> lines = new ArrayList<>();
      lines.add(
          "means of the %d units of layer %d of %s for %s: %s"
              .formatted(width, layer, model, data, RowCounts.text(rows)));
      classifiers.ifPresent(found -> lines.addAll(table(found).lines()));
      lines.add(String.format(Locale.ROOT, "wrote %s (%.1f s)", out, seconds));
      lines.add("Next: " + ShellCommand.of("train", "--data", out, "--out", "runs/next"));
      return lines;
    }

    private static TextTable table(Classifiers found) {
      TextTable table = new TextTable().left("softmax classifier, wrong %");
      found.ofFeatures().keySet().forEach(p -> table.right(p.directoryName(), "%.2f"));
      return table
          .row(cells("  trained on these features", found.ofFeatures()))
          .row(cells("  trained on the data itself", found.ofData()));
    }

    private static Object[] cells(String name, Map<Part, Classification> errors) {
      List<Object> cells = new ArrayList<>(List.of(name));
      errors.values().forEach(found -> cells.add(100 * found.errorRate()));
      return cells.toArray();
    }
  }

  private final SparkSession spark;
  private final Request request;
  private final Progress progress;

  public FeaturesAction(SparkSession spark, Request request, Progress progress) {
    this.spark = spark;
    this.request = request;
    this.progress = progress;
  }

  public Result execute() {
    long start = System.nanoTime();
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    Path out = Paths.of(request.out());
    Outputs.requireApart(hadoop, out, Paths.of(request.data().directory().orElseThrow()));
    Outputs.requireFreeTables(hadoop, out, request.overwrite(), Kind.FEATURES);
    TrainedModel model = TrainedModel.load(hadoop, request.model(), progress::note);
    UsableModel.requireFinite(model, request.model());
    int layer = layer(model);
    int width = model.machine().layer(layer).size();
    TrainingData data = request.data().openUnweighted(spark, request.model());
    if (request.classify()) {
      SoftmaxClassifierJob.requireLabels(data);
    }
    Map<String, Long> rows = write(hadoop, out, model, layer, data);
    Optional<Result.Classifiers> classifiers =
        request.classify() ? Optional.of(classify(data)) : Optional.empty();
    return new Result(
        request.model(),
        data.title(),
        layer,
        width,
        request.out(),
        rows,
        classifiers,
        (System.nanoTime() - start) / 1e9);
  }

  private int layer(TrainedModel model) {
    int last = model.machine().layers().size() - 1;
    if (last == 0) {
      throw new BoltzException(
          ExitCode.BAD_INPUT,
          request.model() + " has no hidden units, whose means features are; choose another model");
    }
    int layer = request.layer().orElse(last);
    if (layer > last) {
      throw new BoltzException(
          ExitCode.BAD_INPUT,
          "--layer %d is invalid: the hidden layers of %s are 1 to %d"
              .formatted(layer, request.model(), last));
    }
    return layer;
  }

  private Map<String, Long> write(
      Configuration hadoop, Path out, TrainedModel model, int layer, TrainingData data) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    EvaluationRows visible = new EvaluationRows(context, data, model, 0); // means need no seed
    ModelTables tables = new ModelTables(spark, data, visible);
    Map<String, Long> rows = new LinkedHashMap<>();
    try (StagedDirectory staged = StagedDirectory.create(hadoop, out, request.overwrite())) {
      for (Part part : Part.values()) {
        if (data.rows(part) == 0) {
          continue;
        }
        String name = part.directoryName();
        progress.start("features of " + data.rows(part) + " " + name + " rows", 0);
        tables.writeFeatures(
            part,
            new HiddenMeans(layer),
            model.machine().layer(layer).size(),
            Kind.FEATURES.column(),
            Paths.in(staged.path(), name));
        rows.put(name, data.rows(part));
      }
      Map<String, Object> facts = new LinkedHashMap<>();
      facts.put("model", request.model());
      facts.put("layer", layer);
      facts.put("data", data.provenance());
      new TableManifest(Kind.FEATURES, title(data, layer), rows, facts)
          .write(staged.fileSystem(), staged.path());
      staged.commit();
    }
    progress.finish("wrote " + request.out());
    return rows;
  }

  private String title(TrainingData data, int layer) {
    return "%s seen by layer %d of %s".formatted(data.title(), layer, request.model());
  }

  private Result.Classifiers classify(TrainingData data) {
    LearningConfig config = request.settings().training().learning();
    return new Result.Classifiers(
        errors("features", TrainingData.open(spark, request.out()), config),
        errors("data", data, config),
        config);
  }

  private Map<Part, Classification> errors(String what, TrainingData data, LearningConfig config) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    SoftmaxClassifierJob job = new SoftmaxClassifierJob(context, data, request.settings().engine());
    progress.start("classifier on the " + what, job.totalSteps(config));
    Map<Part, Classification> found = job.run(config, steps -> progress.update(steps, ""));
    progress.finish("trained a classifier on the " + what);
    return found;
  }
}
