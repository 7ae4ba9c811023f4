package io.boltzspark.monitoring;

import io.boltzspark.evaluation.WeightedMean;
import io.boltzspark.math.Matrix;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.monitoring.MonitoredValue.Better;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The mean free energies of training and validation rows, and the excess of the latter: log Z
 * cancels in the difference, which therefore reveals overfitting (Hinton 2010, section 6).
 */
final class FreeEnergyMonitor implements Monitor {
  private static final String TRAIN = "free_energy_train";
  private static final String VALID = "free_energy_valid";
  static final String GAP = "free_energy_gap";

  @Override
  public String name() {
    return "free-energy";
  }

  @Override
  public List<MonitoredValue> values() {
    return List.of(
        new MonitoredValue(TRAIN, Better.SMALLER),
        new MonitoredValue(VALID, Better.SMALLER),
        new MonitoredValue(GAP, Better.SMALLER));
  }

  @Override
  public String reasonNot(Watched watched) {
    return reasonNot(watched.machine());
  }

  /** Why a machine has no free energy in closed form; empty if it has. */
  static String reasonNot(BoltzmannMachine machine) {
    return machine.hasClosedFreeEnergy()
        ? ""
        : "it requires at most one hidden layer, without couplings within, and units that have an"
            + " energy";
  }

  @Override
  public Map<String, Double> measure(Moment moment) {
    Map<String, Double> values = new LinkedHashMap<>();
    Watched watched = moment.watched();
    double train = mean(moment, watched.train(), watched.trainWeights());
    values.put(TRAIN, train);
    if (watched.valid().rows() > 0) {
      double valid = mean(moment, watched.valid(), watched.validWeights());
      values.put(VALID, valid);
      values.put(GAP, valid - train);
    }
    return values;
  }

  private static double mean(Moment moment, Matrix rows, double[] weights) {
    double[] energies = moment.watched().machine().freeEnergy(rows, moment.parameters());
    return weights == null
        ? Arrays.stream(energies).average().orElse(Double.NaN)
        : WeightedMean.of(energies, weights).mean();
  }
}
