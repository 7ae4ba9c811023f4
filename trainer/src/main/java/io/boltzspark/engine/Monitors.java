package io.boltzspark.engine;

import io.boltzspark.evaluation.PseudoLikelihood;
import io.boltzspark.evaluation.ReconstructionError;
import io.boltzspark.learning.StoppingConfig;
import io.boltzspark.math.Matrix;
import io.boltzspark.math.RandomStream;
import io.boltzspark.math.RandomStream.Purpose;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.UnitSpec;
import io.boltzspark.model.UnitType;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What training is watched by, on the driver between rounds: a fixed sample of training and
 * validation rows. Decides no byte of the model, but for the metric of early stopping. When
 * monitoring would take more than its share of the time, evaluations are left out, but never the
 * first (which does not count, since the JVM warms up in it) and the last.
 */
final class Monitors {
  private final BoltzmannMachine machine;
  private final long seed;
  private final MonitorConfig config;
  private final Matrix train;
  private final Matrix valid;
  private final boolean binary;
  private final boolean closedFreeEnergy;
  private long nanos;
  private long lastNanos;
  private long counted;
  private boolean warm;
  private int leftOut;

  /**
   * @param seed of the training
   * @param train visible states of some training rows
   * @param valid visible states of as many validation rows, maybe none
   */
  Monitors(BoltzmannMachine machine, long seed, MonitorConfig config, Matrix train, Matrix valid) {
    this.machine = machine;
    this.seed = seed;
    this.config = config;
    this.train = train;
    this.valid = valid;
    List<UnitSpec> visible = machine.spec().layers().get(0);
    this.closedFreeEnergy = hasClosedFreeEnergy(machine);
    this.binary =
        closedFreeEnergy
            && visible.size() == 1
            && visible.get(0).type() == UnitType.BERNOULLI
            && isBinary(train);
  }

  private static boolean hasClosedFreeEnergy(BoltzmannMachine machine) {
    return machine.isRestricted()
        && machine.spec().layers().stream()
            .flatMap(List::stream)
            .allMatch(units -> units.type().hasEnergy());
  }

  private static boolean isBinary(Matrix rows) {
    for (float value : rows.toArray()) {
      if (value != 0f && value != 1f) {
        return false;
      }
    }
    return true;
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
    RandomStream random = new RandomStream(seed, Purpose.MONITOR, step, 0);
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("reconstruction_error", ReconstructionError.of(machine, parameters, train, random));
    values.put(
        "pseudo_log_likelihood",
        binary ? PseudoLikelihood.stochastic(machine, parameters, train, random) : null);
    putFreeEnergies(parameters, values);
    long took = System.nanoTime() - start;
    nanos += took;
    lastNanos = warm ? took : 0;
    counted += lastNanos;
    warm = true;
    return values;
  }

  private void putFreeEnergies(float[] parameters, Map<String, Object> values) {
    Double trainEnergy = closedFreeEnergy ? mean(machine.freeEnergy(train, parameters)) : null;
    Double validEnergy =
        closedFreeEnergy && valid.rows() > 0
            ? (Double) mean(machine.freeEnergy(valid, parameters))
            : null;
    values.put("free_energy_train", trainEnergy);
    values.put("free_energy_valid", validEnergy);
    values.put("free_energy_gap", validEnergy == null ? null : validEnergy - trainEnergy);
  }

  /** Why {@link #decisive} cannot be computed for this machine and data; empty where it can. */
  String reasonNotDecidable(StoppingConfig.Metric metric) {
    if (metric != StoppingConfig.Metric.NONE && valid.rows() == 0) {
      return "the data has no validation rows (boltz prepare --valid-fraction sets some aside)";
    }
    return switch (metric) {
      case NONE, RECONSTRUCTION_ERROR -> "";
      case PSEUDO_LOG_LIKELIHOOD ->
          binary
              ? ""
              : "it takes one hidden layer, bernoulli visible units without labels, and values of 0"
                  + " and 1 alone";
      case FREE_ENERGY_GAP ->
          closedFreeEnergy ? "" : "it takes one hidden layer, and units that have an energy";
    };
  }

  /** The metric of early stopping on the validation rows, a pure function of its arguments. */
  double decisive(StoppingConfig.Metric metric, float[] parameters, long step) {
    RandomStream random = new RandomStream(seed, Purpose.MONITOR, step, 1);
    return switch (metric) {
      case NONE -> Double.NaN;
      case RECONSTRUCTION_ERROR -> ReconstructionError.of(machine, parameters, valid, random);
      case PSEUDO_LOG_LIKELIHOOD -> PseudoLikelihood.stochastic(machine, parameters, valid, random);
      case FREE_ENERGY_GAP ->
          mean(machine.freeEnergy(valid, parameters)) - mean(machine.freeEnergy(train, parameters));
    };
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElse(Double.NaN);
  }
}
