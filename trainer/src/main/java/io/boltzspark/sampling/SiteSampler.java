package io.boltzspark.sampling;

import io.boltzspark.math.Matrix;
import io.boltzspark.math.RandomStream;
import io.boltzspark.math.RowKernels;
import io.boltzspark.math.SparseKernels;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.Connection;
import io.boltzspark.model.Layer;
import java.util.Arrays;

/**
 * Moves the units of a layer with couplings within, one after another, each given the present
 * states of all others: Gibbs sampling, or with means in place of draws the coordinate ascent of
 * mean field theory, which needs no damping because no update makes its bound worse.
 *
 * <p>For each row of states the input from the layer's own couplings is kept: a unit that changes
 * adds its row of couplings times the change (a Potts unit adds that of the new state and subtracts
 * that of the old one), and a unit that stays costs nothing. Kept inputs serve the next sweep, too,
 * if the row's states are still the same; after {@link SparseRule#UPDATES} sweeps they are made
 * afresh, which bounds the rounding errors.
 *
 * <p>Not thread-safe.
 */
public final class SiteSampler {
  private final Layer layer;
  private final Connection couplings;
  private final SiteOrder order;
  private final int units;
  private final SparseKernels kernels = SparseKernels.get();
  private final float[] bias;
  private final Matrix ones;
  private final float[] factors; // unit: phi(s) / s
  private final int[] sites; // in the order of the sweep
  private final float[] noise; // site
  private final float[] base; // bias and input from other layers
  private final float[] field; // base and input from couplings, where it was needed
  private final float[] state;
  private final float[] next;
  private float[] kept = new float[0]; // row, unit
  private float[] keptStates = new float[0]; // row, unit
  private int keptRows;
  private int sweeps;

  /**
   * @param layer one with couplings within
   */
  public SiteSampler(BoltzmannMachine machine, int layer, SiteOrder order) {
    this.layer = machine.layer(layer);
    this.couplings = machine.couplings(layer);
    this.order = order;
    this.units = this.layer.size();
    this.bias = new float[units];
    this.ones = Matrix.zeros(1, units);
    Arrays.fill(ones.values(), 1f);
    this.factors = new float[units];
    this.sites = new int[this.layer.sites()];
    this.noise = new float[sites.length];
    this.base = new float[units];
    this.field = new float[units];
    this.state = new float[units];
    this.next = new float[units];
    arrange();
  }

  private void arrange() {
    Arrays.setAll(sites, k -> k);
    if (order == SiteOrder.CHECKERBOARD) {
      int side = (int) Math.round(Math.sqrt(sites.length));
      if (side * side != sites.length) {
        throw new IllegalArgumentException(
            sites.length + " units are not a square lattice, so they have no checkerboard");
      }
      int at = 0;
      for (int colour = 0; colour < 2; colour++) {
        for (int k = 0; k < sites.length; k++) {
          if ((k / side + k % side) % 2 == colour) {
            sites[at++] = k;
          }
        }
      }
    }
  }

  /** Forgets kept inputs: call when parameters have changed. */
  public void forget() {
    keptRows = 0;
    sweeps = 0;
  }

  /**
   * Draws all units.
   *
   * @param states replaced row by row
   * @param input from other layers, without bias; null: none
   * @param factor of the input from the layer's own couplings: 1, or an inverse temperature where
   *     {@code input} has been multiplied by it already
   * @param isHeld sites that keep their states; null: none
   */
  public void sweep(
      Matrix states,
      Matrix input,
      float factor,
      float[] parameters,
      boolean[] isHeld,
      RandomStream random) {
    begin(states, parameters);
    if (order == SiteOrder.RANDOM) {
      random.nextPermutation(sites);
    }
    for (int row = 0; row < states.rows(); row++) {
      beginRow(states, input, row, parameters);
      layer.noiseInto(noise, parameters, random);
      for (int site : sites) {
        moveSite(site, row, factor, isHeld, true, parameters);
      }
      if (order == SiteOrder.FORTH_AND_BACK) {
        layer.noiseInto(noise, parameters, random);
        for (int k = sites.length - 1; k >= 0; k--) {
          moveSite(sites[k], row, factor, isHeld, true, parameters);
        }
      }
      endRow(states, row);
    }
  }

