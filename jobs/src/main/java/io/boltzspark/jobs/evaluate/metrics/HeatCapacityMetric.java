package io.boltzspark.jobs.evaluate.metrics;

import io.boltzspark.evaluation.HeatCapacity;
import io.boltzspark.jobs.evaluate.samples.SampleSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How much the energy of samples varies. */
final class HeatCapacityMetric extends SampleMetric {
  HeatCapacityMetric() {
    super("heat-capacity", FEW_SWEEPS);
  }

  @Override
  public String reasonNot(Subject subject) {
    return FreeEnergyMetric.reasonWithoutEnergy(subject.model().machine());
  }

  @Override
  void measure(
      Subject subject, SampleSource.Drawn samples, Map<String, Object> json, List<String> lines) {
    double value =
        HeatCapacity.of(subject.model().machine(), subject.model().parameters(), samples.states());
    json.put("value", MetricResult.finite(value));
    lines.add(
        String.format(
            Locale.ROOT,
            "heat capacity: %.3f (%d sweeps; variance of the energy over the root of the number of"
                + " parameters)",
            value,
            samples.sweeps()));
  }
}
