package io.boltzspark.engine.training;

import java.util.List;

/**
 * When samples of the machine are drawn during training. None of it affects the bytes of the model.
 *
 * @param every number of epochs between samples; 0: none, except for {@code epochs}
 * @param epochs after which samples are always drawn
 * @param sweeps Gibbs sweeps of each chain, from noise
 */
public record SamplesConfig(int every, List<Integer> epochs, int sweeps) {
  /** No samples. */
  public static final SamplesConfig NONE = new SamplesConfig(0, List.of(), 1);

  public SamplesConfig {
    epochs = List.copyOf(epochs);
  }

  /** Whether any samples are drawn. */
  boolean isWanted() {
    return every > 0 || !epochs.isEmpty();
  }
}
