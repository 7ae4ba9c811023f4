package io.boltzspark.jobs.features;

import io.boltzspark.jobs.settings.Settings;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * What {@code boltz features} was asked for.
 *
 * @param model a run, {@code RUN@step:N} or {@code RUN@epoch:N}
 * @param data whose rows are the model's visible states
 * @param layer the hidden layer, from 1; empty: the last
 * @param out the directory to make
 * @param classify whether a classifier is trained on the features and on the data
 * @param settings of its training; what only machines have is ignored
 * @param overwrite whether features at {@code out} may be replaced
 */
public record FeaturesRequest(
    String model,
    String data,
    OptionalInt layer,
    String out,
    boolean classify,
    Settings settings,
    boolean overwrite) {

  public FeaturesRequest {
    Objects.requireNonNull(model);
    Objects.requireNonNull(data);
    Objects.requireNonNull(layer);
    Objects.requireNonNull(out);
    Objects.requireNonNull(settings);
  }
}
