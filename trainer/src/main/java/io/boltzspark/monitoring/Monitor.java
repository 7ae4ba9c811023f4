package io.boltzspark.monitoring;

import java.util.List;
import java.util.Map;

/** A measure evaluated during training: a thin adapter to one in {@code evaluation}. */
public interface Monitor {

  /**
   * Its name in the configuration, such as {@code free-energy}; {@code boltz evaluate} uses the
   * same name.
   */
  String name();

  /** Its values, in the order in which they are written. */
  List<MonitoredValue> values();

  /** Whether it uses {@link Moment#samples}. */
  default boolean needsSamples() {
    return false;
  }

  /** Whether it uses {@link Moment#chains}. */
  default boolean needsChains() {
    return false;
  }

  /** Why it cannot be computed for this machine and these rows; empty if it can. */
  default String reasonNot(Watched watched) {
    return "";
  }

  /**
   * The values by their keys, where {@link #reasonNot} is empty; without those that do not exist,
   * such as values of validation rows if there are none. Values may not be finite if parameters are
   * not.
   */
  Map<String, Double> measure(Moment moment);
}
