package io.boltzspark.engine.boltzmann;

import io.boltzspark.boltzmann.StoppingConfig.Metric;
import io.boltzspark.monitoring.Moment;
import io.boltzspark.monitoring.Monitor;
import io.boltzspark.monitoring.MonitoredValue;
import io.boltzspark.monitoring.MonitoredValue.Better;
import io.boltzspark.monitoring.Monitors;
import io.boltzspark.monitoring.Watched;
import io.boltzspark.sampling.ChainStates;
import java.util.function.Supplier;

/**
 * The value that early stopping follows: a monitor's, on the validation rows or, if it compares
 * chains with data, on the training rows, whether or not that monitor is also recorded. A pure
 * function of parameters, chains, rows, seed and step.
 */
final class StoppingValue {
  private final Watched watched;
  private final Metric metric;
  private final MonitoredValue value;
  private final Monitor monitor;

  /**
   * @param metric any but {@code NONE}
   */
  StoppingValue(Metric metric, Watched watched) {
    this.watched = watched;
    this.metric = metric;
    this.value = Monitors.value(metric);
    this.monitor = Monitors.of(value);
  }

  /** Why the value cannot be computed for this machine and data; empty if it can. */
  String reasonNot() {
    return metric.isOfValidation() && watched.valid().rows() == 0
        ? "the data has no validation rows (boltz prepare --valid-fraction sets some aside)"
        : monitor.reasonNot(watched);
  }

  /** Whether the best value is the largest. */
  boolean largerIsBetter() {
    return value.better() == Better.LARGER;
  }

  /**
   * @param chains supplies the persistent chains, possibly none
   */
  double at(float[] parameters, long step, Supplier<ChainStates> chains) {
    return monitor.measure(new Moment(watched, parameters, step, chains)).get(value.key());
  }
}
