package io.boltzspark.engine;

import io.boltzspark.learning.EpochPlan;
import io.boltzspark.learning.TrainingConfig;
import io.boltzspark.model.BoltzmannMachine;
import java.io.Serializable;
import java.util.List;

/**
 * What a task must know of a training, apart from parameters, chains and rows.
 *
 * @param dimensions units of each layer, visible first
 * @param plan which lane takes which rows when
 * @param format how rows are kept
 * @param data names the data, so that a process keeps one copy of a task's rows
 */
record TrainingJob(
    List<Integer> dimensions, TrainingConfig config, EpochPlan plan, RowFormat format, String data)
    implements Serializable {
  TrainingJob {
    dimensions = List.copyOf(dimensions);
  }

  BoltzmannMachine machine() {
    return BoltzmannMachine.bernoulli(dimensions);
  }

  /**
   * The first lane of task {@code task} of {@code tasks}; of task {@code tasks}, the lane count.
   */
  int firstLane(int task, int tasks) {
    return (int) ((long) task * plan.lanes().count() / tasks);
  }
}
