package io.boltzspark.boltzmann;

import io.boltzspark.learning.Horizon;
import io.boltzspark.learning.Lanes;
import io.boltzspark.learning.Program;
import io.boltzspark.learning.Program.TaskSteps;
import io.boltzspark.learning.Schedule;
import io.boltzspark.math.ParallelRanges;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.MachineSpec;
import io.boltzspark.sampling.Ascent;
import io.boltzspark.sampling.ChainCodec;

/**
 * The training of a Boltzmann machine, or a stage of it, as a program that maximises the likelihood
 * of visible states. A lane's state is its persistent chains.
 *
 * @param spec the machine
 * @param config its training settings
 * @param horizon the length of its training
 * @param rows how bytes become visible states
 * @param ascent how these become states of the stage's visible layer
 * @param visibleMean mean of each visible unit's state over the training rows
 * @param held places of parameters that keep their starting values, see {@link
 *     io.boltzspark.model.Units#heldWhere}
 */
public record LikelihoodProgram(
    MachineSpec spec,
    BoltzmannConfig config,
    Horizon horizon,
    VisibleRows rows,
    Ascent ascent,
    float[] visibleMean,
    int[] held)
    implements Program {
  private static final long serialVersionUID = 1;

  /** The machine that is trained. */
  public BoltzmannMachine machine() {
    return BoltzmannMachine.of(spec);
  }

  @Override
  public int rowBytes() {
    return rows.rowBytes();
  }

  @Override
  public int parameters() {
    return machine().layout().size();
  }

  @Override
  public int statistics() {
    return StatisticsLayout.of(machine(), config.temperatures()).size();
  }

  @Override
  public int stateBytes(Lanes lanes, int lane) {
    int chains = lanes.size(lane, config.persistentChains());
    int replicas = Math.multiplyExact(chains, config.negative().chains().temperatures());
    return Math.multiplyExact(replicas, bytesPerChain());
  }

  /** The format of its chains. */
  public ChainCodec codec() {
    return new ChainCodec(machine(), config.driven());
  }

  /** Bytes of each chain, and of each of its replicas. */
  public int bytesPerChain() {
    return codec().bytesPerChain();
  }

  @Override
  public TaskSteps taskSteps(Lanes lanes) {
    return new LikelihoodLanes(this, lanes);
  }

  @Override
  public LikelihoodLearner learner(float[] start, ParallelRanges threads) {
    return new LikelihoodLearner(
        machine(),
        config,
        start,
        visibleMean,
        held,
        Schedule.of(config.learning().schedule(), horizon.totalSteps(), horizon.stepsPerEpoch()),
        horizon.totalSteps(),
        threads);
  }
}
