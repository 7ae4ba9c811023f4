package io.boltzspark.monitoring;

import io.boltzspark.evaluation.ContrastiveLoss;
import io.boltzspark.evaluation.WeightedMean;
import io.boltzspark.math.Matrix;
import io.boltzspark.math.RandomStream;
import io.boltzspark.monitoring.MonitoredValue.Better;

/** The mean {@link ContrastiveLoss} of rows, by as many sweeps as a step of training makes. */
final class ContrastiveLossMonitor extends RowsMonitor {
  ContrastiveLossMonitor() {
    super("contrastive-loss", Better.NEITHER, 1);
  }

  @Override
  public String reasonNot(Watched watched) {
    String reason = super.reasonNot(watched);
    return reason.isEmpty() ? FreeEnergyMonitor.reasonNot(watched.machine()) : reason;
  }

  @Override
  double of(Moment moment, Matrix rows, double[] weights, RandomStream random) {
    Watched watched = moment.watched();
    double[] losses =
        new ContrastiveLoss(watched.sweeps())
            .of(watched.machine(), moment.parameters(), rows, random);
    return WeightedMean.of(losses, weights).mean();
  }
}
