package io.boltzspark.jobs.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.boltzspark.jobs.settings.Settings;
import io.boltzspark.jobs.settings.SettingsLayers;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.store.RunDirectory;
import io.boltzspark.store.TrainedModel;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * The contents of a run's directory that a report shows.
 *
 * @param name the directory's own name
 * @param location as given
 * @param settings resolved
 * @param metrics at least one line
 * @param results of the training so far
 */
public record ReportedRun(
    String name, String location, Settings settings, MetricsTable metrics, Results results) {

  /**
   * The results of a training.
   *
   * @param model the trained model, or while training continues that of the newest checkpoint;
   *     empty before the first
   * @param modelSha256 of the trained model
   * @param evaluation last result of {@code boltz evaluate}
   * @param samples pictures, by file name
   */
  public record Results(
      Optional<TrainedModel> model,
      Optional<String> modelSha256,
      Optional<JsonNode> evaluation,
      SortedMap<String, byte[]> samples) {}

  /**
   * Reads a run.
   *
   * @param warnings receives a sentence for each damage that was worked around
   * @throws io.boltzspark.errors.BoltzException when there is no such run, it has no metrics yet,
   *     or a file of it is damaged
   */
  public static ReportedRun read(Configuration hadoop, String location, Consumer<String> warnings) {
    RunDirectory run = RunDirectory.open(hadoop, new Path(location));
    MetricsTable metrics = MetricsTable.of(location, run.metrics().read());
    Settings settings =
        new SettingsLayers().text(run.readConfig(), run.path() + "/config.conf").settings();
    Optional<String> sha256 =
        run.hasModel() ? Optional.of(run.readModel().sha256()) : Optional.empty();
    return new ReportedRun(
        run.path().getName(),
        location,
        settings,
        metrics,
        new Results(
            model(hadoop, location, run, warnings),
            sha256,
            run.readEvaluation(),
            run.readImages()));
  }

  private static Optional<TrainedModel> model(
      Configuration hadoop, String location, RunDirectory run, Consumer<String> warnings) {
    if (run.hasModel()) {
      return Optional.of(TrainedModel.load(hadoop, location, warnings));
    }
    List<Long> steps = run.checkpoints(warnings).steps();
    return steps.isEmpty()
        ? Optional.empty()
        : Optional.of(
            TrainedModel.load(hadoop, location + "@step:" + steps.get(steps.size() - 1), warnings));
  }

  /** See {@link Results#model}. */
  public Optional<TrainedModel> model() {
    return results.model();
  }

  /** Whether its model has visible units that form a picture, and finite parameters. */
  public boolean drawsImages() {
    if (model().isEmpty()) {
      return false;
    }
    int height = description().path("image").path("height").asInt();
    int width = description().path("image").path("width").asInt();
    BoltzmannMachine machine = model().get().machine();
    int pixels = machine.spec().values();
    if (height < 2 || width < 2 || (long) height * width != pixels) {
      return false;
    }
    for (float parameter : model().get().parameters()) {
      if (!Float.isFinite(parameter)) {
        return false;
      }
    }
    return true;
  }

  /** Facts that training stored with the model. */
  JsonNode description() {
    return model().map(TrainedModel::description).orElse(MissingNode.getInstance());
  }

  /** Its layers, such as {@code 784 bernoulli – 500 bernoulli}. */
  String layers() {
    return model()
        .map(trained -> trained.layers(" – "))
        .orElseGet(() -> settings.training().model().dimensions().toString());
  }

  /** The data that it was trained on. */
  String data() {
    return description().path("data").path("title").asText("data not recorded yet");
  }
}
