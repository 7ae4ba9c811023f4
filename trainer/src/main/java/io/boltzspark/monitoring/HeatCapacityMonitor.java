package io.boltzspark.monitoring;

import io.boltzspark.evaluation.HeatCapacity;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.monitoring.MonitoredValue.Better;
import java.util.List;
import java.util.Map;

/** {@link HeatCapacity} of samples of the model, or that {@link HeatCapacity#ofLayerMeans}. */
final class HeatCapacityMonitor implements Monitor {
  private final boolean ofLayerMeans;
  private final String key;

  HeatCapacityMonitor(boolean ofLayerMeans) {
    this.ofLayerMeans = ofLayerMeans;
    this.key = ofLayerMeans ? "heat_capacity_of_means" : "heat_capacity";
  }

  @Override
  public String name() {
    return key.replace('_', '-');
  }

  @Override
  public List<MonitoredValue> values() {
    return List.of(new MonitoredValue(key, Better.NEITHER));
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
    BoltzmannMachine machine = moment.watched().machine();
    return Map.of(
        key,
        ofLayerMeans
            ? HeatCapacity.ofLayerMeans(machine, moment.parameters(), moment.samples())
            : HeatCapacity.of(machine, moment.parameters(), moment.samples()));
  }
}
