package io.boltzspark.engine.training;

import io.boltzspark.math.Tensor;
import java.util.Map;

/**
 * How a stage ended.
 *
 * @param ending why
 * @param step steps made, over all stages
 * @param parameters that the model is to have
 * @param tensors the model
 * @param model what a reader of the model must know
 * @param training what there is to say of how it was trained
 */
record StageOutcome(
    TrainingResult.Ending ending,
    long step,
    float[] parameters,
    Map<String, Tensor> tensors,
    Map<String, Object> model,
    Map<String, Object> training) {}
