package io.boltzspark.learning;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The arithmetic of the plan against lists that are filled position by position. */
class EpochPlanTest {

  /** For each lane, the positions it owns in each minibatch of the first arrangement. */
  private static List<List<List<Integer>>> owned(int rows, int batchSize, int lanes) {
    List<List<List<Integer>>> owned = new ArrayList<>();
    int batches = (rows + batchSize - 1) / batchSize;
    for (int lane = 0; lane < lanes; lane++) {
      owned.add(new ArrayList<>());
      for (int b = 0; b < batches; b++) {
        owned.get(lane).add(new ArrayList<>());
      }
    }
    for (int position = 0; position < rows; position++) {
      int batch = position / batchSize;
      int inBatch = Math.min(batchSize, rows - batch * batchSize);
      int lane = position % batchSize * lanes / inBatch;
      owned.get(lane).get(batch).add(position);
    }
    return owned;
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1, 1",
    "1, 10, 4",
    "10, 10, 2",
    "11, 10, 2",
    "19, 10, 8",
    "100, 7, 4",
    "101, 3, 8",
    "64, 16, 16",
    "65, 16, 16",
    "5, 100, 8",
    "997, 50, 2",
    "30, 1, 4"
  })
  void thePlanIsTheOneOfTheDefinition(int rows, int batchSize, int laneCount) {
    EpochPlan plan = new EpochPlan(rows, batchSize, new Lanes(laneCount));
    List<List<List<Integer>>> owned = owned(rows, batchSize, laneCount);
    int steps = owned.get(0).size();
    assertEquals(steps, plan.steps());
    for (int lane = 0; lane < laneCount; lane++) {
      int places = 0;
      for (int step = 0; step < steps; step++) {
        List<Integer> positions = owned.get(lane).get(step);
        assertEquals(places, plan.firstPlace(lane, step));
        assertEquals(places, plan.firstPlace(lane, step + 3L * steps), "in the fourth epoch");
        assertEquals(positions.size(), plan.lanes().size(lane, plan.batchSize(step)));
        for (int position : positions) {
          assertEquals(lane, plan.laneOf(position));
        }
        places += positions.size();
      }
      assertEquals(places, plan.laneRows(lane));
    }
  }

  @ParameterizedTest
  @CsvSource({"11, 10, 2", "19, 10, 8", "100, 7, 4", "5, 100, 8", "997, 50, 2"})
  void everyRowComesOnceAnEpoch(int rows, int batchSize, int laneCount) {
    EpochPlan plan = new EpochPlan(rows, batchSize, new Lanes(laneCount));
    List<List<List<Integer>>> owned = owned(rows, batchSize, laneCount);
    for (long epoch = 0; epoch < 3; epoch++) {
      BitSet seen = new BitSet();
      int total = 0;
      for (long step = epoch * plan.steps(); step < (epoch + 1) * plan.steps(); step++) {
        int inBatch = 0;
        for (int lane = 0; lane < laneCount; lane++) {
          List<Integer> mine = new ArrayList<>();
          owned.get(lane).forEach(mine::addAll);
          int[] order = new int[plan.laneRows(lane)];
          plan.orderInto(order, 5, epoch, lane);
          int first = plan.firstPlace(lane, step);
          for (int i = 0; i < plan.lanes().size(lane, plan.batchSize(step)); i++) {
            seen.set(mine.get(order[first + i]));
            inBatch++;
          }
        }
        assertEquals(plan.batchSize(step), inBatch);
        total += inBatch;
      }
      assertEquals(rows, total);
      assertEquals(rows, seen.cardinality(), "rows seen in epoch " + epoch);
    }
  }

  @Test
  void onlyTheLastMinibatchIsShort() {
    EpochPlan plan = new EpochPlan(25, 10, new Lanes(2));
    int[] sizes = new int[6];
    Arrays.setAll(sizes, plan::batchSize);
    assertArrayEquals(new int[] {10, 10, 5, 10, 10, 5}, sizes);
  }

  @Test
  void ordersDifferByEpochLaneAndSeedAndByNothingElse() {
    EpochPlan plan = new EpochPlan(1000, 10, new Lanes(2));
    EpochPlan other = new EpochPlan(1000, 20, new Lanes(2));
    int[] order = order(plan, 1, 0, 0);
    assertArrayEquals(order, order(plan, 1, 0, 0));
    assertArrayEquals(order, order(other, 1, 0, 0));
    assertFalse(Arrays.equals(order, order(plan, 1, 1, 0)), "epoch");
    assertFalse(Arrays.equals(order, order(plan, 1, 0, 1)), "lane");
    assertFalse(Arrays.equals(order, order(plan, 2, 0, 0)), "seed");
  }

  private static int[] order(EpochPlan plan, long seed, long epoch, int lane) {
    int[] order = new int[plan.laneRows(lane)];
    plan.orderInto(order, seed, epoch, lane);
    return order;
  }

  @Test
  void moreRowsThanAnIntegerCounts() {
    EpochPlan plan = new EpochPlan(3_000_000_007L, 1000, new Lanes(2));
    assertEquals(3_000_001, plan.steps());
    assertEquals(7, plan.batchSize(3_000_000));
    assertEquals(1_500_000_004, plan.laneRows(0)); // 4 of the last 7
    assertEquals(1_500_000_003, plan.laneRows(1));
    assertEquals(1_500_000_000, plan.firstPlace(1, 3_000_000));
    assertEquals(0, plan.laneOf(3_000_000_003L));
    assertEquals(1, plan.laneOf(3_000_000_004L));
  }

  @Test
  void nothingToTrainOnIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> new EpochPlan(0, 10, new Lanes(1)));
    assertThrows(IllegalArgumentException.class, () -> new EpochPlan(10, 0, new Lanes(1)));
  }
}
