package io.boltzspark.jobs.evaluate.metrics;

import io.boltzspark.engine.inference.SamplingJob;
import io.boltzspark.engine.inference.SamplingPlan;
import io.boltzspark.jobs.console.Progress;
import io.boltzspark.jobs.evaluate.metrics.Subject.Sampling;
import io.boltzspark.math.Matrix;
import io.boltzspark.sampling.ChainStates;
import java.util.HashMap;
import java.util.Map;

/**
 * Samples of a model, drawn on first use by chains that start at noise, so that they are
 * independent of data.
 */
public final class SampleSource {

  /**
   * Samples and where they come from.
   *
   * @param states joint states of all layers
   * @param sweeps Gibbs sweeps of each chain
   */
  record Drawn(ChainStates states, int sweeps) {

    int count() {
      return states.chains();
    }

    Matrix visible() {
      return states.visible();
    }

    boolean areFinite() {
      for (Matrix layer : states.layers()) {
        for (float value : layer.values()) {
          if (!Float.isFinite(value)) {
            return false;
          }
        }
      }
      return true;
    }
  }

  private final SamplingJob job;
  private final Sampling sampling;
  private final long seed;
  private final Map<Integer, Drawn> drawn = new HashMap<>();

  /**
   * @param seed of all random numbers
   */
  public SampleSource(SamplingJob job, Sampling sampling, long seed) {
    this.job = job;
    this.sampling = sampling;
    this.seed = seed;
  }

  int count() {
    return sampling.count();
  }

  /**
   * Visible states of chains that start at rows of data.
   *
   * @param start visible states, one a chain
   * @param usual default number of sweeps
   */
  Matrix visibleFrom(Matrix start, int usual, Progress progress) {
    int sweeps = sampling.sweeps().orElse(usual);
    progress.start("sampling, %d sweeps of %d chains from data".formatted(sweeps, start.rows()), 0);
    return job.fromVisible(start, SamplingPlan.of(sweeps, seed).with(SamplingPlan.Ending.STATES));
  }

  /**
   * The samples after this number of sweeps, unless the user chose another.
   *
   * @param usual sweeps
   */
  Drawn after(int usual, Progress progress) {
    return drawn.computeIfAbsent(
        sampling.sweeps().orElse(usual),
        sweeps -> {
          progress.start("sampling, %d sweeps of %d chains".formatted(sweeps, count()), 0);
          return new Drawn(job.statesFromNoise(count(), sweeps, seed), sweeps);
        });
  }
}
