package io.boltzspark.engine.training;

import java.util.Map;
import java.util.Optional;

/**
 * How a training ended.
 *
 * @param ending why it ended
 * @param step number of steps made, over all parts of the run
 * @param epoch number of whole epochs made
 * @param modelSha256 SHA-256 of {@code model.safetensors}
 * @param metrics the last line of metrics
 * @param stoppedEarly why training stopped early; empty if it did not
 * @param health whether the model is of use; empty if nothing is known
 * @param seconds time of this part of the run by name: {@code data}, {@code steps}, {@code
 *     checkpoints}, {@link #MONITORS} its parts {@code monitors.NAME}, {@code total}
 * @param tasks number of tasks that shared the lanes
 */
public record TrainingResult(
    Ending ending,
    long step,
    int epoch,
    String modelSha256,
    Map<String, Object> metrics,
    Optional<String> stoppedEarly,
    Optional<StageHealth> health,
    Map<String, Double> seconds,
    int tasks) {

  /** Name of the fact, of model and result, that says whether the model is of use. */
  public static final String HEALTH = "health";

  /** Name of the total time of all monitors. */
  public static final String MONITORS = "monitors";

  /** Why a training ended. */
  public enum Ending {
    /** All epochs are done, or training stopped early. */
    FINISHED,
    /** It stopped after the requested epoch. */
    STOPPED,
    /** It was interrupted by a signal. */
    INTERRUPTED
  }
}
