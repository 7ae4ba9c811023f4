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
  private SiteMeans siteMeans; // null until used
  private SitePairs sitePairs; // null until used

  /**
   * @param seed the seed of the training
   * @param train visible states of some training rows, samples x units; at least one
   * @param valid visible states of as many validation rows, possibly none
   */
  public Watched(BoltzmannMachine machine, long seed, Matrix train, Matrix valid) {
    this.machine = machine;
    this.seed = seed;
    this.train = train;
    this.valid = valid;
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

  Sites sites() {
    return Sites.of(machine.visible());
  }

  /** One-site statistics of the training rows, computed on first use. */
  SiteMeans siteMeans() {
    if (siteMeans == null) {
      siteMeans = SiteMeans.of(sites(), train, null);
    }
    return siteMeans;
  }

  /** Two-site statistics of the training rows, computed on first use. */
  SitePairs sitePairs() {
    if (sitePairs == null) {
      sitePairs = SitePairs.of(sites(), train, null);
    }
    return sitePairs;
  }
}
