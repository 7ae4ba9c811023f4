package io.boltzspark.engine.training;

import io.boltzspark.learning.Learner;
import io.boltzspark.math.Matrix;
import java.util.Optional;

/**
 * What the model draws at the ends of chosen epochs, on the driver between rounds. Decides no byte
 * of the model. Samples that nobody named one by one are left out when all of them would take more
 * than a share of the time, but never the first and the last.
 */
final class StageSamples {
  private final TrainingStage stage;
  private final SamplesConfig config;
  private final double share;
  private final TrainingObserver observer;
  private long nanos;
  private long lastNanos;

  /**
   * @param share of the run's time, in (0, 1]
   * @param observer who gets the samples
   */
  StageSamples(TrainingStage stage, SamplesConfig config, double share, TrainingObserver observer) {
    this.stage = stage;
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
    Optional<Matrix> values = stage.samples(parameters, step);
    if (values.isEmpty()) {
      return;
    }
    if (!Learner.isFinite(values.get().toArray())) {
      observer.note(
          "no samples after epoch " + epoch + ": the chains ran beyond the range of numbers");
      return;
    }
    observer.samples(epoch, values.get());
    lastNanos = System.nanoTime() - start;
    nanos += lastNanos;
  }
}
