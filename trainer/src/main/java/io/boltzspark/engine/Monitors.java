package io.boltzspark.engine;

import io.boltzspark.evaluation.PseudoLikelihood;
import io.boltzspark.evaluation.ReconstructionError;
import io.boltzspark.learning.TrainingConfig;
import io.boltzspark.math.Matrix;
import io.boltzspark.math.RandomStream;
import io.boltzspark.math.RandomStream.Purpose;
import io.boltzspark.model.BoltzmannMachine;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What training is watched by, on the driver between rounds: a fixed sample of training and
 * validation rows. Never decides a byte of the model. When monitoring would take more than its
 * share of the time, evaluations are left out, but never the first (which does not count, since the
 * JVM warms up in it) and the last.
 */
final class Monitors {
  private final BoltzmannMachine machine;
  private final TrainingConfig training;
  private final MonitorConfig config;
  private final Matrix train;
  private final Matrix valid;
  private final boolean binary;
  private long nanos;
  private long lastNanos;
  private long counted;
  private boolean warm;
  private int leftOut;

  Monitors(
      BoltzmannMachine machine, TrainingConfig training, MonitorConfig config, TrainingData data) {
    this.machine = machine;
    this.training = training;
    this.config = config;
    this.train = sample(data, TrainingData.Part.TRAIN);
    this.valid = sample(data, TrainingData.Part.VALID);
    this.binary = data.format() == RowFormat.BINARY || training.resample();
  }

  private Matrix sample(TrainingData data, TrainingData.Part part) {
    Matrix rows = data.first(part, config.rows());
    if (training.resample()) {
      RandomStream random = new RandomStream(training.seed(), Purpose.MONITOR, -1, part.ordinal());
      new Resampling(rows.columns()).drawInPlace(rows, random);
    }
    return rows;
  }

  /** Whether another evaluation stays within the share of {@code elapsedNanos} of training. */
  boolean isAffordable(long elapsedNanos) {
    boolean affordable = counted + lastNanos <= config.share() * elapsedNanos;
    leftOut += affordable ? 0 : 1;
    return affordable;
  }

  /** Seconds spent here so far. */
  double seconds() {
    return nanos / 1e9;
  }

  /** Evaluations that were left out because of their cost. */
  int leftOut() {
    return leftOut;
  }

  /** The values after a number of steps; a value that does not exist for this data is null. */
  Map<String, Object> evaluate(float[] parameters, long step) {
    long start = System.nanoTime();
    RandomStream random = new RandomStream(training.seed(), Purpose.MONITOR, step, 0);
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("reconstruction_error", ReconstructionError.of(machine, parameters, train, random));
    values.put(
        "pseudo_log_likelihood",
        binary ? PseudoLikelihood.stochastic(machine, parameters, train, random) : null);
    double trainEnergy = mean(machine.freeEnergy(train, parameters));
    values.put("free_energy_train", trainEnergy);
    if (valid.rows() > 0) {
      double validEnergy = mean(machine.freeEnergy(valid, parameters));
      values.put("free_energy_valid", validEnergy);
      values.put("free_energy_gap", validEnergy - trainEnergy);
    } else {
      values.put("free_energy_valid", null);
      values.put("free_energy_gap", null);
    }
    long took = System.nanoTime() - start;
    nanos += took;
    lastNanos = warm ? took : 0;
    counted += lastNanos;
    warm = true;
    return values;
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElse(Double.NaN);
  }
}
