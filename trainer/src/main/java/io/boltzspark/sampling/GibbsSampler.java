package io.boltzspark.sampling;

import io.boltzspark.math.Matrix;
import io.boltzspark.math.RandomStream;
import io.boltzspark.model.BoltzmannMachine;

/**
 * Block Gibbs sampling: the units of a layer are independent given the layers next to it, so all
 * even layers are drawn at once given the odd ones, and the reverse (Salakhutdinov and Hinton 2009,
 * section 2; for two layers Hinton 2002). Leaves the machine's distribution as it is.
 */
public final class GibbsSampler {
  private final BoltzmannMachine machine;

  public GibbsSampler(BoltzmannMachine machine) {
    this.machine = machine;
  }

  /** {@code sweeps} times: even layers given the odd ones, then odd layers given the even ones. */
  public void sweep(ChainStates chains, int sweeps, float[] parameters, RandomStream random) {
    for (int i = 0; i < sweeps; i++) {
      sampleEven(chains, parameters, random);
      sampleOdd(chains, parameters, random);
    }
  }

  /** Draws layers 0, 2, ... given the others. */
  public void sampleEven(ChainStates chains, float[] parameters, RandomStream random) {
    sampleEverySecond(0, chains, parameters, random);
  }

  /** Draws layers 1, 3, ... given the others. */
  public void sampleOdd(ChainStates chains, float[] parameters, RandomStream random) {
    sampleEverySecond(1, chains, parameters, random);
  }

  private void sampleEverySecond(
      int first, ChainStates chains, float[] parameters, RandomStream random) {
    for (int l = first; l < machine.layers().size(); l += 2) {
      Matrix states = chains.layer(l);
      machine.inputInto(l, chains.layers(), parameters, states);
      machine.layer(l).sampleInPlace(states, parameters, random);
    }
  }

  /** Layer 0's states become its conditional means given layer 1: the smooth last picture. */
  public void visibleMeans(ChainStates chains, float[] parameters) {
    machine.inputInto(0, chains.layers(), parameters, chains.visible());
    machine.visible().meanInPlace(chains.visible(), parameters);
  }
}
