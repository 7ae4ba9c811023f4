package io.boltzspark.engine.training;

import io.boltzspark.math.Tensor;
import java.util.Map;
import java.util.Optional;

/**
 * How a stage ended.
 *
 * @param ending why it ended
 * @param step number of steps made, over all stages
 * @param parameters the model's parameters
 * @param tensors the model's tensors
 * @param model facts that describe the model
 * @param training facts about its training
 * @param stoppedEarly why training stopped early; empty if it did not
 * @param health whether it is of use
 */
record StageOutcome(
    TrainingResult.Ending ending,
    long step,
    float[] parameters,
    Map<String, Tensor> tensors,
    Map<String, Object> model,
    Map<String, Object> training,
    Optional<String> stoppedEarly,
    Optional<StageHealth> health) {}
