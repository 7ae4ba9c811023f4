package io.boltzspark.evaluation.partition;

import io.boltzspark.math.Matrix;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.UpdateOrder.Block;
import io.boltzspark.sampling.ChainStates;
import java.io.Serializable;

/**
 * Some chains on their way along an {@link AnnealedPath}, as they are sent between tasks. Chains
 * are cut into slices of a fixed size, each with random numbers of its own, so that nothing depends
 * on how many tasks there are or on where a walk was interrupted.
 *
 * @param number of the slice, from 0; part of the key of its random numbers
 * @param step how many steps were made
 * @param carried of each layer that carries a chain, in order, the states, chains x units
 * @param logWeights one a chain
 */
public record ChainSlice(int number, int step, float[][] carried, double[] logWeights)
    implements Serializable {

  /**
   * Chains a slice. The weights are packed anew for every product, so that fewer cost more (100
   * rows reach 210 GFLOP/s where 1000 reach 240), while the slices of 1000 chains still spread over
   * eight tasks.
   */
  public static final int CHAINS = 125;

  /** Slices that a number of chains makes. */
  public static int slices(int chains) {
    return (chains + CHAINS - 1) / CHAINS;
  }

  /** Chains of a slice; the last one has what is left. */
  public static int chains(int number, int chains) {
    return Math.min(chains, (number + 1) * CHAINS) - number * CHAINS;
  }

  static ChainSlice of(
      int number, int step, AnnealedPath path, ChainStates states, double[] logWeights) {
    Block layers = path.carried();
    float[][] carried = new float[layers.size()][];
    for (int i = 0; i < carried.length; i++) {
      carried[i] = states.layer(layers.layer(i)).toArray();
    }
    return new ChainSlice(number, step, carried, logWeights);
  }

  /** All layers, of which only the carried ones mean something. */
  ChainStates states(BoltzmannMachine machine, AnnealedPath path) {
    ChainStates states = ChainStates.zeros(machine, logWeights.length);
    Block layers = path.carried();
    for (int i = 0; i < carried.length; i++) {
      Matrix layer = states.layer(layers.layer(i));
      System.arraycopy(carried[i], 0, layer.values(), 0, carried[i].length);
    }
    return states;
  }
}
