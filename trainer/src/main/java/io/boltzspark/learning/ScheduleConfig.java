package io.boltzspark.learning;

import java.io.Serializable;

/**
 * How the learning rate changes during training.
 *
 * @param kind its shape
 * @param begin the share of all steps after which a linear schedule begins to fall, in [0, 1)
 * @param end below this share of the rate a linear schedule, which falls towards 0, does not go, in
 *     [0, 1]
 */
public record ScheduleConfig(Kind kind, double begin, double end) implements Serializable {

  /** The shape. */
  public enum Kind {
    /** The same rate throughout: a run can be resumed with more epochs. */
    CONSTANT,
    /** Constant at first, then falling in proportion to the steps left; counts on the epochs. */
    LINEAR
  }
}
