package io.boltzspark.monitoring;

import io.boltzspark.evaluation.HeatCapacity;
import io.boltzspark.monitoring.MonitoredValue.Better;
import java.util.List;
import java.util.Map;

/** {@link HeatCapacity} of samples of the model. */
final class HeatCapacityMonitor implements Monitor {
  private static final String KEY = "heat_capacity";

  @Override
  public String name() {
    return "heat-capacity";
  }

  @Override
  public List<MonitoredValue> values() {
    return List.of(new MonitoredValue(KEY, Better.NEITHER));
  }

  @Override
  public boolean needsSamples() {
    return true;
  }

  @Override
  public String reasonNot(Watched watched) {
    if (!watched.machine().hasEnergy()) {
      return "it requires units that have an energy";
    }
    return watched.train().rows() < 2 && watched.valid().rows() < 2
        ? "it requires at least 2 monitored rows"
        : "";
  }

  @Override
  public Map<String, Double> measure(Moment moment) {
    return Map.of(
        KEY, HeatCapacity.of(moment.watched().machine(), moment.parameters(), moment.samples()));
  }
}
