package io.boltzspark.monitoring;

import io.boltzspark.evaluation.WeightStatistics;
import io.boltzspark.monitoring.MonitoredValue.Better;
import java.util.List;
import java.util.Map;

/** {@link WeightStatistics#sparsity}. */
final class WeightSparsityMonitor implements Monitor {
  private static final String KEY = "weight_sparsity";

  @Override
  public String name() {
    return "weight-sparsity";
  }

  @Override
  public List<MonitoredValue> values() {
    return List.of(new MonitoredValue(KEY, Better.NEITHER));
  }

  @Override
  public String reasonNot(Watched watched) {
    return WeightStatistics.reasonNot(watched.machine());
  }

  @Override
  public Map<String, Double> measure(Moment moment) {
    return Map.of(KEY, WeightStatistics.sparsity(moment.watched().machine(), moment.parameters()));
  }
}
