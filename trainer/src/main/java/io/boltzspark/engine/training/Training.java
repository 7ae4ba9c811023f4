package io.boltzspark.engine.training;

import io.boltzspark.learning.EpochPlan;
import java.util.List;

/**
 * A training as the loop sees it, on the driver: one stage after another (most have one), each a
 * program of its own on the same rows. {@link TrainingLoop} does for all of them what is always the
 * same: engines, checkpoints and resuming, monitors, samples, early stopping, the run directory.
 */
public interface Training {

  /** Its stages, at least one; the last gives the model. */
  List<StageOutline> stages();

  /** Which lane takes which rows when, in every stage. */
  EpochPlan plan();

  /** Bytes of a row of the data. */
  int rowBytes();

  /** Whether the label of a row is one of these bytes. */
  boolean readsLabels();

  /**
   * Reads what must be known of the data before the first stage, and refuses what can be seen to be
   * in vain. Called once, when the rows are known to be good and before anything is written.
   *
   * @throws io.boltzspark.errors.BoltzException where this training cannot be
   */
  void prepare();

  /**
   * A stage, with what it starts from.
   *
   * @param number from 0
   * @param earlier parameters that the stages before it ended with
   */
  TrainingStage stage(int number, List<float[]> earlier);
}
