package io.boltzspark.boltzmann;

import io.boltzspark.learning.LaneStep;
import io.boltzspark.learning.Lanes;
import io.boltzspark.model.BoltzmannMachine;

/** What training makes larger. */
public enum Objective {
  /** The likelihood of visible states. */
  STATES {
    @Override
    public LaneStep share(BoltzmannMachine machine, TrainingConfig config, Lanes lanes, int lane) {
      return new LikelihoodStep(machine, config, lanes, lane);
    }
  },
  /**
   * The likelihood of labels given visible states, for a machine of which the labels are the only
   * hidden layer: multinomial logistic regression.
   */
  LABELS {
    @Override
    public LaneStep share(BoltzmannMachine machine, TrainingConfig config, Lanes lanes, int lane) {
      return new LabelStep(machine, config, lanes, lane);
    }
  };

  /** Buffers for a lane's share of minibatches of at most {@code config.batchSize()} rows. */
  public abstract LaneStep share(
      BoltzmannMachine machine, TrainingConfig config, Lanes lanes, int lane);
}
