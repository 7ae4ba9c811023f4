package io.boltzspark.jobs.retrain;

import com.fasterxml.jackson.databind.JsonNode;
import io.boltzspark.dataprep.Manifest;
import io.boltzspark.dataprep.PrepareAction;
import io.boltzspark.dataprep.PrepareResult;
import io.boltzspark.engine.data.TrainingData.Part;
import io.boltzspark.engine.training.TrainingResult;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.jobs.console.Progress;
import io.boltzspark.jobs.data.ChosenData;
import io.boltzspark.jobs.evaluate.EvaluateAction;
import io.boltzspark.jobs.evaluate.metrics.Metrics;
import io.boltzspark.jobs.evaluate.samples.Sampling;
import io.boltzspark.jobs.retrain.RetrainSpec.PreparationSpec;
import io.boltzspark.jobs.retrain.registry.Bracket;
import io.boltzspark.jobs.retrain.registry.DataSummary;
import io.boltzspark.jobs.retrain.registry.Delivery;
import io.boltzspark.jobs.retrain.registry.ModelVersion;
import io.boltzspark.jobs.retrain.registry.Names;
import io.boltzspark.jobs.retrain.registry.Registry;
import io.boltzspark.jobs.retrain.registry.RunFolder;
import io.boltzspark.jobs.retrain.registry.TableForm;
import io.boltzspark.jobs.retrain.tables.DeliveredTable;
import io.boltzspark.jobs.retrain.tables.DeliveredTables;
import io.boltzspark.jobs.retrain.tables.JoinedTables;
import io.boltzspark.jobs.settings.Settings;
import io.boltzspark.jobs.train.TrainAction;
import io.boltzspark.store.RunDirectory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/**
 * The work of each stage. A stage that died half-way starts again, or is resumed where that gives
 * the same bytes.
 */
final class RetrainStages {
  private final SparkSession spark;
  private final Configuration hadoop;
  private final RetrainSpec spec;
  private final Registry registry;
  private final RunFolder run;
  private final Deliveries deliveries;
  private final Progress progress;

  RetrainStages(SparkSession spark, Attempt attempt) {
    this.spark = spark;
    this.hadoop = spark.sparkContext().hadoopConfiguration();
    this.spec = attempt.spec();
    this.registry = attempt.registry();
    this.run = attempt.run();
    this.deliveries = attempt.deliveries();
    this.progress = attempt.progress();
  }

  /** Prepares the new rows alone and measures their drift from those of the last training. */
  Map<String, Object> check(RetrainPlan plan) {
    Path target = plan.isAllFresh() ? run.data() : run.newData();
    DataSummary fresh = prepare(plan.fresh(), target);
    Optional<DataSummary> current = registry.watermark().current();
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("new", fresh.facts());
    result.put("current", current.map(DataSummary::facts).orElse(null));
    result.put("drift", current.map(before -> DriftCheck.drift(fresh, before)).orElse(null));
    result.put("allowed", spec.check().mostDrift());
    return result;
  }

  /** Prepares all rows to train on; already done where all are new. */
  Map<String, Object> prepare(RetrainPlan plan) {
    DataSummary data = plan.isAllFresh() ? data() : prepare(plan.all(), run.data());
    if (plan.isOfTables() && data.heldOut() == 0) {
      throw new BoltzException(
          ExitCode.BAD_CONFIGURATION,
          "none of %,d rows is held out to compare models on: increase data.held-out = %s"
              .formatted(data.rows(), spec.preparation().heldOut()));
    }
    return data.facts();
  }

  private DataSummary data() {
    return JoinedTables.summary(hadoop, run.data())
        .orElseGet(() -> DataSummary.of(Manifest.read(hadoop, run.data())));
  }

  private DataSummary prepare(List<Delivery> chosen, Path target) {
    if (chosen.stream().anyMatch(Delivery::isTable)) {
      return join(chosen, target);
    }
    PreparationSpec how = spec.preparation();
    run.deleteUnfinished(target);
    progress.start("preparing " + RecordText.deliveries(chosen.size()), 0);
    PrepareResult prepared =
        new PrepareAction(spark)
            .sources(
                chosen.stream().map(delivery -> deliveries.path(delivery.name())).toList(),
                how.heldOut())
            .output(target)
            .binarize(how.binarization())
            .threshold(how.threshold())
            .validFraction(how.validFraction())
            .seed(how.seed())
            .overwrite(true)
            .execute();
    for (int i = 0; i < chosen.size(); i++) {
      requireAsFound(chosen.get(i), prepared.sources().get(i));
    }
    return DataSummary.of(prepared.manifest());
  }

