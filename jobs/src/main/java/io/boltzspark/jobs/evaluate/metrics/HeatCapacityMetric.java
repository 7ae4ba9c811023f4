package io.boltzspark.jobs.evaluate.metrics;

import io.boltzspark.evaluation.HeatCapacity;
import io.boltzspark.jobs.evaluate.samples.SampleSource;
import io.boltzspark.model.BoltzmannMachine;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How much the energy of samples varies, or what the package paysage takes for it. */
final class HeatCapacityMetric extends SampleMetric {
  private final boolean ofLayerMeans;

  HeatCapacityMetric(boolean ofLayerMeans) {
    super(ofLayerMeans ? "heat-capacity-of-means" : "heat-capacity", FEW_SWEEPS);
    this.ofLayerMeans = ofLayerMeans;
  }

  @Override
  public String reasonNot(Subject subject) {
    return FreeEnergyMetric.reasonWithoutEnergy(subject.model().machine());
  }

  @Override
  void measure(
      Subject subject, SampleSource.Drawn samples, Map<String, Object> json, List<String> lines) {
    BoltzmannMachine machine = subject.model().machine();
    float[] parameters = subject.model().parameters();
    double value =
        ofLayerMeans
            ? HeatCapacity.ofLayerMeans(machine, parameters, samples.states())
            : HeatCapacity.of(machine, parameters, samples.states());
    json.put("value", MetricResult.finite(value));
    lines.add(
        String.format(
            Locale.ROOT,
            "heat capacity%s: %.3f (%d sweeps; variance of the energy over the root of the number"
                + " of parameters)",
            ofLayerMeans ? " of layer means" : "",
            value,
            samples.sweeps()));
  }
}
