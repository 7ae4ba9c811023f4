package io.boltzspark.monitoring;

import io.boltzspark.evaluation.ReconstructionError;
import io.boltzspark.math.Matrix;
import io.boltzspark.math.RandomStream;
import io.boltzspark.monitoring.MonitoredValue.Better;

/** {@link ReconstructionError}. */
final class ReconstructionErrorMonitor extends RowsMonitor {
  ReconstructionErrorMonitor() {
    super("reconstruction-error", Better.SMALLER, 1);
  }

  @Override
  double of(Moment moment, Matrix rows, double[] weights, RandomStream random) {
    return ReconstructionError.of(
        moment.watched().machine(), moment.parameters(), rows, weights, random);
  }
}
