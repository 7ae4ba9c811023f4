package io.boltzspark.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.model.UpdateOrder.Block;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Blocks of layers that are independent given the rest. */
class UpdateOrderTest {

  private static List<Integer> layers(Block block) {
    return IntStream.range(0, block.size()).map(block::layer).boxed().toList();
  }

  private static Connection connection(int from, int to) {
    return new Connection(0, from, to, 0, 1, 1);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 5})
  void ofAStackTheOddLayersCarryAChain(int count) {
    UpdateOrder order = BoltzmannMachine.bernoulli(Collections.nCopies(count, 1)).updateOrder();
    assertEquals(
        IntStream.range(0, count).filter(l -> l % 2 == 0).boxed().toList(),
        layers(order.drawnFirst()));
    assertEquals(
        IntStream.range(0, count).filter(l -> l % 2 == 1).boxed().toList(),
        layers(order.carried()));
  }

  @ParameterizedTest
  @EnumSource(SmallMachine.class)
  void everyLayerIsInOneBlockAndEveryConnectionJoinsBoth(SmallMachine small) {
    BoltzmannMachine machine = small.machine();
    UpdateOrder order = machine.updateOrder();
    for (int l = 0; l < machine.layers().size(); l++) {
      assertEquals(order.isCarried(l), layers(order.carried()).contains(l));
      boolean isLast = layers(order.drawnLast()).contains(l);
      assertEquals(isLast || small.spec().isCoupled(l), order.isCarried(l));
      assertEquals(!isLast, layers(order.drawnFirst()).contains(l));
    }
    for (Connection c : machine.connections()) {
      assertNotEquals(
          layers(order.drawnLast()).contains(c.from()),
          layers(order.drawnLast()).contains(c.to()),
          c.toString());
    }
    assertEquals(layers(order.drawnLast()), layers(order.rest(order.drawnFirst())));
    assertEquals(layers(order.drawnFirst()), layers(order.rest(order.drawnLast())));
    assertEquals(List.of(), layers(order.rest(order.all())));
  }

  @Test
  void coupledLayersCarryTheirStatesToo() {
    UpdateOrder order = UpdateOrder.of(3, List.of(connection(0, 1), connection(1, 2)), l -> l == 2);
    assertEquals(List.of(1), layers(order.drawnLast()));
    assertEquals(List.of(1, 2), layers(order.carried()));
    assertTrue(order.isCarried(2));
  }

  /** What blocks follow from are connections alone, in any order. */
  @Test
  void connectionsDecideAndNotTheNumbersOfLayers() {
    List<Connection> connections = List.of(connection(2, 3), connection(1, 3), connection(0, 1));
    UpdateOrder order = UpdateOrder.of(4, connections, l -> false);
    assertEquals(List.of(0, 3), layers(order.drawnFirst()));
    assertEquals(List.of(1, 2), layers(order.carried()));
  }

  @Test
  void threeLayersThatAreAllConnectedAreRefused() {
    List<Connection> circle = List.of(connection(0, 1), connection(1, 2), connection(0, 2));
    Exception e =
        assertThrows(IllegalArgumentException.class, () -> UpdateOrder.of(3, circle, l -> false));
    assertTrue(e.getMessage().contains("odd number of connections"), e.getMessage());
  }
}
