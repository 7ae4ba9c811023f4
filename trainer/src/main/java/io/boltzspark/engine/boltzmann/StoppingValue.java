package io.boltzspark.engine.boltzmann;

import io.boltzspark.boltzmann.StoppingConfig.Metric;
import io.boltzspark.monitoring.Moment;
import io.boltzspark.monitoring.Monitor;
import io.boltzspark.monitoring.MonitoredValue;
import io.boltzspark.monitoring.Monitors;
import io.boltzspark.monitoring.Watched;

/**
 * What early stopping looks at: a monitor's value of the validation rows, whether or not the same
 * monitor is written down. A pure function of parameters, rows, seed and step.
 */
final class StoppingValue {
  private final Watched watched;
  private final MonitoredValue value;
  private final Monitor monitor;

  /**
   * @param metric another one than {@code NONE}
   */
  StoppingValue(Metric metric, Watched watched) {
    this.watched = watched;
    this.value = Monitors.value(metric);
    this.monitor = Monitors.of(value);
  }

  /** Why it cannot be computed for this machine and data; empty where it can. */
  String reasonNot() {
    return watched.valid().rows() == 0
        ? "the data has no validation rows (boltz prepare --valid-fraction sets some aside)"
        : monitor.reasonNot(watched);
  }

  double at(float[] parameters, long step) {
    return monitor.measure(new Moment(watched, parameters, step)).get(value.key());
  }
}
