package io.boltzspark.model;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * The order in which the layers of a machine are updated. Layers without a connection between them
 * are independent given all others, so they are drawn (or set to their means, or summed out)
 * together; such a set is a {@link Block}. If no cycle has an odd number of connections, two blocks
 * suffice: {@link #drawnFirst}, the one with the visible layer, and {@link #drawnLast}. For a stack
 * of layers these are the even and the odd ones. Every connection between layers has one end in
 * each block.
 *
 * <p>A Gibbs sweep draws the first block given the second and then the second given the first, so
 * between two sweeps the states of the second block determine the next one: they carry the chain.
 * So do those of layers with couplings within, whose units are drawn one after another: the next
 * state depends on the one before.
 *
 * <p>Used in loops over layers that must not allocate, hence the accessors by index.
 */
public final class UpdateOrder {

  /** Layers that are independent of one another given all others, in ascending order. */
  public static final class Block {
    private final int[] layers;

    private Block(int[] layers) {
      this.layers = layers;
    }

    /** Number of layers. */
    public int size() {
      return layers.length;
    }

    /** The index in the machine of the block's layer number {@code i}, from 0. */
    public int layer(int i) {
      return layers[i];
    }

    @Override
    public String toString() {
      return "layers " + Arrays.toString(layers);
    }
  }

  private final boolean[] isCarried; // layer
  private final Block drawnFirst;
  private final Block drawnLast;
  private final Block carried;
  private final Block all;

  private UpdateOrder(Boolean[] isLast, IntPredicate isCoupled) {
    this.isCarried = new boolean[isLast.length];
    for (int l = 0; l < isLast.length; l++) {
      this.isCarried[l] = isLast[l] || isCoupled.test(l);
    }
    this.drawnFirst = block(isLast.length, l -> !isLast[l]);
    this.drawnLast = block(isLast.length, l -> isLast[l]);
    this.carried = block(isLast.length, l -> isCarried[l]);
    this.all = block(isLast.length, l -> true);
  }

  private static Block block(int layers, IntPredicate wanted) {
    return new Block(IntStream.range(0, layers).filter(wanted).toArray());
  }

  /**
   * The order for a number of layers with these connections.
   *
   * @param isCoupled which layers have couplings within
   * @throws IllegalArgumentException if two blocks are not enough
   */
  static UpdateOrder of(int layers, List<Connection> connections, IntPredicate isCoupled) {
    Boolean[] isLast = new Boolean[layers];
    for (int l = 0; l < layers; l++) {
      if (isLast[l] == null) {
        spread(l, false, connections, isLast);
      }
    }
    return new UpdateOrder(isLast, isCoupled);
  }

  /** Puts a layer into a block and all layers connected with it into the other one. */
  private static void spread(
      int layer, boolean last, List<Connection> connections, Boolean[] isLast) {
    if (isLast[layer] != null) {
      if (isLast[layer] != last) {
        throw new IllegalArgumentException(
            "layer "
                + layer
                + " is on a cycle with an odd number of connections, so the machine cannot be"
                + " divided into two blocks of independent layers");
      }
      return;
    }
    isLast[layer] = last;
    for (Connection c : connections) {
      if (c.from() == layer) {
        spread(c.to(), !last, connections, isLast);
      } else if (c.to() == layer) {
        spread(c.from(), !last, connections, isLast);
      }
    }
  }

  /**
   * The layers that a sweep draws first, given the others, including the visible layer. Unless they
   * have couplings within, their states are overwritten before they are used.
   */
  public Block drawnFirst() {
    return drawnFirst;
  }

  /** The layers that a sweep draws last; none in a machine of one layer. */
  public Block drawnLast() {
    return drawnLast;
  }

  /** The layers of whose states a chain consists between sweeps. */
  public Block carried() {
    return carried;
  }

  /** All layers. */
  public Block all() {
    return all;
  }

  /** The layers that are not in a block: the other of the two, or none if it is {@link #all}. */
  public Block rest(Block block) {
    return block(isCarried.length, l -> IntStream.of(block.layers).noneMatch(x -> x == l));
  }

  /** Whether a layer's states carry a chain from one sweep to the next. */
  public boolean isCarried(int layer) {
    return isCarried[layer];
  }
}
