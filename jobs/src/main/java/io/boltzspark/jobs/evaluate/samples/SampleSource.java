package io.boltzspark.jobs.evaluate.samples;

import io.boltzspark.jobs.console.Progress;
import io.boltzspark.math.Matrix;
import io.boltzspark.sampling.ChainStates;

/** Samples of a model, drawn on first use and independent of data. */
public interface SampleSource {

  /**
   * Samples and where they come from.
   *
   * @param visible visible states, or the values of generated images
   * @param states joint states of all layers; null for generated images
   * @param sweeps Gibbs sweeps of each chain; 0 for generated images
   */
  record Drawn(Matrix visible, ChainStates states, int sweeps) {

    public int count() {
      return visible.rows();
    }

    public boolean areFinite() {
      if (states == null) {
        return isFinite(visible);
      }
      return states.layers().stream().allMatch(Drawn::isFinite);
    }

    private static boolean isFinite(Matrix layer) {
      for (float value : layer.values()) {
        if (!Float.isFinite(value)) {
          return false;
        }
      }
      return true;
    }
  }

  /** Number of samples. */
  int count();

  /**
   * The samples; of chains, after this number of sweeps, unless the user chose another.
   *
   * @param usual sweeps
   */
  Drawn after(int usual, Progress progress);
}
