package io.boltzspark.boltzmann;

import io.boltzspark.learning.LearningConfig;
import io.boltzspark.sampling.DrivenTemperature;
import java.io.Serializable;

/**
 * All settings that affect the bytes of a trained Boltzmann machine, apart from the data and {@code
 * engine.lanes}. Defaults live only in {@code boltz-reference.conf}.
 *
 * @param model the machine to train
 * @param learning the settings common to all programs; for a deep machine the epochs are those of
 *     the joint training
 * @param negative the negative phase
 * @param resample whether to redraw grey rows, pixel by pixel, each time they are used
 * @param initialisation parameters before the first step
 * @param unitPenalty penalties on hidden units
 * @param centring whether gradients are centred
 * @param deep pretraining and mean field
 * @param stopping early stopping
 */
public record BoltzmannConfig(
    ModelConfig model,
    LearningConfig learning,
    NegativePhaseConfig negative,
    boolean resample,
    InitialisationConfig initialisation,
    UnitPenaltyConfig unitPenalty,
    CentringConfig centring,
    DeepConfig deep,
    StoppingConfig stopping)
    implements Serializable {

  /** Rows per minibatch, B. */
  public int batchSize() {
    return learning.batchSize();
  }

  /** Number of passes over the data. */
  public int epochs() {
    return learning.epochs();
  }

  /** The seed of all random numbers. */
  public long seed() {
    return learning.seed();
  }

  /** Number of chains carried from one step to the next: 0 with CD. */
  public int persistentChains() {
    return negative.persistentChains();
  }

  /** Number of temperatures of the chains: 1 without tempering, as always with CD. */
  public int temperatures() {
    return persistentChains() > 0 ? negative.chains().temperatures() : 1;
  }

  /** How the inverse temperatures of the chains move; not at all with CD. */
  public DrivenTemperature driven() {
    return persistentChains() > 0 ? negative.chains().driven() : DrivenTemperature.NONE;
  }

  /** Whether the sums of the positive phase are needed in addition to the gradient. */
  public boolean usesActivities() {
    return centring.enabled() || unitPenalty.sparsityCost() > 0;
  }

  /** Whether the steps depend on the length of the whole training. */
  public boolean countsOnTotal() {
    return learning.countsOnTotal() || negative.sweeps().countsOnTotal();
  }
}
