package io.boltzspark.monitoring;

import io.boltzspark.math.Matrix;
import io.boltzspark.model.BoltzmannMachine;

/**
 * The data that monitors use throughout the training of one machine.
 *
 * @param seed the seed of the training
 * @param train visible states of some training rows, samples x units; at least one
 * @param valid visible states of as many validation rows, possibly none
 * @param trainWeights of the training rows, one of them above 0; null: every row counts alike
 * @param validWeights of the validation rows, likewise
 */
public record Watched(
    BoltzmannMachine machine,
    long seed,
    Matrix train,
    Matrix valid,
    double[] trainWeights,
    double[] validWeights) {

  /** Rows that count alike. */
  public Watched(BoltzmannMachine machine, long seed, Matrix train, Matrix valid) {
    this(machine, seed, train, valid, null, null);
  }

  /** Why rows with weights cannot be measured where each has to count alike; else empty. */
  String reasonNotAlike() {
    return trainWeights == null
        ? ""
        : "it compares rows with as many samples, and these rows have weights";
  }
}
