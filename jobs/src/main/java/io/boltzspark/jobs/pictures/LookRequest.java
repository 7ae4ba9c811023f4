package io.boltzspark.jobs.pictures;

import io.boltzspark.engine.data.TrainingData.Part;
import java.util.Objects;

/**
 * What {@code boltz look} was asked for.
 *
 * @param data prepared data
 * @param part whose first rows are shown
 * @param count images; with labels shared out evenly among the classes, rounded up
 * @param out the PNG to write
 * @param overwrite replace a file that is there
 */
public record LookRequest(String data, Part part, int count, String out, boolean overwrite) {
  public LookRequest {
    Objects.requireNonNull(data);
    Objects.requireNonNull(part);
    Objects.requireNonNull(out);
  }
}
