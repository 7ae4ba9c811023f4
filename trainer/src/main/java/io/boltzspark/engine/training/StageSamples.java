package io.boltzspark.engine.training;

import io.boltzspark.learning.Learner;
import io.boltzspark.math.Matrix;
import java.util.Optional;

/**
 * Samples of the model at the ends of chosen epochs, on the driver between rounds. They do not
 * affect the bytes of the model. Samples of epochs that were not named individually are skipped
 * when they would exceed their share of the time, except the first and the last.
 */
final class StageSamples {
  private final TrainingStage stage;
  private final SamplesConfig config;
  private final double share;
  private final TrainingObserver observer;
  private long nanos;
  private long lastNanos;

  /**
   * @param share largest share of the run's time, in (0, 1]
   * @param observer receives the samples
   */
  StageSamples(TrainingStage stage, SamplesConfig config, double share, TrainingObserver observer) {
    this.stage = stage;
    this.config = config;
    this.share = share;
    this.observer = observer;
  }

  /** Seconds spent on samples so far. */
  double seconds() {
    return nanos / 1e9;
  }

  /** Whether samples are due at the end of an epoch. */
  boolean isDue(int epoch, boolean firstOrLast, long elapsedNanos) {
    if (!config.isWanted()) {
      return false;
    }
    boolean regular = config.every() > 0 && epoch % config.every() == 0;
    boolean affordable = stage.drawsCheaply() || nanos + lastNanos <= share * elapsedNanos;
    return firstOrLast || config.epochs().contains(epoch) || regular && affordable;
  }

  /** Draws samples and passes them to the observer. */
  void draw(float[] parameters, int epoch, long step) {
    long start = System.nanoTime();
    Optional<Matrix> values = stage.samples(parameters, step);
    if (values.isEmpty()) {
      return;
    }
    if (!Learner.isFinite(values.get().toArray())) {
      observer.note("no samples after epoch " + epoch + ": values of the chains are not finite");
      return;
    }
    observer.samples(epoch, values.get());
    lastNanos = System.nanoTime() - start;
    nanos += lastNanos;
  }
}
