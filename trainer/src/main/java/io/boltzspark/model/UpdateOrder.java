package io.boltzspark.model;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The order in which the layers of a machine are updated. Layers without a connection between them
 * are independent given all others, so they are drawn (or set to their means, or summed out)
 * together; such a set is a {@link Block}. If no layer is connected with itself, and no cycle has
 * an odd number of connections, two blocks suffice: {@link #drawnFirst}, the one with the visible
 * layer, and {@link #carried}. For a stack of layers these are the even and the odd ones.
 *
 * <p>A Gibbs sweep draws the first block given the second and then the second given the first, so
 * between two sweeps only the states of the second block determine the next one: they carry the
 * chain. Every connection has one end in each block.
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
   * @throws IllegalArgumentException if two blocks are not enough
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

  /** Puts a layer into a block and all layers connected with it into the other one. */
  private static void spread(
      int layer, boolean carried, List<Connection> connections, Boolean[] isCarried) {
    if (isCarried[layer] != null) {
      if (isCarried[layer] != carried) {
        throw new IllegalArgumentException(
            "layer "
                + layer
                + " is on a cycle with an odd number of connections, so the machine cannot be"
                + " divided into two blocks of independent layers");
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
   * The layers that a sweep draws first, given the others, including the visible layer. Their
   * states are overwritten before they are used.
   */
  public Block drawnFirst() {
    return drawnFirst;
  }

  /** The layers that a sweep draws last; between sweeps a chain consists of their states. */
  public Block carried() {
    return carried;
  }

  /** The other of the two blocks. */
  public Block rest(Block block) {
    return block == carried ? drawnFirst : carried;
  }

  /** Whether a layer's states carry a chain from one sweep to the next. */
  public boolean isCarried(int layer) {
    return isCarried[layer];
  }
}
