package io.boltzspark.evaluation.partition;

import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.UpdateOrder;
import io.boltzspark.model.UpdateOrder.Block;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * Which layers of a machine can be summed out in closed form: those of one block of its {@link
 * UpdateOrder}, if none of them has couplings within, given all others.
 */
final class SummableBlocks {
  private SummableBlocks() {}

  /** The blocks whose {@link UpdateOrder#rest} can be summed out; at the worst, that of all. */
  private static List<Block> kept(BoltzmannMachine machine) {
    UpdateOrder order = machine.updateOrder();
    List<Block> blocks =
        Stream.of(order.drawnFirst(), order.drawnLast())
            .filter(block -> isSummable(machine, order.rest(block)))
            .toList();
    return blocks.isEmpty() ? List.of(order.all()) : blocks;
  }

  /** The block to keep, with its rest summed out, that costs least; among equals the first. */
  static Block cheapestKept(BoltzmannMachine machine, ToDoubleFunction<Block> cost) {
    return kept(machine).stream().min(Comparator.comparingDouble(cost)).orElseThrow();
  }

  /** Whether no layer of a block has couplings within. */
  static boolean isSummable(BoltzmannMachine machine, Block block) {
    for (int i = 0; i < block.size(); i++) {
      if (machine.couplings(block.layer(i)) != null) {
        return false;
      }
    }
    return true;
  }
}
