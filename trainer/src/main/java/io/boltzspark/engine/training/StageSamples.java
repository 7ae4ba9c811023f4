package io.boltzspark.engine.training;

import io.boltzspark.math.Matrix;
import io.boltzspark.math.RandomStream;
import io.boltzspark.math.RandomStream.Purpose;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.Standardisation;
import io.boltzspark.sampling.ChainStates;
import io.boltzspark.sampling.GibbsSampler;

/**
 * What the machine draws at the ends of chosen epochs, on the driver between rounds. Decides no
 * byte of the model. Samples that nobody named one by one are left out when all of them would take
 * more than a share of the time, but never the first and the last.
 */
public final class StageSamples {
  /** Fantasy particles, an image each. */
  static final int CHAINS = 100;

  private final BoltzmannMachine machine;
  private final int labels;
  private final Standardisation standardisation;
  private final long seed;
  private final SamplesConfig config;
  private final double share;
  private final TrainingObserver observer;
  private long nanos;
  private long lastNanos;

  /**
   * @param labels of the visible units, the last of them
   * @param standardisation of all visible units
   * @param share of the run's time, in (0, 1]
   * @param observer who gets the samples
   */
  StageSamples(
      BoltzmannMachine machine,
      int labels,
      Standardisation standardisation,
      long seed,
      SamplesConfig config,
      double share,
      TrainingObserver observer) {
    this.machine = machine;
    this.labels = labels;
    this.standardisation = standardisation;
    this.seed = seed;
    this.config = config;
    this.share = share;
    this.observer = observer;
  }

  /** Seconds spent here so far. */
  double seconds() {
    return nanos / 1e9;
  }

  /** Whether samples are due at the end of an epoch. */
  boolean isDue(int epoch, boolean firstOrLast, long elapsedNanos) {
    if (!config.isWanted()) {
      return false;
    }
    boolean regular = config.every() > 0 && epoch % config.every() == 0;
    boolean affordable = nanos + lastNanos <= share * elapsedNanos;
    return firstOrLast || config.epochs().contains(epoch) || regular && affordable;
  }

  /** Draws them and hands them out. */
  void draw(float[] parameters, int epoch, long step) {
    long start = System.nanoTime();
    int pixels = machine.visible().size() - labels;
    Matrix values = standardisation.values(visible(parameters, step), pixels);
    for (float value : values.toArray()) {
      if (!Float.isFinite(value)) {
        observer.note(
            "no samples after epoch " + epoch + ": the chains ran beyond the range of numbers");
        return;
      }
    }
    observer.samples(epoch, values);
    lastNanos = System.nanoTime() - start;
    nanos += lastNanos;
  }

  /** Means of the visible units after the last sweep. */
  private Matrix visible(float[] parameters, long step) {
    RandomStream random = new RandomStream(seed, Purpose.SAMPLING, step, 0);
    ChainStates chains = ChainStates.zeros(machine, CHAINS);
    // Without any parameters the visible units are drawn without a bias.
    machine.visible().sampleInPlace(chains.visible(), new float[parameters.length], random);
    GibbsSampler sampler = new GibbsSampler(machine);
    sampler.sampleUpwards(chains, parameters, random);
    sampler.sweep(chains, config.sweeps() - 1, parameters, random);
    sampler.visibleMeans(chains, parameters);
    return chains.visible();
  }
}
