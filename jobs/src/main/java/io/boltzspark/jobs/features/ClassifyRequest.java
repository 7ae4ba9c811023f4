package io.boltzspark.jobs.features;

import io.boltzspark.engine.data.TrainingData.Part;
import java.util.Objects;

/**
 * What {@code boltz classify} was asked for.
 *
 * @param model a run, {@code RUN@step:N} or {@code RUN@epoch:N}
 * @param data prepared data with labels
 * @param part whose rows are classified
 * @param samples images to draw and classify for each class; 0: none
 * @param steps Gibbs sweeps of each of these
 * @param seed of every random number
 */
public record ClassifyRequest(
    String model, String data, Part part, int samples, int steps, long seed) {

  public ClassifyRequest {
    Objects.requireNonNull(model);
    Objects.requireNonNull(data);
    Objects.requireNonNull(part);
  }
}
