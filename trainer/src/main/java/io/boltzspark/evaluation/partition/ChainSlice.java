package io.boltzspark.evaluation.partition;

import io.boltzspark.math.Matrix;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.UpdateOrder.Block;
import io.boltzspark.sampling.ChainStates;
import java.io.Serializable;

/**
 * Chains moving along an {@link AnnealedPath}, in the form sent between tasks. Chains are cut into
 * slices of a fixed size, each with its own random numbers, so that nothing depends on the number
 * of tasks or on where a walk was interrupted.
 *
 * @param number the slice's number, from 0; part of the key of its random numbers
 * @param step number of steps made
 * @param carried the states of each layer that carries a chain, in order, chains x units
 * @param logWeights one per chain
 */
public record ChainSlice(int number, int step, float[][] carried, double[] logWeights)
    implements Serializable {

  /**
   * Chains per slice. BLAS packs the weights for every product, so smaller slices are slower (100
   * rows reach 210 GFLOP/s, 1000 reach 240), while 1000 chains still spread over eight tasks.
   */
  public static final int CHAINS = 125;

  /** Number of slices of a number of chains. */
  public static int slices(int chains) {
    return (chains + CHAINS - 1) / CHAINS;
  }

  /** Number of chains of a slice; the last one has the remainder. */
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

  /** States of all layers, of which only the carried ones are meaningful. */
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
