package io.boltzspark.boltzmann;

import io.boltzspark.learning.LearningConfig;
import java.io.Serializable;

/**
 * Everything that decides the bytes of a trained Boltzmann machine, apart from the data and {@code
 * engine.lanes}. Defaults live in {@code boltz-reference.conf} and nowhere else.
 *
 * @param model what is trained
 * @param learning what decides the steps of any program; of a deep machine the epochs are those of
 *     the joint training
 * @param negative where the negative phase comes from
 * @param resample draw grey rows afresh, pixel by pixel, each time they are used
 * @param initialisation parameters before the first step
 * @param unitPenalty what is held against hidden units
 * @param centring whether gradients are centred
 * @param deep pretraining and mean field
 * @param stopping early stopping
 */
public record TrainingConfig(
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

  /** Rows a minibatch, B. */
  public int batchSize() {
    return learning.batchSize();
  }

  /** Passes over the data. */
  public int epochs() {
    return learning.epochs();
  }

  /** The seed of every random number. */
  public long seed() {
    return learning.seed();
  }

  /** Chains that are carried from one step to the next: none with CD. */
  public int persistentChains() {
    return negative.persistentChains();
  }

  /** Whether the sums of the positive phase alone are needed beside the gradient. */
  public boolean usesActivities() {
    return centring.enabled() || unitPenalty.sparsityCost() > 0;
  }

  /** Whether the steps depend on how long the whole training is. */
  public boolean countsOnTotal() {
    return learning.countsOnTotal() || negative.sweeps().countsOnTotal();
  }
}
