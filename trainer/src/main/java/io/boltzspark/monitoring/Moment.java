package io.boltzspark.monitoring;

import io.boltzspark.evaluation.ModelSamples;
import io.boltzspark.math.RandomStream;
import io.boltzspark.math.RandomStream.Purpose;
import io.boltzspark.sampling.ChainStates;
import io.boltzspark.sampling.GibbsSampler;
import java.util.function.Supplier;

/**
 * A machine after a number of steps. Every use of random numbers has its own stream, so that no
 * monitor's values depend on other monitors.
 */
public final class Moment {
  /** Sweeps of the chains, started from noise, as in the published energy-model experiments. */
  private static final int SWEEPS = 10;

  private static final int TRAIN = 0;
  private static final int VALID = 1;
  private static final int SAMPLES = 2;

  /** After the number of the stream of {@link Health}. */
  private static final int CHAINS = 4;

  private final Watched watched;
  private final float[] parameters;
  private final long step;
  private final Supplier<ChainStates> persistent;
  private ChainStates samples; // null until used
  private ChainStates chains; // null until used

  /**
   * A moment without persistent chains.
   *
   * @param parameters only read
   */
  public Moment(Watched watched, float[] parameters, long step) {
    this(watched, parameters, step, () -> ChainStates.zeros(watched.machine(), 0));
  }

  /**
   * @param parameters only read
   * @param persistent supplies a copy of the persistent chains, of which the layers that carry them
   *     are set; possibly none
   */
  public Moment(Watched watched, float[] parameters, long step, Supplier<ChainStates> persistent) {
    this.watched = watched;
    this.parameters = parameters;
    this.step = step;
    this.persistent = persistent;
  }

  Watched watched() {
    return watched;
  }

  float[] parameters() {
    return parameters;
  }

  /** Random numbers for a measure of the training rows. */
  RandomStream forTrain() {
    return stream(TRAIN);
  }

  /** Random numbers for a measure of the validation rows. */
  RandomStream forValid() {
    return stream(VALID);
  }

  /**
   * @param use number of the use, whose random numbers are its own
   */
  RandomStream stream(int use) {
    return new RandomStream(watched.seed(), Purpose.MONITOR, step, use);
  }

  /**
   * Joint states of the model, as many as rows of the larger part, drawn on first use. Read-only.
   */
  public ChainStates samples() {
    if (samples == null) {
      int chains = Math.max(watched.train().rows(), watched.valid().rows());
      samples = ModelSamples.draw(watched.machine(), parameters, chains, SWEEPS, stream(SAMPLES));
    }
    return samples;
  }

  /**
   * The persistent chains, whose visible states are drawn on first use unless they carry them, and
   * whose hidden ones only matter where they do; without persistent chains {@link #samples}.
   * Read-only.
   */
  public ChainStates chains() {
    if (chains == null) {
      ChainStates carried = persistent.get();
      if (carried.chains() == 0) {
        return samples();
      }
      if (!watched.machine().updateOrder().isCarried(0)) {
        new GibbsSampler(watched.machine()).sampleFirst(carried, parameters, stream(CHAINS));
      }
      chains = carried;
    }
    return chains;
  }
}
