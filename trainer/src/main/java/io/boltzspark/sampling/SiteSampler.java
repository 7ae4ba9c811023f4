package io.boltzspark.sampling;

import io.boltzspark.math.Matrix;
import io.boltzspark.math.RandomStream;
import io.boltzspark.math.SparseKernels;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.Connection;
import io.boltzspark.model.Layer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

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
 * <p>Where the table of couplings is larger than caches, a block of sites is drawn for many rows
 * before the other sites' inputs are told ({@link SiteChanges}), so that the block's couplings are
 * read once for all of these rows. Every input is added in the same order either way, and so to the
 * same bits.
 *
 * <p>Not thread-safe.
 */
public final class SiteSampler {
  /** Couplings in a table that caches do not hold, so that it is worth while to form blocks. */
  private static final long LARGE = 1 << 18;

  /** Most columns of a block, but for one site with more. */
  private static final int BLOCK = 512;

  /** Rows that a block is drawn for before the other sites are told. */
  private static final int GROUP = 1024;

  private final Layer layer;
  private final Connection couplings;
  private final SiteOrder order;
  private final int units;
  private final SparseKernels kernels = SparseKernels.get();
  private final float[] bias;
  private final Matrix ones;
  private final float[] factors; // unit: phi(s) / s
  private final int[] sites; // in the order of the sweep
  private final int[] blocks; // first site of each, and the number of sites
  private final float[] field; // bias and input, where it was needed
  private final float[] next;
  private final SiteChanges changes = new SiteChanges();
  private final BitSet stale = new BitSet(); // rows whose inputs are made afresh
  private float[][] noise = new float[0][]; // row of a group, site
  private float[] kept = new float[0]; // row, unit
  private float[] keptStates = new float[0]; // row, unit
  private int keptRows;
  private int sweeps;
  private int from; // columns of the block whose sites are being moved
  private int to;
  private Matrix within; // couplings with these

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
    this.field = new float[units];
    this.next = new float[units];
    arrange();
    this.blocks = blocks();
  }

  /** All sites are one block where their order is not that of columns, or the table is small. */
  private int[] blocks() {
    boolean isLarge = (long) units * units > LARGE && order == SiteOrder.SEQUENTIAL;
    List<Integer> starts = new ArrayList<>(List.of(0));
    for (int site = 1; isLarge && site < sites.length; site++) {
      int first = layer.siteColumn(starts.get(starts.size() - 1));
      if (layer.siteColumn(site + 1) - first > BLOCK) {
        starts.add(site);
      }
    }
    starts.add(sites.length);
    return starts.stream().mapToInt(Integer::intValue).toArray();
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
    int group = blocks.length > 2 ? GROUP : 1;
    requireNoise(Math.min(group, states.rows()));
    for (int first = 0; first < states.rows(); first += group) {
      int end = Math.min(states.rows(), first + group);
      beginRows(states, first, end, parameters);
      for (int row = first; row < end; row++) {
        layer.noiseInto(noise[row - first], parameters, random);
      }
      for (int block = 0; block + 1 < blocks.length; block++) {
        sweepBlock(block, states, input, first, end, factor, parameters, isHeld);
      }
      if (order == SiteOrder.FORTH_AND_BACK) { // groups of one row
        layer.noiseInto(noise[0], parameters, random);
        open(0, parameters);
        for (int k = sites.length - 1; k >= 0; k--) {
          moveSite(sites[k], states, input, first, noise[0], factor, isHeld);
        }
      }
      for (int row = first; row < end; row++) {
        endRow(states, row);
      }
    }
  }

  private void sweepBlock(
      int block,
      Matrix states,
      Matrix input,
      int first,
      int end,
      float factor,
      float[] parameters,
      boolean[] isHeld) {
    open(block, parameters);
    for (int row = first; row < end; row++) {
      for (int k = blocks[block]; k < blocks[block + 1]; k++) {
        moveSite(sites[k], states, input, row, noise[row - first], factor, isHeld);
      }
      changes.endRow();
    }
    if (blocks.length > 2) {
      changes.addTo(kept, first, couplings.weights(parameters), from, to);
    }
  }

  private void requireNoise(int rows) {
    if (noise.length < rows) {
      noise = new float[rows][sites.length];
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
    whole(parameters);
    float largest = 0;
    for (int row = 0; row < means.rows(); row++) {
      beginRows(means, row, row + 1, parameters);
      for (int site : sites) {
        fieldInto(site, input, row, 1f);
        layer.meanOfSite(site, field, next);
        largest = Math.max(largest, take(site, means, row, false));
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
      beginRows(states, row, row + 1, parameters);
      for (int site = 0; site < sites.length; site++) {
        fieldInto(site, input, row, 1f);
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
      beginRows(states, row, row + 1, parameters);
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

  /** Makes the inputs of some rows' states afresh unless they are kept. */
  private void beginRows(Matrix states, int first, int end, float[] parameters) {
    stale.clear();
    for (int row = first; row < end; row++) {
      int at = row * units;
      int offset = states.offset(row);
      if (row >= keptRows
          || !Arrays.equals(states.values(), offset, offset + units, keptStates, at, at + units)) {
        stale.set(row);
        Arrays.fill(kept, at, at + units, 0f);
        System.arraycopy(states.values(), offset, keptStates, at, units);
      }
    }
    keptRows = Math.max(keptRows, end);
    for (int block = 0; !stale.isEmpty() && block + 1 < blocks.length; block++) {
      int to = layer.siteColumn(blocks[block + 1]);
      changes.clear();
      for (int row = first; row < end; row++) {
        for (int i = layer.siteColumn(blocks[block]); i < to && stale.get(row); i++) {
          float state = keptStates[row * units + i];
          if (state != 0) {
            changes.add(i, -1, state * factors[i]);
          }
        }
        changes.endRow();
      }
      changes.addTo(kept, first, couplings.weights(parameters), 0, 0);
    }
  }

  private void endRow(Matrix states, int row) {
    System.arraycopy(states.values(), states.offset(row), keptStates, row * units, units);
  }

  /** Sites of a block are to be moved, and changes are to be told to its columns. */
  private void open(int block, float[] parameters) {
    from = layer.siteColumn(blocks[block]);
    to = layer.siteColumn(blocks[block + 1]);
    within = couplings.weights(parameters).columns(from, to);
    changes.clear();
  }

  /** The same of all sites. */
  private void whole(float[] parameters) {
    from = 0;
    to = units;
    within = couplings.weights(parameters);
    changes.clear();
  }

  private void moveSite(
      int site,
      Matrix states,
      Matrix input,
      int row,
      float[] noise,
      float factor,
      boolean[] isHeld) {
    if (isHeld == null || !isHeld[site]) {
      fieldInto(site, input, row, factor);
      layer.drawSite(site, field, noise[site], next);
      take(site, states, row, true);
    }
  }

  /** Bias and input of a site's columns. */
  private void fieldInto(int site, Matrix input, int row, float factor) {
    int at = row * units;
    for (int i = layer.siteColumn(site); i < layer.siteColumn(site + 1); i++) {
      float base = input == null ? bias[i] : input.get(row, i) + bias[i];
      field[i] = base + factor * kept[at + i];
    }
  }

  /** Gives a site its next state and returns the largest change of its columns. */
  private float take(int site, Matrix states, int row, boolean isDrawn) {
    float[] state = states.values();
    int offset = states.offset(row);
    int end = layer.siteColumn(site + 1);
    boolean isPotts = isDrawn && end - layer.siteColumn(site) > 1;
    int on = -1;
    int off = -1;
    float largest = 0;
    for (int i = layer.siteColumn(site); i < end; i++) {
      float change = next[i] - state[offset + i];
      if (change == 0) {
        continue;
      }
      state[offset + i] = next[i];
      largest = Math.max(largest, Math.abs(change));
      if (isPotts) {
        on = change > 0 ? i : on;
        off = change > 0 ? off : i;
      } else {
        tell(i, -1, change * factors[i], row);
      }
    }
    if (on >= 0) {
      tell(on, off, 1f, row);
    }
    return largest;
  }

  private void tell(int plus, int minus, float factor, int row) {
    kernels.addRows(within, plus, minus, factor, kept, row * units + from);
    if (to - from < units) {
      changes.add(plus, minus, factor);
    }
  }
}