  /**
   * Sets each unit to its mean given the means of the others, one after another.
   *
   * @param means replaced row by row
   * @param input from other layers, without bias; null: none
   * @return the largest change of a mean
   */
  public float meanField(Matrix means, Matrix input, float[] parameters) {
    begin(means, parameters);
    float largest = 0;
    for (int row = 0; row < means.rows(); row++) {
      beginRow(means, input, row, parameters);
      for (int site : sites) {
        largest = Math.max(largest, moveSite(site, row, 1f, null, false, parameters));
      }
      endRow(means, row);
    }
    return largest;
  }

  /**
   * Replaces each unit's state by its mean given the states of all others.
   *
   * @param states replaced row by row
   * @param input from other layers, without bias; null: none
   */
  public void meansGivenOthers(Matrix states, Matrix input, float[] parameters) {
    begin(states, parameters);
    for (int row = 0; row < states.rows(); row++) {
      beginRow(states, input, row, parameters);
      System.arraycopy(kept, row * units, field, 0, units);
      RowKernels.addInPlace(field, base, 0, units);
      for (int site = 0; site < sites.length; site++) {
        layer.meanOfSite(site, field, next);
      }
      System.arraycopy(next, 0, states.values(), states.offset(row), units);
    }
    forget();
  }

  /**
   * {@code input := } the input of each unit from the couplings with all others, for given states.
   */
  public void inputInto(Matrix states, float[] parameters, Matrix input) {
    begin(states, parameters);
    for (int row = 0; row < states.rows(); row++) {
      beginRow(states, null, row, parameters);
      System.arraycopy(kept, row * units, input.values(), input.offset(row), units);
    }
  }

  private void begin(Matrix states, float[] parameters) {
    int size = Math.multiplyExact(states.rows(), units);
    if (kept.length < size) {
      kept = new float[size];
      keptStates = new float[size];
      keptRows = 0;
    }
    if (keptRows != states.rows() || sweeps >= SparseRule.UPDATES) {
      forget();
    }
    if (sweeps == 0) {
      System.arraycopy(parameters, layer.biasOffset(), bias, 0, units);
      Matrix phi = layer.interaction(ones, parameters);
      System.arraycopy(phi.values(), phi.offset(0), factors, 0, units);
    }
    sweeps++;
  }

  private void beginRow(Matrix states, Matrix input, int row, float[] parameters) {
    System.arraycopy(states.values(), states.offset(row), state, 0, units);
    if (input == null) {
      System.arraycopy(bias, 0, base, 0, units);
    } else {
      System.arraycopy(input.values(), input.offset(row), base, 0, units);
      RowKernels.addInPlace(base, bias, 0, units);
    }
    int at = row * units;
    if (row >= keptRows || !Arrays.equals(state, 0, units, keptStates, at, at + units)) {
      Matrix table = couplings.weights(parameters);
      Arrays.fill(kept, at, at + units, 0f);
      for (int i = 0; i < units; i++) {
        if (state[i] != 0) {
          kernels.addRows(table, i, -1, state[i] * factors[i], kept, at);
        }
      }
      keptRows = Math.max(keptRows, row + 1);
      System.arraycopy(state, 0, keptStates, at, units);
    }
  }

  private void endRow(Matrix states, int row) {
    System.arraycopy(state, 0, keptStates, row * units, units);
    System.arraycopy(state, 0, states.values(), states.offset(row), units);
  }

  /** Moves a site and returns the largest change of its columns. */
  private float moveSite(
      int site, int row, float factor, boolean[] isHeld, boolean draws, float[] parameters) {
    if (isHeld != null && isHeld[site]) {
      return 0;
    }
    int from = layer.siteColumn(site);
    int to = layer.siteColumn(site + 1);
    int at = row * units;
    for (int i = from; i < to; i++) {
      field[i] = base[i] + factor * kept[at + i];
    }
    if (draws) {
      layer.drawSite(site, field, noise[site], next);
    } else {
      layer.meanOfSite(site, field, next);
    }
    Matrix table = null;
    int on = -1;
    int off = -1;
    float largest = 0;
    for (int i = from; i < to; i++) {
      float change = next[i] - state[i];
      if (change == 0) {
        continue;
      }
      state[i] = next[i];
      largest = Math.max(largest, Math.abs(change));
      if (draws && to - from > 1) {
        on = change > 0 ? i : on;
        off = change > 0 ? off : i;
      } else {
        table = table == null ? couplings.weights(parameters) : table;
        kernels.addRows(table, i, -1, change * factors[i], kept, at);
      }
    }
    if (on >= 0) {
      kernels.addRows(couplings.weights(parameters), on, off, 1f, kept, at);
    }
    return largest;
  }
}
