package io.boltzspark.evaluation.partition;

import io.boltzspark.math.Matrix;
import io.boltzspark.math.RandomStream;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.Layer;
import io.boltzspark.model.TransposedWeights;
import io.boltzspark.model.UpdateOrder;
import io.boltzspark.model.UpdateOrder.Block;
import io.boltzspark.sampling.ChainStates;
import io.boltzspark.sampling.LayerInputs;
import io.boltzspark.sampling.SiteOrder;
import io.boltzspark.sampling.SiteSampler;
import io.boltzspark.sampling.SparseRule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A path of distributions from independent units to a machine, on which annealed importance
 * sampling moves in either direction (Neal 2001; Salakhutdinov and Murray 2008). At inverse
 * temperature beta the weights are {@code beta W}, couplings {@code beta J}, and each bias is
 * {@code (1 - beta) b0 + beta b}, b0 the base's; variances are the machine's throughout.
 *
 * <p>A bias acts as a constant input: the energy of a unit is {@code -b phi(s)} plus terms in which
 * s and b do not interact. So units are evaluated with all biases 0 and the bias is added to their
 * input, {@code u(beta) = (1 - beta) b0 + beta (b + x)}; x, the product of states and weights, does
 * not depend on beta. The terms without s are the {@link #constant}.
 *
 * <p>The layers of one block carry a chain; those of the other block are summed out, which lowers
 * the variance of the weights: {@code log f(s) = log of the carried layers' factor + sum over
 * summed layers of log Z_l(u_l)}. Layers with couplings within are among those that carry a chain;
 * if both blocks have some, all layers are and none is summed out. The carried layers' factor is
 *
 * <pre>u(beta) without x, times phi, + beta (1/2 phiᵀ J phi + products of connected carried layers)
 * </pre>
 *
 * <p>A sweep is its own reversal, so that walks in both directions are right: layers of one block
 * are drawn given the other, coupled units one after another forth and back, and where all layers
 * are carried from the first to the last and back. Not thread-safe.
 */
public final class AnnealedPath {
  /** Steps for which inputs are kept ({@link LayerInputs}); they divide a walk into parts. */
  private static final int AFRESH = SparseRule.UPDATES;

  /** The means count as if from so many rows: no state that the model has may lack in the base. */
  private static final double BASE_ROWS = 1000;

  private final BoltzmannMachine machine;
  private final float[] unbiased;
  private final List<float[]> base = new ArrayList<>();
  private final List<float[]> slopes = new ArrayList<>();
  private final List<SummedLayer> summedLayers = new ArrayList<>();
  private final Block carried;
  private final Block summed;
  private final double constant;
  private final float[] row;
  private final float[] offset;
  private final LayerInputs inputs;
  private final SiteSampler[] sites; // layer; null without couplings within
  private final Matrix[] fields; // layer: scratch for inputs, grown when needed

  /**
   * @param parameters the machine's, in its layout
   * @param visibleMean means of the base's visible units, to which its biases are fitted; empty for
   *     biases 0. The base's hidden biases are 0.
   * @param carried the block of the machine's {@link UpdateOrder} that carries a chain; the others
   *     must be without couplings within
   */
  public AnnealedPath(
      BoltzmannMachine machine, float[] parameters, double[] visibleMean, Block carried) {
    this.machine = machine;
    this.carried = carried;
    this.summed = machine.updateOrder().rest(carried);
    if (!SummableBlocks.isSummable(machine, summed)) {
      throw new IllegalArgumentException(summed + " have couplings, so they must be carried");
    }
    this.unbiased = parameters.clone();
    float[] fitted = parameters.clone();
    Layer visible = machine.visible();
    if (visibleMean.length == 0) {
      Arrays.fill(fitted, visible.biasOffset(), visible.biasOffset() + visible.size(), 0f);
    } else {
      double[] ones = new double[visible.size()];
      Arrays.fill(ones, 1);
      visible.fit(visible.smoothed(visibleMean, BASE_ROWS), ones, fitted);
    }
    for (int l = 0; l < machine.layers().size(); l++) {
      Layer layer = machine.layer(l);
      int from = layer.biasOffset();
      int to = from + layer.size();
      float[] b0 = l == 0 ? Arrays.copyOfRange(fitted, from, to) : new float[layer.size()];
      float[] slope = new float[layer.size()];
      for (int i = 0; i < slope.length; i++) {
        slope[i] = parameters[from + i] - b0[i];
      }
      base.add(b0);
      slopes.add(slope);
      Arrays.fill(unbiased, from, to, 0f);
    }
    for (int l = 0; l < machine.layers().size(); l++) {
      summedLayers.add(new SummedLayer(machine.layer(l), unbiased, base.get(l), slopes.get(l)));
    }
    int widest = machine.layers().stream().mapToInt(Layer::size).max().orElseThrow();
    this.row = new float[widest];
    this.offset = new float[widest];
    this.constant = constant(parameters);
    TransposedWeights transposed = new TransposedWeights(machine);
    transposed.begin(unbiased);
    this.inputs = new LayerInputs(machine);
    inputs.begin(unbiased, transposed, AFRESH);
    int layers = machine.layers().size();
    this.fields = new Matrix[layers];
    this.sites = new SiteSampler[layers];
    for (int l = 0; l < layers; l++) {
      boolean isCoupled = machine.couplings(l) != null;
      sites[l] = isCoupled ? new SiteSampler(machine, l, SiteOrder.FORTH_AND_BACK) : null;
    }
  }

  /** Call before a walk's step with this number, from 1. */
  void beginStep(int step) {
    if (step % AFRESH == 1) {
      inputs.forget();
      for (SiteSampler layer : sites) {
        if (layer != null) {
          layer.forget();
        }
      }
    }
  }

  /**
   * The first number from {@code step} on after which a walk may be interrupted without changing
   * its result: the next step makes its inputs afresh.
   */
  static int pause(int step) {
    return Math.multiplyExact((step + AFRESH - 1) / AFRESH, AFRESH);
  }

  /**
   * The block of layers to carry: the one with fewer units, since summing out more units lowers the
   * variance. (For a 784-500 machine trained on digits both gave the same variance; 250 chains of
   * 4,000 temperatures had log weights of deviation 1.6 carrying the visible units, 1.7 carrying
   * the hidden ones.) With couplings within layers there may be no choice.
   */
  public static Block betterCarried(BoltzmannMachine machine) {
    return SummableBlocks.cheapestKept(machine, block -> units(machine, block));
  }

  private static int units(BoltzmannMachine machine, Block block) {
    int units = 0;
    for (int i = 0; i < block.size(); i++) {
      units += machine.layer(block.layer(i)).size();
    }
    return units;
  }

  /**
   * Log probability with biases minus that without, for any state, apart from the biases' inputs.
   */
  private double constant(float[] parameters) {
    ChainStates any = ChainStates.zeros(machine, 1);
    startAtBase(any, new RandomStream());
    double sum = 0;
    for (int l = 0; l < machine.layers().size(); l++) {
      Layer layer = machine.layer(l);
      Matrix states = any.layer(l);
      Matrix phi = layer.interaction(states, parameters);
      sum += layer.energy(states, 0, unbiased) - layer.energy(states, 0, parameters);
      for (int i = 0; i < layer.size(); i++) {
        sum -= (double) phi.get(0, i) * parameters[layer.biasOffset() + i];
      }
    }
    return sum;
  }

  /**
   * The logarithm of the base's partition function, plus the constant by which the path's
   * unnormalised probabilities differ from those of the machine: the log mean weight is added to
   * it.
   */
  public double logBasePartition() {
    double sum = constant;
    for (int l = 0; l < machine.layers().size(); l++) {
      Matrix input = new Matrix(base.get(l), 0, 1, base.get(l).length);
      sum += machine.layer(l).logPartition(input, 0, unbiased);
    }
    return sum;
  }

  /** The layers that carry a chain. */
  Block carried() {
    return carried;
  }

  /** Draws all layers from the base distribution. */
  public void startAtBase(ChainStates states, RandomStream random) {
    for (int l = 0; l < machine.layers().size(); l++) {
      Matrix layer = states.layer(l);
      for (int r = 0; r < layer.rows(); r++) {
        System.arraycopy(base.get(l), 0, layer.values(), layer.offset(r), layer.columns());
      }
      machine.layer(l).sampleInPlace(layer, unbiased, random);
    }
  }

  /** Draws all layers without inputs and biases. */
  public void startAtNoise(ChainStates states, RandomStream random) {
    for (int l = 0; l < machine.layers().size(); l++) {
      machine.layer(l).sampleInPlace(states.layer(l), unbiased, random);
    }
  }

  /**
   * Moves chains from one inverse temperature to another: adds the change of its log probability to
   * each chain's log weight, then makes one sweep at the new temperature, which leaves that
   * distribution invariant and is its own reversal.
   */
  public void step(
      ChainStates states, double[] logWeights, double from, double to, RandomStream random) {
    for (int i = 0; i < carried.size(); i++) {
      int l = carried.layer(i);
      Layer layer = machine.layer(l);
      Matrix phi = layer.interaction(states.layer(l), unbiased);
      for (int r = 0; r < phi.rows(); r++) {
        double slope =
            AnnealingKernels.dot(phi.values(), phi.offset(r), slopes.get(l), row, layer.size());
        logWeights[r] += (to - from) * slope;
      }
      addProducts(l, states, to - from, logWeights);
    }
    for (int i = 0; i < summed.size(); i++) {
      int l = summed.layer(i);
      inputs.inputInto(l, states.layers(), states.layer(l));
      summedLayers.get(l).move(logWeights, states.layer(l), from, to, random);
    }
    sampleCarried(states, to, random);
  }

  /**
   * Adds {@code factor} times what connects a carried layer's states with each other and with those
   * of lower layers that are carried, too.
   */
  private void addProducts(int l, ChainStates states, double factor, double[] logWeights) {
    if (sites[l] != null) {
      Matrix input = field(l, states.chains());
      sites[l].inputInto(states.layer(l), unbiased, input);
      addDots(l, states, input, factor / 2, logWeights);
    }
    if (isAllCarried() && l > 0) {
      Matrix input = field(l, states.chains());
      inputs.fromBelowInto(l, states.layers(), input);
      addDots(l, states, input, factor, logWeights);
    }
  }

  private void addDots(
      int l, ChainStates states, Matrix input, double factor, double[] logWeights) {
    Matrix phi = machine.layer(l).interaction(states.layer(l), unbiased);
    int units = phi.columns();
    for (int r = 0; r < phi.rows(); r++) {
      System.arraycopy(input.values(), input.offset(r), offset, 0, units);
      logWeights[r] +=
          factor * AnnealingKernels.dot(phi.values(), phi.offset(r), offset, row, units);
    }
  }

  private Matrix field(int l, int rows) {
    if (fields[l] == null || fields[l].rows() < rows) {
      fields[l] = Matrix.zeros(rows, machine.layer(l).size());
    }
    return fields[l].rows(0, rows);
  }

  private boolean isAllCarried() {
    return summed.size() == 0;
  }

  /** One sweep at an inverse temperature: summed layers given the carried ones, then back. */
  public void move(ChainStates states, double beta, RandomStream random) {
    for (int i = 0; i < summed.size(); i++) {
      sampleGivenOthers(summed.layer(i), states, beta, random);
    }
    sampleCarried(states, beta, random);
  }

  /** The carried layers given the others; if there are no others, from the first on and back. */
  private void sampleCarried(ChainStates states, double beta, RandomStream random) {
    for (int i = 0; i < carried.size(); i++) {
      sampleGivenOthers(carried.layer(i), states, beta, random);
    }
    for (int i = carried.size() - 2; isAllCarried() && i >= 0; i--) {
      sampleGivenOthers(carried.layer(i), states, beta, random);
    }
  }

  private void sampleGivenOthers(int l, ChainStates states, double beta, RandomStream random) {
    if (sites[l] == null) {
      inputs.inputInto(l, states.layers(), states.layer(l));
      scaleInput(l, states.layer(l), beta);
      machine.layer(l).sampleInPlace(states.layer(l), unbiased, random);
      return;
    }
    Matrix input = field(l, states.chains());
    if (machine.connections().isEmpty()) {
      Arrays.fill(input.values(), 0, input.rows() * input.columns(), 0f);
    } else {
      inputs.inputInto(l, states.layers(), input);
    }
    scaleInput(l, input, beta);
    sites[l].sweep(states.layer(l), input, (float) beta, unbiased, null, random);
  }

  /** Replaces inputs x by u(beta). */
  private void scaleInput(int l, Matrix input, double beta) {
    int units = input.columns();
    AnnealingKernels.affineInto(slopes.get(l), (float) beta, base.get(l), offset, units);
    for (int r = 0; r < input.rows(); r++) {
      System.arraycopy(input.values(), input.offset(r), row, 0, units);
      AnnealingKernels.affineInto(row, (float) beta, offset, row, units);
      System.arraycopy(row, 0, input.values(), input.offset(r), units);
    }
  }
}
