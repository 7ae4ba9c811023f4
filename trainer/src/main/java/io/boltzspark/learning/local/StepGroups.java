package io.boltzspark.learning.local;

import java.io.Serializable;

/**
 * Which steps lanes make without an exchange: each epoch is divided into groups of {@code size}
 * steps, of which the last may be shorter, so that a training's state between two groups depends
 * neither on where it was stopped nor on when it is looked at.
 *
 * @param size steps of a group, H; 1: lanes exchange at every step
 * @param stepsPerEpoch number of steps per epoch
 */
public record StepGroups(int size, long stepsPerEpoch) implements Serializable {

  public StepGroups {
    if (size < 1 || stepsPerEpoch < 1) {
      throw new IllegalArgumentException(
          "groups of " + size + " steps in epochs of " + stepsPerEpoch);
    }
  }

  /** The end of the group that a step, from 0, belongs to: the step after its last one. */
  public long end(long step) {
    long within = step % stepsPerEpoch;
    long ofEpoch = Math.min(stepsPerEpoch, (within / size + 1) * size);
    return step - within + ofEpoch;
  }

  /** The first end of a group that is not before a number of steps, of at least 1. */
  public long endFrom(long steps) {
    return end(steps - 1);
  }

  /** Whether one of the multiples of {@code every} falls into the group that ends here. */
  public boolean reaches(long end, long every) {
    long last = (end - 1) % stepsPerEpoch;
    long start = end - 1 - last % size;
    return end / every > start / every;
  }
}
