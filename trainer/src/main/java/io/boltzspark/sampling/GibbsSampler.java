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
 * {@link Clamp}, its distribution given the clamped units. The units of a layer with couplings
 * within are not independent: they are drawn one after another ({@link SiteSampler}).
 */
public final class GibbsSampler {
  private final BoltzmannMachine machine;
  private final UpdateOrder order;
  private final Clamp clamp;
  private final LayerInputs inputs;
  private final SiteSampler[] sites; // layer; null without couplings within
  private final boolean[] isHeld; // visible site; null if none is clamped
  private final Matrix[] fields; // layer: input from other layers, of one with couplings within
  private TransposedWeights own; // or null, if it was not needed
  private float[] fixed; // the parameters for which inputs are kept, or null
  private DrivenTemperature driven = DrivenTemperature.NONE;
  private RandomStream temperatures; // of driven chains
  private float[] tempered = new float[0]; // scratch of draws at other temperatures

  public GibbsSampler(BoltzmannMachine machine) {
    this(machine, Clamp.none());
  }

  /** A sampler that draws coupled units in the order from the first to the last. */
  public GibbsSampler(BoltzmannMachine machine, Clamp clamp) {
    this(machine, clamp, SiteOrder.SEQUENTIAL);
  }

  /**
   * A sampler of the distribution given some visible units.
   *
   * @param clamp the clamped units, for as many chains as the sampled states have
   * @param siteOrder the order of the units of layers with couplings within
   */
  public GibbsSampler(BoltzmannMachine machine, Clamp clamp, SiteOrder siteOrder) {
    this.machine = machine;
    this.order = machine.updateOrder();
    this.clamp = clamp;
    this.inputs = new LayerInputs(machine);
    int layers = machine.layers().size();
    this.sites = new SiteSampler[layers];
    this.fields = new Matrix[layers];
    for (int l = 0; l < layers; l++) {
      sites[l] = machine.couplings(l) == null ? null : new SiteSampler(machine, l, siteOrder);
    }
    this.isHeld = sites[0] == null ? null : clamp.heldSites(machine.visible());
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
    for (SiteSampler layer : sites) {
      if (layer != null) {
        layer.forget();
      }
    }
  }

  /** The same with transposed weights of its own. */
  public void fix(float[] parameters, int sweeps) {
    if (own == null) {
      own = new TransposedWeights(machine);
    }
    own.begin(parameters);
    fix(parameters, own, sweeps);
  }

  /**
   * Lets the inverse temperatures of chains that have some move before each draw of the layers that
   * a sweep draws last. Without, they stay as they are.
   *
   * @param stream of the moves, which the caller keys
   */
  public void drive(DrivenTemperature by, RandomStream stream) {
    driven = by;
    temperatures = stream;
  }

  /** The input of a layer from all others, of all rows of chains. */
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
      sampleLast(chains, parameters, random);
    }
  }

  /** Draws the layers that a sweep draws first, including the visible one, given the others. */
  public void sampleFirst(ChainStates chains, float[] parameters, RandomStream random) {
    sample(order.drawnFirst(), chains, parameters, random);
    clamp.applyTo(chains.visible());
  }

  /** Draws the layers that a sweep draws last, given the others. */
  public void sampleLast(ChainStates chains, float[] parameters, RandomStream random) {
    moveTemperatures(chains);
    sample(order.drawnLast(), chains, parameters, random);
  }

  /** Gives driven chains the temperatures at which their next sweep begins. */
  public void moveTemperatures(ChainStates chains) {
    if (driven.moves() && chains.betas() != null) {
      driven.move(chains.betas(), temperatures);
    }
  }

  private void sample(Block block, ChainStates chains, float[] parameters, RandomStream random) {
    for (int i = 0; i < block.size(); i++) {
      sampleLayer(block.layer(i), chains, parameters, random);
    }
  }

  /** Draws one layer given all others. */
  public void sampleLayer(int l, ChainStates chains, float[] parameters, RandomStream random) {
    Matrix states = chains.layer(l);
    if (sites[l] == null) {
      inputInto(l, chains, parameters, states);
      draw(l, states, chains.betas(), parameters, random);
      return;
    }
    Matrix field = field(l, chains, parameters);
    if (l == 0) {
      clamp.applyTo(states);
    }
    sites[l].sweep(states, field, 1f, parameters, l == 0 ? isHeld : null, random);
  }

  /**
   * Draws a layer without couplings within at the temperatures of its chains.
   *
   * @param input its input; overwritten by the draws
   * @param betas of {@link ChainStates#betas}
   */
  public void draw(int l, Matrix input, Matrix betas, float[] parameters, RandomStream random) {
    if (betas == null) {
      machine.layer(l).sampleInPlace(input, parameters, random);
      return;
    }
    if (tempered.length == 0) {
      tempered = new float[parameters.length];
    }
    machine.layer(l).sampleAtInPlace(input, betas, parameters, tempered, random);
  }

  /** The input of a coupled layer from others; null if there are none. */
  private Matrix field(int l, ChainStates chains, float[] parameters) {
    if (fixed != parameters) {
      sites[l].forget();
    }
    if (machine.connections().isEmpty()) {
      return null;
    }
    int rows = chains.chains();
    if (fields[l] == null || fields[l].rows() < rows) {
      fields[l] = Matrix.zeros(rows, machine.layer(l).size());
    }
    Matrix field = fields[l].rows(0, rows);
    inputInto(l, chains, parameters, field);
    return field;
  }

  /**
   * Draws the hidden layers from the first to the last, each given only the layer below it, without
   * couplings within: starts chains from visible states.
   */
  public void sampleUpwards(ChainStates chains, float[] parameters, RandomStream random) {
    for (int l = 1; l < machine.layers().size(); l++) {
      machine.inputFromBelowInto(l, chains.layers(), parameters, chains.layer(l));
      machine.layer(l).sampleInPlace(chains.layer(l), parameters, random);
    }
  }

  /** Draws only layer 0. */
  public void sampleVisible(ChainStates chains, float[] parameters, RandomStream random) {
    sampleLayer(0, chains, parameters, random);
    clamp.applyTo(chains.visible());
  }

  /**
   * Sets layer 0 to its conditional means given layer 1 and, with couplings within, the states of
   * the other visible units: for a smooth final picture.
   */
  public void visibleMeans(ChainStates chains, float[] parameters) {
    if (sites[0] == null) {
      inputInto(0, chains, parameters, chains.visible());
      machine.visible().meanInPlace(chains.visible(), parameters);
    } else {
      Matrix field = field(0, chains, parameters);
      sites[0].meansGivenOthers(chains.visible(), field, parameters);
    }
    clamp.applyTo(chains.visible());
  }
}
