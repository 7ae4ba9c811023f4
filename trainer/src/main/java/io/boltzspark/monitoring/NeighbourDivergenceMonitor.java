package io.boltzspark.monitoring;

import io.boltzspark.evaluation.neighbours.NeighbourDivergence;
import io.boltzspark.math.Matrix;
import io.boltzspark.math.RandomStream;
import io.boltzspark.monitoring.MonitoredValue.Better;

/** {@link NeighbourDivergence} of rows from equally many samples of the model, or the reverse. */
final class NeighbourDivergenceMonitor extends RowsMonitor {
  private static final int NEIGHBOURS = NeighbourDivergence.NEIGHBOURS;

  private final boolean reverse;

  /**
   * @param reverse whether to measure the divergence of samples from rows
   */
  NeighbourDivergenceMonitor(boolean reverse) {
    super(reverse ? "reverse-kl-divergence" : "kl-divergence", Better.SMALLER, NEIGHBOURS + 1);
    this.reverse = reverse;
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
    Matrix samples = moment.samples().visible().rows(0, rows.rows());
    return reverse
        ? NeighbourDivergence.of(samples, rows, NEIGHBOURS)
        : NeighbourDivergence.of(rows, samples, NEIGHBOURS);
  }
}
