package io.boltzspark.boltzmann;

import io.boltzspark.model.BoltzmannMachine;

/**
 * The layout of a step's statistics: first, for each parameter in the machine's layout, the
 * difference of the two phases; then, layer by layer, for each unit, the sum of {@code phi(s)} over
 * the rows of the positive phase only; then, for each pair of neighbouring temperatures, the
 * numbers of exchanges that were tried and accepted.
 *
 * @param parameters number of parameters of the machine
 * @param firstActivity index of each layer's first positive sum
 * @param firstExchange index of the first number of exchanges
 * @param size total number of statistics
 */
public record StatisticsLayout(int parameters, int[] firstActivity, int firstExchange, int size) {

  /** The layout of a machine whose chains have a single temperature. */
  public static StatisticsLayout of(BoltzmannMachine machine) {
    return of(machine, 1);
  }

  /**
   * The layout of a machine.
   *
   * @param temperatures number of temperatures of its chains, at least 1
   */
  public static StatisticsLayout of(BoltzmannMachine machine, int temperatures) {
    int at = machine.layout().size();
    int[] first = new int[machine.layers().size()];
    for (int l = 0; l < first.length; l++) {
      first[l] = at;
      at = Math.addExact(at, machine.layer(l).size());
    }
    int size = Math.addExact(at, 2 * (temperatures - 1));
    return new StatisticsLayout(machine.layout().size(), first, at, size);
  }
}
