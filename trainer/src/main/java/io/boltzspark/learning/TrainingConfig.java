package io.boltzspark.learning;

import java.io.Serializable;
import java.util.List;

/**
 * Everything that decides the bytes of a trained model, apart from the data and {@code
 * engine.lanes}. Defaults live in {@code reference.conf} and nowhere else.
 *
 * @param dimensions units of each layer, visible first: {@code [784, 500]} for an RBM
 * @param algorithm where the chains of the negative phase start
 * @param k Gibbs sweeps a step
 * @param chains persistent chains (PCD only; CD has as many as there are rows)
 * @param batchSize rows a minibatch
 * @param epochs passes over the data
 * @param seed of every random number
 * @param resample draw grey rows afresh, pixel by pixel, each time they are used
 * @param initialWeightDeviation standard deviation of the normal distribution weights start from
 * @param optimizer how a gradient becomes a step
 * @param schedule how the learning rate changes
 */
public record TrainingConfig(
    List<Integer> dimensions,
    Algorithm algorithm,
    int k,
    int chains,
    int batchSize,
    int epochs,
    long seed,
    boolean resample,
    double initialWeightDeviation,
    AdamConfig optimizer,
    ScheduleConfig schedule)
    implements Serializable {

  /** Where the chains of the negative phase start. */
  public enum Algorithm {
    /** Contrastive divergence: at the rows of the minibatch (Hinton 2002). */
    CD,
    /** Persistent CD: where the previous step left them (Tieleman 2008). */
    PCD
  }

  public TrainingConfig {
    dimensions = List.copyOf(dimensions);
  }

  /** Chains that are carried from one step to the next: none with CD. */
  public int persistentChains() {
    return algorithm == Algorithm.PCD ? chains : 0;
  }
}
