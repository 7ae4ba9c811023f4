package io.boltzspark.boltzmann;

import io.boltzspark.learning.OptimizerConfig;
import io.boltzspark.learning.ScheduleConfig;
import java.io.Serializable;

/**
 * Everything that decides the bytes of a trained model, apart from the data and {@code
 * engine.lanes}. Defaults live in {@code boltz-reference.conf} and nowhere else.
 *
 * @param model what is trained
 * @param negative where the negative phase comes from
 * @param batchSize rows a minibatch
 * @param epochs passes over the data; of a deep machine those of the joint training
 * @param seed of every random number
 * @param resample draw grey rows afresh, pixel by pixel, each time they are used
 * @param initialisation parameters before the first step
 * @param optimizer how a gradient becomes a step
 * @param schedule how the learning rate changes
 * @param penalty what is held against parameters besides the likelihood
 * @param centring whether gradients are centred
 * @param averaging the share of all steps, at the end, over which the parameters that are kept are
 *     averaged, in [0, 1]; 0: the last ones are kept
 * @param deep pretraining and mean field
 * @param stopping early stopping
 */
public record TrainingConfig(
    ModelConfig model,
    NegativePhaseConfig negative,
    int batchSize,
    int epochs,
    long seed,
    boolean resample,
    InitialisationConfig initialisation,
    OptimizerConfig optimizer,
    ScheduleConfig schedule,
    PenaltyConfig penalty,
    CentringConfig centring,
    double averaging,
    DeepConfig deep,
    StoppingConfig stopping)
    implements Serializable {

  /** Chains that are carried from one step to the next: none with CD. */
  public int persistentChains() {
    return negative.persistentChains();
  }

  /** Whether the sums of the positive phase alone are needed beside the gradient. */
  public boolean usesActivities() {
    return centring.enabled() || penalty.sparsityCost() > 0;
  }

  /** Whether the steps depend on how long the whole training is. */
  public boolean countsOnTotal() {
    return schedule.countsOnTotal() || negative.countsOnTotal() || averaging > 0;
  }
}
