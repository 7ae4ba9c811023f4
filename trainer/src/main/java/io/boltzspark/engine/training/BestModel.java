package io.boltzspark.engine.training;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Early stopping: the best value of a validation metric so far, with its parameters and epoch. */
final class BestModel {
  private final Stopping config;
  private final float[] parameters;
  private double value = Double.NaN;
  private int epoch = -1;

  BestModel(Stopping config, int parameters) {
    this.config = config;
    this.parameters = new float[config.keepBest() ? parameters : 0];
  }

  boolean isWatching() {
    return config.isWatching();
  }

  /** Records an epoch's value. */
  void observe(int atEpoch, double newValue, float[] now) {
    boolean better = config.largerIsBetter() ? newValue > value : newValue < value;
    if (Double.isNaN(value) || better) {
      value = newValue;
      epoch = atEpoch;
      System.arraycopy(now, 0, parameters, 0, parameters.length);
    }
  }

  /** Why training should end after an epoch; empty if it should not. */
  Optional<String> reasonToStop(int atEpoch) {
    if (hasReachedTarget()) {
      return Optional.of(
          "epoch %d reached learning.stopping.value = %s with %s"
              .formatted(epoch, config.target().getAsDouble(), value));
    }
    if (config.patience() > 0 && epoch >= 0 && atEpoch - epoch >= config.patience()) {
      return Optional.of(
          "the best epoch was " + epoch + (config.keepBest() ? ", whose parameters are kept" : ""));
    }
    return Optional.empty();
  }

  /** False as long as the value is not a number. */
  private boolean hasReachedTarget() {
    return config.target().isPresent()
        && (config.largerIsBetter()
            ? value >= config.target().getAsDouble()
            : value <= config.target().getAsDouble());
  }

  /** The parameters of the model, given the last ones. */
  float[] chosen(float[] last) {
    return config.keepBest() && epoch >= 0 ? parameters : last;
  }

  /** The epoch with the best value; -1 if there is none yet. */
  int epoch() {
    return epoch;
  }

  /** Parameters of the best epoch, for checkpoints; empty if they are not kept. */
  float[] parameters() {
    return parameters;
  }

  /**
   * The facts for a checkpoint besides the parameters; the value is stored as its bits, to be
   * exact.
   */
  Map<String, Object> facts() {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("epoch", epoch);
    facts.put("value_bits", Double.doubleToRawLongBits(value));
    facts.put("value", value);
    return facts;
  }

  void restore(CheckpointFacts facts, float[] stored) {
    epoch = (int) facts.whole("epoch", -1, Integer.MAX_VALUE);
    value = Double.longBitsToDouble(facts.whole("value_bits", Long.MIN_VALUE, Long.MAX_VALUE));
    System.arraycopy(stored, 0, parameters, 0, parameters.length);
  }
}
