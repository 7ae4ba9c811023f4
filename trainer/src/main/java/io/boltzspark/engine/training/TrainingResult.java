package io.boltzspark.engine.training;

import java.util.Map;

/**
 * How a training ended.
 *
 * @param ending why
 * @param step steps made, over all parts of the run
 * @param epoch whole epochs made
 * @param modelSha256 SHA-256 of {@code model.safetensors}
 * @param metrics the last line of metrics
 * @param seconds where the time of this part of the run went, by name: {@code data}, {@code steps},
 *     {@code checkpoints}, {@link #MONITORS} and of these {@code monitors.NAME}, {@code total}
 * @param tasks tasks that shared the lanes
 */
public record TrainingResult(
    Ending ending,
    long step,
    int epoch,
    String modelSha256,
    Map<String, Object> metrics,
    Map<String, Double> seconds,
    int tasks) {

  /** The name of the time that monitors took together. */
  public static final String MONITORS = "monitors";

  /** Why a training ended. */
  public enum Ending {
    /** All epochs are done, or training stopped early. */
    FINISHED,
    /** It was told to stop after an epoch. */
    STOPPED,
    /** A signal came. */
    INTERRUPTED
  }
}
