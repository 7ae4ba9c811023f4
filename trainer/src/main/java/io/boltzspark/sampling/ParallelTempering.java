package io.boltzspark.sampling;

import io.boltzspark.math.Matrix;
import io.boltzspark.math.RandomStream;
import io.boltzspark.model.BoltzmannMachine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Replicas of chains at higher temperatures, which move between modes more easily and exchange
 * states with the chains below (Geyer 1991; for Boltzmann machines Desjardins et al. 2010). Replica
 * r of R is at inverse temperature {@code 1 - r (1 - leastBeta) / (R - 1)}; replica 0 is the chains
 * themselves. An exchange between neighbours is accepted with Metropolis probability, so each
 * replica keeps the distribution of its temperature.
 */
public final class ParallelTempering {
  private final BoltzmannMachine machine;
  private final GibbsSampler sampler;
  private final float[] betas;
  private final List<ChainStates> hot = new ArrayList<>(); // replica 1, 2, ...
  private final List<float[]> tempered = new ArrayList<>(); // replica 1, 2, ...
  private final int[] tried; // pair of replicas r and r + 1
  private final int[] accepted;

  /**
   * @param chains number of chains of each replica
   * @param replicas R, at least 2
   * @param leastBeta inverse temperature of the last replica, in [0, 1)
   */
  public ParallelTempering(BoltzmannMachine machine, int chains, int replicas, double leastBeta) {
    this.machine = machine;
    this.sampler = new GibbsSampler(machine);
    this.betas = new float[replicas];
    this.tried = new int[replicas - 1];
    this.accepted = new int[replicas - 1];
    for (int r = 0; r < replicas; r++) {
      betas[r] = (float) (1 - r * (1 - leastBeta) / (replicas - 1));
    }
    for (int r = 1; r < replicas; r++) {
      hot.add(ChainStates.zeros(machine, chains));
      tempered.add(new float[machine.layout().size()]);
    }
  }

  /** The states of replicas 1, 2, ...; between moves only the layers that carry a chain matter. */
  public List<ChainStates> hot() {
    return hot;
  }

  /**
   * Moves the hot replicas by Gibbs sweeps, draws the remaining layers of the chains, and tries to
   * exchange states between neighbours, even pairs at even steps and odd pairs at odd ones.
   *
   * @param cold the chains; the layers that carry them must be set
   */
  public void move(
      ChainStates cold, int sweeps, float[] parameters, long step, RandomStream random) {
    for (int r = 0; r < hot.size(); r++) {
      machine.temperInto(parameters, betas[r + 1], tempered.get(r));
      sampler.sweep(hot.get(r), sweeps, tempered.get(r), random);
    }
    sampler.sampleFirst(cold, parameters, random);
    Arrays.fill(tried, 0);
    Arrays.fill(accepted, 0);
    for (int r = (int) (step % 2); r + 1 < betas.length; r += 2) {
      tried[r] = cold.chains();
      accepted[r] =
          exchange(
              r == 0 ? cold : hot.get(r - 1),
              r == 0 ? parameters : tempered.get(r - 1),
              hot.get(r),
              tempered.get(r),
              random);
    }
  }

  /**
   * Writes what the last move exchanged: for each pair of neighbouring replicas, from the coldest
   * on, the number of exchanges that it tried and of those that were accepted.
   */
  public void exchangesInto(float[] numbers, int from) {
    for (int r = 0; r < tried.length; r++) {
      numbers[from + 2 * r] = tried[r];
      numbers[from + 2 * r + 1] = accepted[r];
    }
  }

  /** Returns the number of chains whose states were exchanged. */
  private int exchange(
      ChainStates a, float[] ofA, ChainStates b, float[] ofB, RandomStream random) {
    double[] aAtA = machine.energy(a.layers(), ofA);
    double[] aAtB = machine.energy(a.layers(), ofB);
    double[] bAtA = machine.energy(b.layers(), ofA);
    double[] bAtB = machine.energy(b.layers(), ofB);
    int exchanged = 0;
    for (int c = 0; c < a.chains(); c++) {
      double logRatio = aAtA[c] + bAtB[c] - aAtB[c] - bAtA[c];
      double uniform = ((random.nextLong() >>> 11) + 0.5) * 0x1p-53;
      if (StrictMath.log(uniform) < logRatio) {
        swap(a, b, c);
        exchanged++;
      }
    }
    return exchanged;
  }

  private static void swap(ChainStates a, ChainStates b, int chain) {
    for (int l = 0; l < a.layers().size(); l++) {
      Matrix x = a.layer(l);
      Matrix y = b.layer(l);
      for (int i = 0; i < x.columns(); i++) {
        float kept = x.get(chain, i);
        x.set(chain, i, y.get(chain, i));
        y.set(chain, i, kept);
      }
    }
  }
}
