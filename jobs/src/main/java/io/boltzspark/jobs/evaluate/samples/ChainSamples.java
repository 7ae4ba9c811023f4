package io.boltzspark.jobs.evaluate.samples;

import io.boltzspark.engine.inference.SamplingJob;
import io.boltzspark.engine.inference.SamplingPlan;
import io.boltzspark.jobs.console.Progress;
import io.boltzspark.math.Matrix;
import io.boltzspark.sampling.ChainStates;
import java.util.HashMap;
import java.util.Map;

/** Samples of a machine, drawn by chains that start at noise. */
public final class ChainSamples implements SampleSource {

  private final SamplingJob job;
  private final Sampling sampling;
  private final long seed;
  private final Map<Integer, Drawn> drawn = new HashMap<>();

  /**
   * @param seed of all random numbers
   */
  public ChainSamples(SamplingJob job, Sampling sampling, long seed) {
    this.job = job;
    this.sampling = sampling;
    this.seed = seed;
  }

  @Override
  public int count() {
    return sampling.count();
  }

  /**
   * Visible states of chains that start at rows of data.
   *
   * @param start visible states, one a chain
   * @param usual default number of sweeps
   */
  public Matrix visibleFrom(Matrix start, int usual, Progress progress) {
    int sweeps = sampling.sweeps().orElse(usual);
    progress.start("sampling, %d sweeps of %d chains from data".formatted(sweeps, start.rows()), 0);
    return job.fromVisible(start, SamplingPlan.of(sweeps, seed).with(SamplingPlan.Ending.STATES))
        .visible();
  }

  @Override
  public Drawn after(int usual, Progress progress) {
    return drawn.computeIfAbsent(
        sampling.sweeps().orElse(usual),
        sweeps -> {
          progress.start("sampling, %d sweeps of %d chains".formatted(sweeps, count()), 0);
          ChainStates states = job.statesFromNoise(count(), sweeps, seed);
          return new Drawn(states.visible(), states, sweeps);
        });
  }
}
