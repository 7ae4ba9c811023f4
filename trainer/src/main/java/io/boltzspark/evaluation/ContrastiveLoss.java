package io.boltzspark.evaluation;

import io.boltzspark.math.Matrix;
import io.boltzspark.math.RandomStream;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.sampling.ChainStates;
import io.boltzspark.sampling.GibbsSampler;
import java.util.Arrays;

/**
 * The free energy of a row less that of its reconstruction by k sweeps, in nats: {@code F(x) -
 * F(x_k)}. The gradient of its mean, with the reconstructions held, is the one that CD-k descends
 * (Hinton 2002), so programs with automatic differentiation use it as their loss. It is no measure
 * of quality: below 0 the machine prefers rows to where its chains lead, at 0 it cannot tell them
 * apart, as before any training.
 *
 * @param sweeps k, at least 1
 */
public record ContrastiveLoss(int sweeps) implements RowScore {
  private static final long serialVersionUID = 1;

  /**
   * One draw of the loss for each row.
   *
   * @param rows visible states, samples x units; means of states count as they are, and chains
   *     start at them
   * @throws IllegalStateException unless the machine has a free energy in closed form
   */
  @Override
  public double[] of(
      BoltzmannMachine machine, float[] parameters, Matrix rows, RandomStream random) {
    double[] losses = machine.freeEnergy(rows, parameters);
    double[] again = machine.freeEnergy(reconstruct(machine, parameters, rows, random), parameters);
    Arrays.setAll(losses, r -> losses[r] - again[r]);
    return losses;
  }

  /** Hidden units are drawn first, from the rows. */
  private Matrix reconstruct(
      BoltzmannMachine machine, float[] parameters, Matrix rows, RandomStream random) {
    Matrix visible = Matrix.zeros(rows.rows(), rows.columns());
    visible.setFrom(rows);
    ChainStates chains = ChainStates.withVisible(machine, visible);
    GibbsSampler sampler = new GibbsSampler(machine);
    sampler.sampleLast(chains, parameters, random);
    sampler.sweep(chains, sweeps - 1, parameters, random);
    sampler.sampleFirst(chains, parameters, random);
    return visible;
  }
}
