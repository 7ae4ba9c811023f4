package io.boltzspark.monitoring;

import io.boltzspark.evaluation.sites.SiteMeans;
import io.boltzspark.evaluation.sites.SitePairs;
import io.boltzspark.evaluation.sites.Sites;
import io.boltzspark.math.Matrix;
import io.boltzspark.model.BoltzmannMachine;

/** The data that monitors use throughout the training of one machine. */
public final class Watched {
  private final BoltzmannMachine machine;
  private final long seed;
  private final Matrix train;
  private final Matrix valid;
  private final double[] trainWeights;
  private final double[] validWeights;
  private final int sweeps;
  private SiteMeans siteMeans; // null until used
  private SitePairs sitePairs; // null until used

  /**
   * @param seed the seed of the training
   * @param train visible states of some training rows, samples x units; at least one
   * @param valid visible states of as many validation rows, possibly none
   * @param trainWeights of the training rows, one of them above 0; null: every row counts alike
   * @param validWeights of the validation rows, likewise
   */
  public Watched(
      BoltzmannMachine machine,
      long seed,
      Matrix train,
      Matrix valid,
      double[] trainWeights,
      double[] validWeights) {
    this(machine, seed, train, valid, trainWeights, validWeights, 1);
  }

  private Watched(
      BoltzmannMachine machine,
      long seed,
      Matrix train,
      Matrix valid,
      double[] trainWeights,
      double[] validWeights,
      int sweeps) {
    this.machine = machine;
    this.seed = seed;
    this.train = train;
    this.valid = valid;
    this.trainWeights = trainWeights;
    this.validWeights = validWeights;
    this.sweeps = sweeps;
  }

  /** Rows that count alike. */
  public Watched(BoltzmannMachine machine, long seed, Matrix train, Matrix valid) {
    this(machine, seed, train, valid, null, null);
  }

  /**
   * The same with another number of sweeps.
   *
   * @param count Gibbs sweeps of a step of training, at least 1
   */
  public Watched withSweeps(int count) {
    return new Watched(machine, seed, train, valid, trainWeights, validWeights, count);
  }

  public BoltzmannMachine machine() {
    return machine;
  }

  public long seed() {
    return seed;
  }

  public Matrix train() {
    return train;
  }

  public Matrix valid() {
    return valid;
  }

  /** Weights of the training rows; null: every row counts alike. */
  public double[] trainWeights() {
    return trainWeights;
  }

  /** Weights of the validation rows; null: every row counts alike. */
  public double[] validWeights() {
    return validWeights;
  }

  /** Gibbs sweeps of a step of training, 1 unless set. */
  int sweeps() {
    return sweeps;
  }

  /** Why rows with weights cannot be measured where each has to count alike; else empty. */
  String reasonNotAlike() {
    return trainWeights == null
        ? ""
        : "it compares rows with as many samples, and these rows have weights";
  }

  Sites sites() {
    return Sites.of(machine.visible());
  }

  /** One-site statistics of the training rows, computed on first use. */
  SiteMeans siteMeans() {
    if (siteMeans == null) {
      siteMeans = SiteMeans.of(sites(), train, floats(trainWeights));
    }
    return siteMeans;
  }

  /** Two-site statistics of the training rows, computed on first use. */
  SitePairs sitePairs() {
    if (sitePairs == null) {
      sitePairs = SitePairs.of(sites(), train, floats(trainWeights));
    }
    return sitePairs;
  }

  private static float[] floats(double[] values) {
    if (values == null) {
      return null;
    }
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }
}