  private DataSummary join(List<Delivery> chosen, Path target) {
    PreparationSpec how = spec.preparation();
    progress.start("joining " + RecordText.deliveries(chosen.size()), 0);
    List<DeliveredTable> tables = new ArrayList<>();
    for (Delivery found : chosen) {
      DeliveredTable table = deliveries.table(found.name());
      if (!found.equals(table.as(found.name()))) {
        throw changed(found);
      }
      tables.add(table);
    }
    int known =
        registry.watermark().current().flatMap(DataSummary::table).map(TableForm::states).orElse(0);
    int states = tables.stream().mapToInt(table -> table.form().states()).max().orElse(0);
    return new JoinedTables(spark, how.heldOut(), how.validFraction(), how.seed())
        .write(tables, Math.max(known, states), target);
  }

  /** The watermark must record a delivery as it was trained on. */
  private void requireAsFound(Delivery found, Manifest.Source read) {
    if (!found.sha256().equals(read.sha256())) {
      throw changed(found);
    }
  }

  private BoltzException changed(Delivery found) {
    return new BoltzException(
        ExitCode.BAD_INPUT,
        "%s was changed after the run %s had read it, but deliveries must not change; a new run will read it again"
            .formatted(deliveries.path(found.name()), run.id()));
  }

  /** Trains the challenger. */
  Map<String, Object> train(RetrainPlan plan) {
    Optional<Integer> from = plan.startsFrom(spec);
    boolean begun = hasBegun();
    if (!begun) {
      run.delete(run.training());
    }
    TrainAction.Request request =
        new TrainAction.Request(
            run.data().toString(),
            run.training().toString(),
            settings(plan, from),
            begun,
            false,
            OptionalInt.empty());
    TrainAction.Result trained =
        new TrainAction(spark, request, progress)
            .resumedBy("the same command and --run-id " + run.id())
            .execute();
    if (trained.exitCode() != ExitCode.OK) {
      throw new BoltzException(
          trained.exitCode(),
          "the training of the run %s was stopped; to resume it, run the same command with --run-id %s"
              .formatted(run.id(), run.id()));
    }
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("started_from", from.map(Names::ofVersion).orElse(null));
    result.put("resumed", begun);
    result.put("model_sha256", trained.result().modelSha256());
    result.put("step", trained.result().step());
    result.put("epoch", trained.result().epoch());
    result.put("metrics", trained.result().metrics());
    trained
        .result()
        .health()
        .ifPresent(health -> result.put(TrainingResult.HEALTH, health.facts()));
    return result;
  }

  private boolean hasBegun() {
    try {
      RunDirectory.open(hadoop, run.training());
      return true;
    } catch (BoltzException nothingToResume) {
      return false;
    }
  }

  private Settings settings(RetrainPlan plan, Optional<Integer> from) {
    Settings given = spec.training().settings();
    Settings settings = plan.isOfTables() ? DeliveredTables.ofJoined(given) : given;
    return from.map(version -> registry.versions().path(version).toString())
        .map(path -> settings.with(Map.of("learning.initialisation.from", path)))
        .orElse(settings);
  }

  /** Evaluates challenger and champion on rows that neither was trained on. */
  Map<String, Object> evaluate(RetrainPlan plan) {
    Bracket challenger = bracket(run.training());
    Optional<Bracket> champion =
        plan.champion().map(version -> bracket(registry.versions().path(version)));
    return new Comparison(challenger, champion, spec.comparison().margin()).json();
  }

  private Bracket bracket(Path model) {
    EvaluateAction.Request request =
        new EvaluateAction.Request(
            model.toString(),
            ChosenData.in(Optional.of(run.data().toString())),
            Metrics.named(List.of("log-likelihood")),
            spec.comparison().precision(),
            spec.comparison().rows(),
            new Sampling(2, OptionalInt.empty(), 0),
            Optional.empty());
    EvaluateAction.Result result = new EvaluateAction(spark, request, progress).execute();
    return result.likelihood(Part.TEST).map(Bracket::of).orElse(Bracket.UNKNOWN);
  }

  /** Does each part exactly once, whatever an earlier attempt has done. */
  Map<String, Object> publish(RetrainPlan plan, JsonNode trained, JsonNode evaluated) {
    DataSummary data = data();
    ModelVersion version =
        registry.versions().by(run.id()).orElseGet(() -> version(data, trained, evaluated));
    boolean promotes = evaluated.path("promotes").asBoolean();
    if (promotes && !registry.promotions().isBy(run.id())) {
      registry.promotions().promote(version.number(), Optional.of(run.id()));
    }
    if (!registry.watermark().isBy(run.id())) {
      registry.watermark().append(run.id(), plan.fresh(), data);
    }
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("version", version.name());
    result.put("path", registry.versions().path(version.number()).toString());
    result.put("promoted", promotes);
    return result;
  }

  private ModelVersion version(DataSummary data, JsonNode trained, JsonNode evaluated) {
    ModelVersion version =
        new ModelVersion(
            registry.nextVersion(),
            run.id(),
            Instant.now().toString(),
            new ModelVersion.Training(
                Names.version(trained.path("started_from")),
                trained.path("model_sha256").asText(),
                data.rows(),
                data.fingerprint()),
            Bracket.read(evaluated.path("challenger")));
    registry.versions().publish(run.training(), version);
    return version;
  }
}
