package io.boltzspark.engine;

import io.boltzspark.learning.EpochPlan;
import io.boltzspark.learning.Program;
import java.io.Serializable;

/**
 * What a task must know of a training, or of one stage of it, apart from parameters, the lanes'
 * states and rows.
 *
 * @param program what is trained
 * @param plan which lane takes which rows when
 * @param seed of the order of the rows in each epoch
 * @param data names data and stage, so that a process keeps one copy of a task's rows
 */
public record TrainingJob(Program program, EpochPlan plan, long seed, String data)
    implements Serializable {

  /** The first lane of a task; of task {@code tasks}, the lane count. */
  int firstLane(int task, int tasks) {
    return plan.lanes().first(task, tasks);
  }
}
