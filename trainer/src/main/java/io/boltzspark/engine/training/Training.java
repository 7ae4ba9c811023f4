package io.boltzspark.engine.training;

import io.boltzspark.learning.EpochPlan;
import java.util.List;

/**
 * A training as the loop sees it, on the driver: one stage after another (most have one), each a
 * program of its own on the same rows. {@link TrainingLoop} supplies what all trainings share:
 * engines, checkpoints and resuming, monitors, samples, early stopping, the run directory.
 */
public interface Training {

  /** Its stages, at least one; the last one produces the model. */
  List<StageOutline> stages();

  /** Which lane takes which rows when, in every stage. */
  EpochPlan plan();

  /** Steps that lanes make by themselves between two exchanges; 1: none. */
  default int localSteps() {
    return 1;
  }

  /** Bytes per row of the data. */
  int rowBytes();

  /** Whether these bytes include the row's label. */
  boolean readsLabels();

  /** Whether they end with the row's weight; the data then has weights. */
  default boolean readsWeights() {
    return false;
  }

  /**
   * Reads what the first stage needs of the data, and refuses a training that cannot succeed.
   * Called once, after the rows were checked and before anything is written.
   *
   * @throws io.boltzspark.errors.BoltzException if the training is impossible
   */
  void prepare();

  /** What the user should know of the data before training starts, a sentence each. */
  default List<String> notes() {
    return List.of();
  }

  /**
   * Creates a stage, ready to start.
   *
   * @param number the stage's number, from 0
   * @param earlier final parameters of the stages before it
   */
  TrainingStage stage(int number, List<float[]> earlier);
}
