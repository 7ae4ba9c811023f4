package io.boltzspark.engine.training;

import java.util.List;

/**
 * When training shows what the machine draws. None of it decides bytes of the model.
 *
 * @param every epochs between samples; 0: none, but for the next
 * @param epochs at whose ends there are samples in any case
 * @param sweeps Gibbs sweeps of each chain, from noise
 */
public record SamplesConfig(int every, List<Integer> epochs, int sweeps) {
  /** No samples at all. */
  public static final SamplesConfig NONE = new SamplesConfig(0, List.of(), 1);

  public SamplesConfig {
    epochs = List.copyOf(epochs);
  }

  /** Whether there are any. */
  boolean isWanted() {
    return every > 0 || !epochs.isEmpty();
  }
}
