package io.boltzspark.boltzmann;

import io.boltzspark.model.BoltzmannMachine;

/**
 * The layout of a step's statistics: first, for each parameter in the machine's layout, the
 * difference of the two phases; then, layer by layer, for each unit, the sum of {@code phi(s)} over
 * the rows of the positive phase only.
 *
 * @param parameters number of parameters of the machine
 * @param firstActivity index of each layer's first positive sum
 * @param size total number of statistics
 */
public record StatisticsLayout(int parameters, int[] firstActivity, int size) {

  /** The layout of a machine. */
  public static StatisticsLayout of(BoltzmannMachine machine) {
    int at = machine.layout().size();
    int[] first = new int[machine.layers().size()];
    for (int l = 0; l < first.length; l++) {
      first[l] = at;
      at = Math.addExact(at, machine.layer(l).size());
    }
    return new StatisticsLayout(machine.layout().size(), first, at);
  }
}
