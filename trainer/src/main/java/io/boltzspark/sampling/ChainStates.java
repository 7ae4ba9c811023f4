package io.boltzspark.sampling;

import io.boltzspark.math.Matrix;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.Layer;
import java.util.List;

/**
 * The states of several Markov chains of one machine.
 *
 * @param layers one matrix per layer, visible first, each chains x units
 */
public record ChainStates(List<Matrix> layers) {
  public ChainStates {
    layers = List.copyOf(layers);
  }

  /** Chains with all states zero. */
  public static ChainStates zeros(BoltzmannMachine machine, int chains) {
    return new ChainStates(
        machine.layers().stream().map(u -> Matrix.zeros(chains, u.size())).toList());
  }

  /** Chains whose visible states are a window that the caller owns; the others are new. */
  public static ChainStates withVisible(BoltzmannMachine machine, Matrix visible) {
    List<Layer> units = machine.layers();
    return new ChainStates(
        java.util.stream.IntStream.range(0, units.size())
            .mapToObj(l -> l == 0 ? visible : Matrix.zeros(visible.rows(), units.get(l).size()))
            .toList());
  }

  /** A window on chains {@code from} (inclusive) to {@code to} (exclusive). */
  public ChainStates rows(int from, int to) {
    return new ChainStates(layers.stream().map(layer -> layer.rows(from, to)).toList());
  }

  public int chains() {
    return layers.get(0).rows();
  }

  public Matrix layer(int index) {
    return layers.get(index);
  }

  public Matrix visible() {
    return layers.get(0);
  }
}
