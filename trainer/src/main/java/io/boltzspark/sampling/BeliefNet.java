package io.boltzspark.sampling;

import io.boltzspark.math.RandomStream;
import io.boltzspark.model.BoltzmannMachine;

/**
 * A stack of layers read as a deep belief net (Hinton, Osindero and Teh 2006, section 3): the two
 * highest layers are a restricted Boltzmann machine, and each layer below them depends only on the
 * one above it,
 *
 * <pre>P(s_0, ..., s_L) = P(s_0 | s_1) ... P(s_(L-2) | s_(L-1)) P(s_(L-1), s_L)</pre>
 *
 * with the weights and biases of the machine. This is the model that pairs trained one on top of
 * the other describe, while in the deep Boltzmann machine with the same parameters a layer depends
 * on both its neighbours. With two layers both models are the same. States are those of {@link
 * ChainStates}, overwritten.
 */
public final class BeliefNet {
  private final BoltzmannMachine machine;
  private final int top;

  public BeliefNet(BoltzmannMachine machine) {
    this.machine = machine;
    this.top = machine.layers().size() - 1;
  }

  /**
   * Draws {@code sweeps} times the second highest layer given the highest, then the highest given
   * the second: Gibbs sampling of their restricted machine, started from the highest layer's
   * states.
   */
  public void sweepTop(ChainStates chains, int sweeps, float[] parameters, RandomStream random) {
    for (int i = 0; i < sweeps; i++) {
      sampleFromAbove(top - 1, chains, parameters, random);
      sampleTop(chains, parameters, random);
    }
  }

  /** Draws the highest layer given the one below it. */
  public void sampleTop(ChainStates chains, float[] parameters, RandomStream random) {
    machine.inputFromBelowInto(top, chains.layers(), parameters, chains.layer(top));
    machine.layer(top).sampleInPlace(chains.layer(top), parameters, random);
  }

  /**
   * Draws all layers between the highest and the visible one, downwards, each given the one above;
   * the visible layer then follows from layer 1 as in {@link GibbsSampler}.
   */
  public void sampleDownwards(ChainStates chains, float[] parameters, RandomStream random) {
    for (int l = top - 1; l > 0; l--) {
      sampleFromAbove(l, chains, parameters, random);
    }
  }

  private void sampleFromAbove(int l, ChainStates chains, float[] parameters, RandomStream random) {
    machine.inputFromAboveInto(l, chains.layers(), parameters, chains.layer(l));
    machine.layer(l).sampleInPlace(chains.layer(l), parameters, random);
  }
}
