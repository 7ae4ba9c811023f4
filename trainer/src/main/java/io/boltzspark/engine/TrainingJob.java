package io.boltzspark.engine;

import io.boltzspark.boltzmann.Objective;
import io.boltzspark.boltzmann.TrainingConfig;
import io.boltzspark.boltzmann.VisibleRows;
import io.boltzspark.learning.EpochPlan;
import io.boltzspark.learning.LaneStep;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.MachineSpec;
import io.boltzspark.sampling.Ascent;
import java.io.Serializable;

/**
 * What a task must know of a training, or of one stage of it, apart from parameters, chains and
 * rows.
 *
 * @param spec the machine
 * @param plan which lane takes which rows when
 * @param totalSteps steps of the whole training, on which schedules count
 * @param rows how bytes become visible states
 * @param ascent how these become the states of the layer that this stage treats as visible
 * @param data names data and stage, so that a process keeps one copy of a task's rows
 * @param objective what the steps follow the gradient of
 */
public record TrainingJob(
    MachineSpec spec,
    TrainingConfig config,
    EpochPlan plan,
    long totalSteps,
    VisibleRows rows,
    Ascent ascent,
    String data,
    Objective objective)
    implements Serializable {

  public BoltzmannMachine machine() {
    return BoltzmannMachine.of(spec);
  }

  /** A lane's share of the steps, with its buffers. */
  LaneStep share(int lane) {
    return objective.share(machine(), config, plan.lanes(), lane);
  }

  /** Gibbs sweeps of a step. */
  int sweeps(long step) {
    return config.negative().sweeps(step, totalSteps);
  }

  /**
   * The first lane of task {@code task} of {@code tasks}; of task {@code tasks}, the lane count.
   */
  int firstLane(int task, int tasks) {
    return (int) ((long) task * plan.lanes().count() / tasks);
  }
}
