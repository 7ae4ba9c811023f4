package io.boltzspark.jobs.actions;

import io.boltzspark.engine.boltzmann.SoftmaxClassifierJob;
import io.boltzspark.engine.data.TrainingData;
import io.boltzspark.engine.data.TrainingData.Part;
import io.boltzspark.engine.inference.EvaluationRows;
import io.boltzspark.engine.inference.ModelTables;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.evaluation.Classification;
import io.boltzspark.evaluation.HiddenMeans;
import io.boltzspark.files.StagedDirectory;
import io.boltzspark.jobs.console.Progress;
import io.boltzspark.learning.LearningConfig;
import io.boltzspark.store.TableManifest;
import io.boltzspark.store.TableManifest.Kind;
import io.boltzspark.store.TrainedModel;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * Writes the means of a hidden layer for every row of data, as data again; says how well a softmax
 * classifier does on them and on the data itself.
 */
public final class FeaturesAction {
  private final SparkSession spark;
  private final FeaturesRequest request;
  private final Progress progress;

  public FeaturesAction(SparkSession spark, FeaturesRequest request, Progress progress) {
    this.spark = spark;
    this.request = request;
    this.progress = progress;
  }

  public FeaturesSummary execute() {
    long start = System.nanoTime();
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    Path out = new Path(request.out());
    Outputs.requireApart(hadoop, out, new Path(request.data()));
    Outputs.requireFreeTables(hadoop, out, request.overwrite(), Kind.FEATURES);
    TrainedModel model = TrainedModel.load(hadoop, request.model(), progress::note);
    UsableModel.requireFinite(model, request.model());
    int layer = layer(model);
    int width = model.machine().layer(layer).size();
    TrainingData data = TrainingData.open(spark, request.data());
    if (request.classify()) {
      SoftmaxClassifierJob.requireLabels(data);
    }
    Map<String, Long> rows = write(hadoop, out, model, layer, data);
    Optional<FeaturesSummary.Classifiers> classifiers =
        request.classify() ? Optional.of(classify(data)) : Optional.empty();
    return new FeaturesSummary(
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
    int layer = request.layer().orElse(last);
    if (layer > last) {
      throw new BoltzException(
          ExitCode.BAD_INPUT,
          "--layer %d: the hidden layers of %s are 1 to %d"
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
            new Path(staged.path(), name));
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

  private FeaturesSummary.Classifiers classify(TrainingData data) {
    LearningConfig config = request.settings().training().learning();
    return new FeaturesSummary.Classifiers(
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
