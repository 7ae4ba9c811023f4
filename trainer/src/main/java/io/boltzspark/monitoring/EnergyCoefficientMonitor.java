package io.boltzspark.monitoring;

import io.boltzspark.evaluation.neighbours.EnergyCoefficient;
import io.boltzspark.math.Matrix;
import io.boltzspark.math.RandomStream;
import io.boltzspark.monitoring.MonitoredValue.Better;

/** {@link EnergyCoefficient} of rows and equally many samples of the model. */
final class EnergyCoefficientMonitor extends RowsMonitor {
  EnergyCoefficientMonitor() {
    super("energy-coefficient", Better.SMALLER, 1);
  }

  @Override
  public boolean needsSamples() {
    return true;
  }

  @Override
  public String reasonNot(Watched watched) {
    String reason = super.reasonNot(watched);
    return reason.isEmpty() ? watched.reasonNotAlike() : reason;
  }

  @Override
  double of(Moment moment, Matrix rows, double[] weights, RandomStream random) {
    return EnergyCoefficient.of(rows, moment.samples().visible().rows(0, rows.rows()));
  }
}
