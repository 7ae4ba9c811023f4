package io.boltzspark.sampling;

import io.boltzspark.math.Matrix;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.Layer;
import java.util.List;

/**
 * The states of several Markov chains of one machine.
 *
 * @param layers one matrix per layer, visible first, each chains x units
 * @param betas inverse temperature of each chain, chains x 1; null: all 1
 */
public record ChainStates(List<Matrix> layers, Matrix betas) {
  public ChainStates {
    layers = List.copyOf(layers);
  }

  /** Chains at inverse temperature 1. */
  public ChainStates(List<Matrix> layers) {
    this(layers, null);
  }

  /** The same states, of chains that have inverse temperatures of their own. */
  public ChainStates at(Matrix betas) {
    return new ChainStates(layers, betas);
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
    return new ChainStates(
        layers.stream().map(layer -> layer.rows(from, to)).toList(),
        betas == null ? null : betas.rows(from, to));
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
