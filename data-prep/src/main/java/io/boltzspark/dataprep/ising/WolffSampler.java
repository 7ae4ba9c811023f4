package io.boltzspark.dataprep.ising;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Draws independent configurations of the Ising model of {@link IsingSource} by the single-cluster
 * algorithm of Wolff, "Collective Monte Carlo updating for spin systems", Phys. Rev. Lett. 62, 361
 * (1989). An update picks a site at random, grows a cluster from it by taking in each equal
 * neighbour of each of its sites with probability {@code p = 1 - exp(-2 / T)}, and flips the whole
 * cluster.
 *
 * <p>Every configuration is the end of its own chain, so draws depend on their keys alone.
 *
 * <p><b>Start.</b> All spins up. The energy settles sooner from there than from a random
 * configuration, whose first clusters are small (measured at the critical temperature: within 0.001
 * of its value after 10 sweeps of a 16 x 16 lattice, not 30).
 *
 * <p><b>Length.</b> Counted in sweeps, each as many flips as there are spins, a chain forgets its
 * start like {@code exp(-t / tau)}. At the critical temperature, where tau is largest, it was
 * measured as about 2 for a side of 16 and 3 for 64, which is the growth of the fourth root. A
 * chain runs for 16 times the fourth root of the size, about 15 tau. The number of updates that
 * this takes is found once, on a pilot chain with a fixed key: so it depends on size and
 * temperature alone, and the end of a chain cannot depend on the course of the chain.
 *
 * <p><b>Parity.</b> Almost every update reverses some quantities: the sign of the magnetisation at
 * low temperature, where a cluster is the whole lattice; whether the number of spins up is even at
 * high temperature, where it is one spin. A fixed number of updates would leave its own parity in
 * them. So each chain tosses four coins and makes one more update for each head, which multiplies a
 * mode of eigenvalue {@code lambda} by {@code ((1 + lambda) / 2)^4}: with the 19 updates or more of
 * any chain, no mode of negative eigenvalue retains more than 2e-6.
 *
 * <p>Immutable, so threads may share it.
 */
final class WolffSampler {
  /** Coins, each of which may make a chain one update longer. */
  static final int COINS = 4;

  private static final int NEIGHBOURS = 4;
  private static final double SWEEPS_OF_UNIT_SIZE = 16;
  private static final long PILOT_KEY = 1;
  private static final int PILOT_LENGTHS = 10;
  private static final byte UP = (byte) 255;

  private final int sites;
  private final int[] neighbours;
  private final long bondThreshold;
  private final int updates;

  /**
   * @param size spins per side
   * @param temperature in units of J / k_B
   */
  WolffSampler(int size, double temperature) {
    sites = size * size;
    neighbours = neighbours(size);
    // StrictMath, because a single bond more or less changes the configuration.
    bondThreshold = (long) (-StrictMath.expm1(-2 / temperature) * 0x1p53);
    updates = measureUpdates(SWEEPS_OF_UNIT_SIZE * Math.sqrt(Math.sqrt(size)));
  }

  /** The least number of cluster updates of a chain. */
  int updates() {
    return updates;
  }

  /**
   * The configuration of a key.
   *
   * @return one byte per spin, row-major, size x size: 255 up, 0 down
   */
  byte[] draw(long key) {
    Chain chain = new Chain(key);
    int length = updates + chain.heads();
    for (int update = 0; update < length; update++) {
      chain.update();
    }
    return chain.spins;
  }

  /** Updates that flip, on average, {@code sweeps} times the number of spins. */
  private int measureUpdates(double sweeps) {
    Chain pilot = new Chain(PILOT_KEY);
    double flips = sweeps * sites;
    for (double flipped = 0; flipped < flips; ) {
      flipped += pilot.update();
    }
    double flipped = 0;
    long made = 0;
    while (flipped < PILOT_LENGTHS * flips) {
      flipped += pilot.update();
      made++;
    }
    return (int) Math.ceil(flips * made / flipped);
  }

  /**
   * The sites right of, below, left of and above each site, four per site; opposite edges are
   * joined.
   */
  private static int[] neighbours(int size) {
    int[] neighbours = new int[NEIGHBOURS * size * size];
    for (int y = 0, n = 0; y < size; y++) {
      for (int x = 0; x < size; x++) {
        neighbours[n++] = y * size + (x + 1) % size;
        neighbours[n++] = (y + 1) % size * size + x;
        neighbours[n++] = y * size + (x + size - 1) % size;
        neighbours[n++] = (y + size - 1) % size * size + x;
      }
    }
    return neighbours;
  }

  /** One Markov chain. */
  private final class Chain {
    private final SplittableRandom random;
    private final byte[] spins = new byte[sites];

    /** Sites of the cluster whose neighbours have not been visited. */
    private final int[] open = new int[sites];

    Chain(long key) {
      random = new SplittableRandom(key);
      Arrays.fill(spins, UP);
    }

    int heads() {
      return Long.bitCount(random.nextLong() >>> (Long.SIZE - COINS));
    }

    /**
     * Grows a cluster and flips it.
     *
     * @return its sites
     */
    int update() {
      int first = (int) ((random.nextLong() >>> 32) * sites >>> 32);
      byte old = spins[first];
      byte flipped = (byte) ~old;
      // A site is flipped when it joins, so that it cannot join twice.
      spins[first] = flipped;
      open[0] = first;
      int remaining = 1;
      int joined = 1;
      while (remaining > 0) {
        int from = NEIGHBOURS * open[--remaining];
        for (int n = from; n < from + NEIGHBOURS; n++) {
          int site = neighbours[n];
          if (spins[site] == old && random.nextLong() >>> 11 < bondThreshold) {
            spins[site] = flipped;
            open[remaining++] = site;
            joined++;
          }
        }
      }
      return joined;
    }
  }
}
