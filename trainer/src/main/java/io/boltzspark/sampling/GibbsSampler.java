package io.boltzspark.sampling;

import io.boltzspark.math.Matrix;
import io.boltzspark.math.RandomStream;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.TransposedWeights;
import io.boltzspark.model.UpdateOrder;
import io.boltzspark.model.UpdateOrder.Block;

/**
 * Block Gibbs sampling: the units of a layer are independent given the layers next to it, so all
 * even layers are drawn at once given the odd ones, and the reverse (Salakhutdinov and Hinton 2009,
 * section 2; for two layers Hinton 2002). Leaves the machine's distribution invariant or, with a
 * {@link Clamp}, its distribution given the clamped units.
 */
public final class GibbsSampler {
  private final BoltzmannMachine machine;
  private final UpdateOrder order;
  private final Clamp clamp;
  private final LayerInputs inputs;
  private TransposedWeights own; // or null, if it was not needed
  private float[] fixed; // the parameters for which inputs are kept, or null

  public GibbsSampler(BoltzmannMachine machine) {
    this(machine, Clamp.none());
  }

  /**
   * A sampler of the distribution given some visible units.
   *
   * @param clamp the clamped units, for as many chains as the sampled states have
   */
  public GibbsSampler(BoltzmannMachine machine, Clamp clamp) {
    this.machine = machine;
    this.order = machine.updateOrder();
    this.clamp = clamp;
    this.inputs = new LayerInputs(machine);
  }

  /**
   * Promises that these parameters do not change before the next call. Sweeps with them then use
   * sparse products where these are faster, and keep inputs from sweep to sweep ({@link
   * LayerInputs}); their roundings differ from those of dense products.
   *
   * @param transposed the same weights; they may be shared with other threads
   * @param sweeps number of sweeps until the next call
   */
  public void fix(float[] parameters, TransposedWeights transposed, int sweeps) {
    fixed = parameters;
    inputs.begin(parameters, transposed, Math.max(1, sweeps));
  }

  /** The same with transposed weights of its own. */
  public void fix(float[] parameters, int sweeps) {
    if (own == null) {
      own = new TransposedWeights(machine);
    }
    own.begin(parameters);
    fix(parameters, own, sweeps);
  }

  /** The input of a layer, of all rows of chains. */
  public void inputInto(int l, ChainStates chains, float[] parameters, Matrix input) {
    if (fixed == parameters) {
      inputs.inputInto(l, chains.layers(), input);
    } else {
      machine.inputInto(l, chains.layers(), parameters, input);
    }
  }

  /** {@code sweeps} times: both blocks of {@link UpdateOrder}, each given the other. */
  public void sweep(ChainStates chains, int sweeps, float[] parameters, RandomStream random) {
    if (sweeps > 1 && fixed != parameters) {
      fix(parameters, sweeps);
      sweep(chains, sweeps, parameters, random);
      fixed = null;
      return;
    }
    for (int i = 0; i < sweeps; i++) {
      sampleFirst(chains, parameters, random);
      sampleCarried(chains, parameters, random);
    }
  }

  /** Draws the layers that a sweep draws first, including the visible one, given the others. */
  public void sampleFirst(ChainStates chains, float[] parameters, RandomStream random) {
    sample(order.drawnFirst(), chains, parameters, random);
    clamp.applyTo(chains.visible());
  }

  /** Draws the layers that carry a chain, given the others. */
  public void sampleCarried(ChainStates chains, float[] parameters, RandomStream random) {
    sample(order.carried(), chains, parameters, random);
  }

  private void sample(Block block, ChainStates chains, float[] parameters, RandomStream random) {
    for (int i = 0; i < block.size(); i++) {
      int l = block.layer(i);
      Matrix states = chains.layer(l);
      inputInto(l, chains, parameters, states);
      machine.layer(l).sampleInPlace(states, parameters, random);
    }
  }

  /**
   * Draws the hidden layers from the first to the last, each given only the layer below it: starts
   * chains from visible states.
   */
  public void sampleUpwards(ChainStates chains, float[] parameters, RandomStream random) {
    for (int l = 1; l < machine.layers().size(); l++) {
      machine.inputFromBelowInto(l, chains.layers(), parameters, chains.layer(l));
      machine.layer(l).sampleInPlace(chains.layer(l), parameters, random);
    }
  }

  /** Draws only layer 0. */
  public void sampleVisible(ChainStates chains, float[] parameters, RandomStream random) {
    inputInto(0, chains, parameters, chains.visible());
    machine.visible().sampleInPlace(chains.visible(), parameters, random);
    clamp.applyTo(chains.visible());
  }

  /** Sets layer 0 to its conditional means given layer 1, for a smooth final picture. */
  public void visibleMeans(ChainStates chains, float[] parameters) {
    inputInto(0, chains, parameters, chains.visible());
    machine.visible().meanInPlace(chains.visible(), parameters);
    clamp.applyTo(chains.visible());
  }
}
