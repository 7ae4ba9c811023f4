package io.boltzspark.learning;

import java.io.Serializable;

/**
 * How the learning rate changes during training: a factor f(t), times a linear warm-up. Time t
 * counts steps, or, with {@code perEpoch}, finished epochs; both from 0.
 *
 * @param kind its shape
 * @param perEpoch whether the factor changes only between epochs
 * @param begin linear, cosine: share of all steps after which the decrease begins, in [0, 1)
 * @param end linear, cosine: final share of the rate, in [0, 1]
 * @param coefficient power: c in {@code 1 / (1 + c t)}, at least 0
 * @param gamma step, exponential: the factor of each interval, in (0, 1]
 * @param interval step, exponential: length of the interval in units of t, at least 1
 * @param warmUp number w of warm-up steps, at least 0: step i of them, from 0, has the factor
 *     {@code (i + 1) / w}
 */
public record ScheduleConfig(
    Kind kind,
    boolean perEpoch,
    double begin,
    double end,
    double coefficient,
    double gamma,
    int interval,
    int warmUp)
    implements Serializable {

  /** The shape. */
  public enum Kind {
    /** 1. */
    CONSTANT,
    /** 1 at first, then decreasing linearly. */
    LINEAR,
    /** 1 at first, then half a cosine wave down to {@code end}. */
    COSINE,
    /** {@code 1 / (1 + coefficient t)}. */
    POWER,
    /** {@code gamma^floor(t / interval)}. */
    STEP,
    /** {@code gamma^(t / interval)}. */
    EXPONENTIAL
  }

  /** Whether the factors depend on the length of the whole training. */
  public boolean countsOnTotal() {
    return kind == Kind.LINEAR || kind == Kind.COSINE;
  }
}
