package io.boltzspark.engine.training;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Early stopping: the best value of a validation metric so far, with the parameters that had it,
 * and how long ago that was.
 */
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

  /** Takes note of an epoch's value. */
  void observe(int atEpoch, double newValue, float[] now) {
    boolean better = config.largerIsBetter() ? newValue > value : newValue < value;
    if (Double.isNaN(value) || better) {
      value = newValue;
      epoch = atEpoch;
      System.arraycopy(now, 0, parameters, 0, parameters.length);
    }
  }

  /** Whether the best epoch is so long ago that training is to end. */
  boolean isOver(int atEpoch) {
    return config.patience() > 0 && epoch >= 0 && atEpoch - epoch >= config.patience();
  }

  /** The parameters that a model is to have, given the last ones. */
  float[] chosen(float[] last) {
    return config.keepBest() && epoch >= 0 ? parameters : last;
  }

  /** The epoch with the best value, -1 while there is none. */
  int epoch() {
    return epoch;
  }

  /** Parameters of the best epoch, for checkpoints; empty where they are not kept. */
  float[] parameters() {
    return parameters;
  }

  /** What a checkpoint must hold besides the parameters; a value as its bits, to be exact. */
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
