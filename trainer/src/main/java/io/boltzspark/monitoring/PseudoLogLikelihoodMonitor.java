package io.boltzspark.monitoring;

import io.boltzspark.evaluation.PseudoLikelihood;
import io.boltzspark.math.Matrix;
import io.boltzspark.math.RandomStream;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.monitoring.MonitoredValue.Better;

/**
 * The one-unit pseudo-log-likelihood, {@link PseudoLikelihood#stochastic}, in nats per row: an
 * estimate of {@link PseudoLikelihood#exact} from one random unit of each monitored row, with an
 * error of several nats, or without hidden units that itself. The rows' units are drawn anew each
 * time.
 */
final class PseudoLogLikelihoodMonitor extends RowsMonitor {
  PseudoLogLikelihoodMonitor() {
    super("pseudo-log-likelihood", Better.LARGER, 1);
  }

  @Override
  public String reasonNot(Watched watched) {
    BoltzmannMachine machine = watched.machine();
    String reason = PseudoLikelihood.reasonNot(machine);
    if (reason.isEmpty()) {
      reason = PseudoLikelihood.reasonNot(machine, watched.train());
    }
    return reason.isEmpty() ? PseudoLikelihood.reasonNot(machine, watched.valid()) : reason;
  }

  @Override
  double of(Moment moment, Matrix rows, double[] weights, RandomStream random) {
    return PseudoLikelihood.stochastic(
        moment.watched().machine(), moment.parameters(), rows, weights, random);
  }
}
