package io.boltzspark.engine.boltzmann;

import io.boltzspark.boltzmann.Initialisation.VisibleMoments;
import io.boltzspark.boltzmann.Stages.Stage;
import io.boltzspark.boltzmann.VisibleRows;
import io.boltzspark.engine.data.DataFit;
import io.boltzspark.engine.data.TrainingData;
import io.boltzspark.evaluation.WeightedMean;
import io.boltzspark.math.Matrix;
import io.boltzspark.math.RandomStream;
import io.boltzspark.math.RandomStream.Purpose;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.monitoring.Watched;
import io.boltzspark.sampling.Ascent;

/**
 * Rows of the data as the driver needs them for one stage: states of the stage's visible layer,
 * drawn with fixed random numbers. Each kind is drawn separately, so that the number of monitored
 * rows does not affect the others.
 */
final class StageRows {
  private final TrainingData data;
  private final VisibleRows rows;
  private final Ascent ascent;
  private final FirstRows first;
  private final Matrix deciding;
  private final Matrix train;
  private final Matrix valid;

  /**
   * @param rows how bytes become visible states
   * @param ascent how these become states of the stage's visible layer
   */
  public StageRows(
      TrainingData data, VisibleRows rows, Ascent ascent, Stage stage, FirstRows first) {
    this.data = data;
    this.rows = rows;
    this.ascent = ascent;
    this.first = first;
    this.deciding = states(first.decidingTrain(), stage, 0);
    this.train = states(first.train(), stage, 1);
    this.valid = states(first.valid(), stage, 2);
  }

  private Matrix states(Matrix visible, Stage stage, int kind) {
    if (ascent.isIdentity()) {
      return visible;
    }
    RandomStream random = new RandomStream(stage.config().seed(), Purpose.ASCENT, -1, kind);
    Matrix below = Matrix.zeros(visible.rows(), visible.columns());
    below.setFrom(visible);
    Matrix top =
        ascent.pairs().isEmpty()
            ? below
            : Matrix.zeros(visible.rows(), BoltzmannMachine.of(stage.spec()).visible().size());
    ascent.climber().climb(below, top, random);
    return top;
  }

  /** States for moments and chains. */
  Matrix deciding() {
    return deciding;
  }

  /** Monitored states of training rows. */
  Matrix train() {
    return train;
  }

  /** Monitored states of validation rows, possibly none. */
  Matrix valid() {
    return valid;
  }

  /** The monitored rows with their weights. */
  Watched watched(BoltzmannMachine machine, long seed) {
    return new Watched(machine, seed, train, valid, first.trainWeights(), first.validWeights());
  }

  /**
   * Which of the stage's visible units have the same state in all training rows. Hidden units of
   * earlier stages count as none, since only a sample of them is known, and so do labels.
   */
  boolean[] constant() {
    boolean[] constant = new boolean[deciding.columns()];
    if (ascent.pairs().isEmpty()) {
      boolean[] values = DataFit.constant(data, rows.resample());
      System.arraycopy(values, 0, constant, 0, values.length);
    }
    return constant;
  }

  /**
   * Moments of the stage's visible units: those of the data if these are the data's units,
   * otherwise of {@link #deciding}; each row as often as its weight says.
   */
  VisibleMoments moments() {
    int units = deciding.columns();
    double[] mean = new double[units];
    double[] variance = new double[units];
    if (ascent.pairs().isEmpty()) {
      dataMoments(mean, variance);
    }
    int from = ascent.pairs().isEmpty() ? rows.width() : 0; // labels are counted in the sample
    double[] values = new double[deciding.rows()];
    for (int i = from; i < units; i++) {
      for (int r = 0; r < values.length; r++) {
        values[r] = deciding.get(r, i);
      }
      WeightedMean found = WeightedMean.of(values, first.decidingWeights());
      mean[i] = found.mean();
      variance[i] = found.variance();
    }
    return new VisibleMoments(mean, variance, rows());
  }

  /** The number of rows that moments come from; the effective number where rows have weights. */
  private long rows() {
    if (!ascent.pairs().isEmpty()) {
      return Math.round(WeightedMean.effective(first.decidingWeights(), deciding.rows()));
    }
    return data.weights()
        .map(weights -> Math.round(weights.effective(TrainingData.Part.TRAIN)))
        .orElseGet(() -> data.rows(TrainingData.Part.TRAIN));
  }

  /** The variance of constants is 0, and not what rounding has left of it. */
  private void dataMoments(double[] mean, double[] variance) {
    boolean[] constant = constant();
    double[] dataMean = data.mean();
    double[] dataVariance = data.variance();
    for (int i = 0; i < rows.width(); i++) {
      double offset = rows.standardisation().offset()[i];
      double scale = rows.standardisation().scale()[i] / ascent.copies();
      mean[i] = (dataMean[i] - offset) / scale;
      double square = rows.resample() ? dataMean[i] * (1 - dataMean[i]) : dataVariance[i];
      variance[i] = constant[i] ? 0 : square / (scale * scale);
    }
  }
}
