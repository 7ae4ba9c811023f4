package io.boltzspark.engine;

import io.boltzspark.learning.EpochPlan;
import io.boltzspark.learning.Program;
import java.io.Serializable;

/**
 * A training, or one stage of it, as its tasks see it: everything but parameters, lane states and
 * rows.
 *
 * @param program the program to train
 * @param plan the assignment of rows to lanes and steps
 * @param seed seed of the order of rows in each epoch
 * @param data identifies data and stage, so that a process keeps one copy of a task's rows
 */
public record TrainingJob(Program program, EpochPlan plan, long seed, String data)
    implements Serializable {

  /** The first lane of a task; for task number {@code tasks}, the number of lanes. */
  int firstLane(int task, int tasks) {
    return plan.lanes().first(task, tasks);
  }
}
