package io.boltzspark.evaluation.partition;

import io.boltzspark.math.Matrix;
import io.boltzspark.math.RandomStream;
import io.boltzspark.math.RandomStream.Purpose;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.sampling.ChainStates;
import io.boltzspark.sampling.GibbsSampler;
import io.boltzspark.sampling.MeanField;

/**
 * Annealed importance sampling in reverse: particles of the machine follow the path down to
 * independent units, and the mean of their weights estimates the ratio of the base's Z to the
 * machine's (the reverse chain of Burda, Grosse and Salakhutdinov 2015; Grosse, Ghahramani and
 * Adams 2015). With exact particles the estimate of log Z is on average too high, while the forward
 * one is too low. Particles come from Gibbs chains, which may not have reached every part of the
 * distribution, so this is an estimate, not a bound; it is credible if chains started from data and
 * from noise agree.
 */
public final class ReverseAnnealing implements AnnealingWalk {
  private static final int FIRST_UPDATES = 10;
  private static final double TOLERANCE = 1e-3;

  /** Where the particles' chains start; each start has its own random numbers. */
  public enum Start {
    DATA,
    NOISE;

    /** The first of the steps' keys, distinct from those of other walks. */
    private long firstKey() {
      return (ordinal() + 1L) << 40;
    }
  }

  private final BoltzmannMachine machine;
  private final float[] parameters;
  private final AnnealedPath path;
  private final AnnealingSchedule schedule;
  private final Start from;
  private final int sweeps;
  private final long seed;
  private final RandomStream random = new RandomStream();

  /**
   * @param from the start of the particles' chains
   * @param sweeps number of sweeps of these chains before the walk begins, at least 1
   */
  public ReverseAnnealing(
      BoltzmannMachine machine, float[] parameters, AnnealingPlan plan, Start from, int sweeps) {
    this.machine = machine;
    this.parameters = parameters;
    this.path = plan.path(machine, parameters);
    this.schedule = plan.schedule();
    this.from = from;
    this.sweeps = sweeps;
    this.seed = plan.seed();
  }

  /**
   * Chains started from visible states, with hidden layers from mean field; those of machines with
   * couplings within hidden layers, which are moved unit by unit and so need states, are drawn
   * upwards.
   */
  public ChainSlice startAtData(int number, Matrix visible) {
    ChainStates states = ChainStates.zeros(machine, visible.rows());
    states.visible().setFrom(visible);
    if (machine.spec().coupled().stream().anyMatch(l -> l > 0)) {
      new GibbsSampler(machine).sampleUpwards(states, parameters, key(0, number));
    } else {
      new MeanField(machine).updateInPlace(states, parameters, FIRST_UPDATES, TOLERANCE);
    }
    return ChainSlice.of(number, 0, path, states, new double[visible.rows()]);
  }

  /** Chains whose units start from draws without inputs and biases. */
  public ChainSlice startAtNoise(int number, int chains) {
    ChainStates states = ChainStates.zeros(machine, chains);
    path.startAtNoise(states, key(0, number));
    return ChainSlice.of(number, 0, path, states, new double[chains]);
  }

  private RandomStream key(int step, int slice) {
    return random.key(seed, Purpose.ANNEALING, from.firstKey() + step, slice);
  }

  /** First the sweeps, then the walk. */
  @Override
  public int steps() {
    return sweeps + schedule.temperatures();
  }

  @Override
  public ChainSlice advance(ChainSlice slice, int steps) {
    ChainStates states = slice.states(machine, path);
    double[] logWeights = slice.logWeights().clone();
    int end = Math.min(steps(), AnnealedPath.pause(slice.step() + steps));
    for (int step = slice.step() + 1; step <= end; step++) {
      key(step, slice.number());
      path.beginStep(step);
      if (step <= sweeps) {
        path.move(states, 1, random);
      } else {
        int above = steps() - step + 1;
        path.step(states, logWeights, schedule.beta(above), schedule.beta(above - 1), random);
      }
    }
    return ChainSlice.of(slice.number(), end, path, states, logWeights);
  }

  @Override
  public ChainWeights weights(double[] logWeights) {
    return ChainWeights.reverse(path.logBasePartition(), logWeights);
  }
}
