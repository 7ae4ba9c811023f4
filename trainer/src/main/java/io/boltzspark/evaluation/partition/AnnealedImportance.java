package io.boltzspark.evaluation.partition;

import io.boltzspark.math.RandomStream;
import io.boltzspark.math.RandomStream.Purpose;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.sampling.ChainStates;

/**
 * Annealed importance sampling (Neal 2001; Salakhutdinov and Murray 2008): chains start from
 * independent units, whose Z is known, and follow the path to the machine. A chain's weight is the
 * product of {@code f_k(s) / f_(k-1)(s)} over its steps, s the state before the step, and the mean
 * weight is an unbiased estimate of Z over the base's. By Jensen's inequality the logarithm is on
 * average too low; how much depends on the number of temperatures.
 */
public final class AnnealedImportance implements AnnealingWalk {
  private final BoltzmannMachine machine;
  private final AnnealedPath path;
  private final AnnealingSchedule schedule;
  private final long seed;
  private final RandomStream random = new RandomStream();

  public AnnealedImportance(BoltzmannMachine machine, float[] parameters, AnnealingPlan plan) {
    this.machine = machine;
    this.path = plan.path(machine, parameters);
    this.schedule = plan.schedule();
    this.seed = plan.seed();
  }

  /** Chains drawn from the base distribution. */
  public ChainSlice start(int number, int chains) {
    ChainStates states = ChainStates.zeros(machine, chains);
    path.startAtBase(states, random.key(seed, Purpose.ANNEALING, 0, number));
    return ChainSlice.of(number, 0, path, states, new double[chains]);
  }

  @Override
  public int steps() {
    return schedule.temperatures();
  }

  @Override
  public ChainSlice advance(ChainSlice slice, int steps) {
    ChainStates states = slice.states(machine, path);
    double[] logWeights = slice.logWeights().clone();
    int end = Math.min(steps(), AnnealedPath.pause(slice.step() + steps));
    for (int step = slice.step() + 1; step <= end; step++) {
      random.key(seed, Purpose.ANNEALING, step, slice.number());
      path.beginStep(step);
      path.step(states, logWeights, schedule.beta(step - 1), schedule.beta(step), random);
    }
    return ChainSlice.of(slice.number(), end, path, states, logWeights);
  }

  @Override
  public ChainWeights weights(double[] logWeights) {
    return ChainWeights.forward(path.logBasePartition(), logWeights);
  }
}
