package io.boltzspark.model;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * In which order the layers of a machine are updated. Layers that no connection joins are
 * independent given all others, and so are drawn (or set to their means, or summed out) together;
 * such a set is a {@link Block}. Where connections join layers alone, and no cycle of an odd number
 * of them exists, two blocks are enough: {@link #drawnFirst}, the one with the visible layer, and
 * {@link #carried}. For a stack of layers these are the even and the odd ones.
 *
 * <p>A Gibbs sweep draws the first block given the second and then the second given the first, so
 * that between two sweeps the states of the second block are all that the next one depends on: they
 * carry a chain. Every connection has one end in each block.
 *
 * <p>Asked in loops over layers that must not allocate, hence the accessors by index.
 */
public final class UpdateOrder {

  /** Layers that are independent of one another given all others; in ascending order. */
  public static final class Block {
    private final int[] layers;

    private Block(int[] layers) {
      this.layers = layers;
    }

    /** How many layers. */
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
  private final Block carried;

  private UpdateOrder(Boolean[] isCarried) {
    this.isCarried = new boolean[isCarried.length];
    for (int l = 0; l < isCarried.length; l++) {
      this.isCarried[l] = isCarried[l];
    }
    this.drawnFirst = block(isCarried, false);
    this.carried = block(isCarried, true);
  }

  private static Block block(Boolean[] isCarried, boolean wanted) {
    return new Block(
        IntStream.range(0, isCarried.length).filter(l -> isCarried[l] == wanted).toArray());
  }

  /**
   * The order for a number of layers with these connections.
   *
   * @throws IllegalArgumentException when two blocks are not enough
   */
  static UpdateOrder of(int layers, List<Connection> connections) {
    Boolean[] isCarried = new Boolean[layers];
    for (int l = 0; l < layers; l++) {
      if (isCarried[l] == null) {
        spread(l, false, connections, isCarried);
      }
    }
    return new UpdateOrder(isCarried);
  }

  /** Puts a layer into a block and all that are connected with it into the other one. */
  private static void spread(
      int layer, boolean carried, List<Connection> connections, Boolean[] isCarried) {
    if (isCarried[layer] != null) {
      if (isCarried[layer] != carried) {
        throw new IllegalArgumentException(
            "layer "
                + layer
                + " is on a cycle of an odd number of connections, so that no two blocks of"
                + " independent layers hold the machine");
      }
      return;
    }
    isCarried[layer] = carried;
    for (Connection c : connections) {
      if (c.from() == layer) {
        spread(c.to(), !carried, connections, isCarried);
      } else if (c.to() == layer) {
        spread(c.from(), !carried, connections, isCarried);
      }
    }
  }

  /**
   * What a sweep draws first, given the others: the visible layer is among these. Their states are
   * overwritten before they are used.
   */
  public Block drawnFirst() {
    return drawnFirst;
  }

  /** What a sweep draws last, and what a chain consists of between sweeps. */
  public Block carried() {
    return carried;
  }

  /** The one of the two blocks that {@code block} is not. */
  public Block rest(Block block) {
    return block == carried ? drawnFirst : carried;
  }

  /** Whether a layer's states carry a chain from one sweep to the next. */
  public boolean isCarried(int layer) {
    return isCarried[layer];
  }
}
