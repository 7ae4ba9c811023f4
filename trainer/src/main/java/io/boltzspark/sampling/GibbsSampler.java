package io.boltzspark.sampling;

import io.boltzspark.math.Matrix;
import io.boltzspark.math.RandomStream;
import io.boltzspark.model.BoltzmannMachine;

/**
 * Block Gibbs sampling: the units of a layer are independent given the layers next to it, so all
 * even layers are drawn at once given the odd ones, and the reverse (Salakhutdinov and Hinton 2009,
 * section 2; for two layers Hinton 2002). Leaves the machine's distribution as it is, or with a
 * {@link Clamp} its distribution given the clamped units.
 */
public final class GibbsSampler {
  private final BoltzmannMachine machine;
  private final Clamp clamp;

  public GibbsSampler(BoltzmannMachine machine) {
    this(machine, Clamp.none());
  }

  /**
   * A sampler of the distribution given some visible units.
   *
   * @param clamp for as many chains as the states that are passed will have
   */
  public GibbsSampler(BoltzmannMachine machine, Clamp clamp) {
    this.machine = machine;
    this.clamp = clamp;
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

  /**
   * Draws the hidden layers from the first to the last, each given the layer below it alone: how
   * chains start from visible states.
   */
  public void sampleUpwards(ChainStates chains, float[] parameters, RandomStream random) {
    for (int l = 1; l < machine.layers().size(); l++) {
      Matrix below = machine.layer(l - 1).interaction(chains.layer(l - 1), parameters);
      machine.connections().get(l - 1).up(below, parameters, 0f, chains.layer(l));
      machine.layer(l).sampleInPlace(chains.layer(l), parameters, random);
    }
  }

  private void sampleEverySecond(
      int first, ChainStates chains, float[] parameters, RandomStream random) {
    for (int l = first; l < machine.layers().size(); l += 2) {
      Matrix states = chains.layer(l);
      machine.inputInto(l, chains.layers(), parameters, states);
      machine.layer(l).sampleInPlace(states, parameters, random);
    }
    if (first == 0) {
      clamp.applyTo(chains.visible());
    }
  }

  /** Draws layer 0 alone. */
  public void sampleVisible(ChainStates chains, float[] parameters, RandomStream random) {
    machine.inputInto(0, chains.layers(), parameters, chains.visible());
    machine.visible().sampleInPlace(chains.visible(), parameters, random);
    clamp.applyTo(chains.visible());
  }

  /** Layer 0's states become its conditional means given layer 1: the smooth last picture. */
  public void visibleMeans(ChainStates chains, float[] parameters) {
    machine.inputInto(0, chains.layers(), parameters, chains.visible());
    machine.visible().meanInPlace(chains.visible(), parameters);
    clamp.applyTo(chains.visible());
  }
}
