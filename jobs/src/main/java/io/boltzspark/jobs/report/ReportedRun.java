package io.boltzspark.jobs.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.boltzspark.files.Paths;
import io.boltzspark.jobs.settings.Settings;
import io.boltzspark.jobs.settings.SettingsLayers;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.store.AdversarialModel;
import io.boltzspark.store.ReferencedModel;
import io.boltzspark.store.RunDirectory;
import io.boltzspark.store.TrainedModel;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;

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
   * @param model the trained machine, or while training continues that of the newest checkpoint;
   *     empty before the first, and for a network
   * @param network the same of a generative adversarial network; empty for a machine
   * @param description facts stored with the model, of any kind; missing without one
   * @param modelSha256 of the trained model
   * @param evaluation last result of {@code boltz evaluate}
   * @param samples pictures, by file name
   * @param steps values of every step, such as a network's losses; empty for a machine
   */
  public record Results(
      Optional<TrainedModel> model,
      Optional<AdversarialModel> network,
      JsonNode description,
      Optional<String> modelSha256,
      Optional<JsonNode> evaluation,
      SortedMap<String, byte[]> samples,
      List<Map<String, Object>> steps) {}

  /**
   * Reads a run.
   *
   * @param warnings receives a sentence for each damage that was worked around
   * @throws io.boltzspark.errors.BoltzException when there is no such run, it has no metrics yet,
   *     or a file of it is damaged
   */
  public static ReportedRun read(Configuration hadoop, String location, Consumer<String> warnings) {
    RunDirectory run = RunDirectory.open(hadoop, Paths.of(location));
    MetricsTable metrics = MetricsTable.of(location, run.metrics().read());
    Settings settings =
        new SettingsLayers().text(run.readConfig(), run.path() + "/config.conf").settings();
    Optional<String> sha256 =
        run.hasModel() ? Optional.of(run.readModel().sha256()) : Optional.empty();
    String reference = reference(location, run, warnings);
    Optional<ReferencedModel> model =
        Optional.ofNullable(reference).map(name -> ReferencedModel.read(hadoop, name, warnings));
    return new ReportedRun(
        run.path().getName(),
        location,
        settings,
        metrics,
        new Results(
            model
                .filter(read -> read.kind() == ReferencedModel.Kind.BOLTZMANN)
                .map(read -> TrainedModel.of(reference, read)),
            model
                .filter(ReferencedModel::isAdversarial)
                .map(read -> AdversarialModel.of(reference, read)),
            model.map(ReferencedModel::description).orElse(MissingNode.getInstance()),
            sha256,
            run.readEvaluation(),
            run.readImages(),
            run.steps().read()));
  }

  /** The name of the trained model or of that of the newest checkpoint; null without any. */
  private static String reference(String location, RunDirectory run, Consumer<String> warnings) {
    if (run.hasModel()) {
      return location;
    }
    List<Long> steps = run.checkpoints(warnings).steps();
    return steps.isEmpty() ? null : location + "@step:" + steps.get(steps.size() - 1);
  }

  /** See {@link Results#model}. */
  public Optional<TrainedModel> model() {
    return results.model();
  }

  /** See {@link Results#network}. */
  public Optional<AdversarialModel> network() {
    return results.network();
  }

  /** All parameters of its model, of whatever kind; empty if there is none yet. */
  Optional<float[]> parameters() {
    return model()
        .map(TrainedModel::parameters)
        .or(() -> network().map(AdversarialModel::parameters));
  }

  /**
   * Whether its model makes pictures, and has finite parameters: a network always, a machine if its
   * visible units form one.
   */
  public boolean drawsImages() {
    if (parameters().isEmpty() || model().isPresent() && !isOfImages(model().get().machine())) {
      return false;
    }
    for (float parameter : parameters().get()) {
      if (!Float.isFinite(parameter)) {
        return false;
      }
    }
    return true;
  }

  private boolean isOfImages(BoltzmannMachine machine) {
    int height = description().path("image").path("height").asInt();
    int width = description().path("image").path("width").asInt();
    return height > 1 && width > 1 && (long) height * width == machine.spec().values();
  }

  /** Facts that training stored with the model. */
  JsonNode description() {
    return results.description();
  }

  /** Its layers, such as {@code 784 bernoulli – 500 bernoulli}, or what a network makes of what. */
  String layers() {
    if (settings.kind() == Settings.Kind.ADVERSARIAL) {
      return "generative adversarial network of images from %d normal numbers"
          .formatted(settings.adversarial().noise());
    }
    if (settings.kind() == Settings.Kind.CLASSIFIER) {
      return "classifier of images into %d classes".formatted(settings.classifier().classes());
    }
    return model()
        .map(trained -> trained.layers(" – "))
        .orElseGet(() -> settings.training().model().dimensions().toString());
  }

  /** The data that it was trained on. */
  String data() {
    return description().path("data").path("title").asText("data not recorded yet");
  }
}
