package io.boltzspark.monitoring;

import java.util.List;
import java.util.Map;

/** A measure that training is watched by: a few lines that lead to one of {@code evaluation}. */
public interface Monitor {

  /**
   * As the configuration names it: {@code free-energy}. {@code boltz evaluate} has the same name
   * for the same measure.
   */
  String name();

  /** What it gives, in the order in which it is written. */
  List<MonitoredValue> values();

  /** Whether it looks at {@link Moment#samples}. */
  default boolean needsSamples() {
    return false;
  }

  /** Why it cannot be computed for this machine and these rows; empty if it can. */
  default String reasonNot(Watched watched) {
    return "";
  }

  /**
   * The values by their keys, where {@link #reasonNot} is empty; without those that do not exist,
   * such as values of validation rows when there are none. May be not finite for parameters that
   * are not.
   */
  Map<String, Double> measure(Moment moment);
}
