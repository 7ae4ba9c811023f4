package io.boltzspark.boltzmann;

import io.boltzspark.model.BoltzmannMachine;

/**
 * What the numbers of a step's statistics are: first one for each parameter, in the machine's
 * layout, the difference of the two phases; then, layer by layer, one for each unit, the sum of
 * {@code phi(s)} over the rows of the positive phase alone.
 *
 * @param parameters of the machine
 * @param firstActivity where each layer's positive sums begin
 * @param size of the whole
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
