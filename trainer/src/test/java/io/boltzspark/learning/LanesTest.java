package io.boltzspark.learning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LanesTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 8, 64})
  void startsAndSizesAreThoseOfTheDefinition(int count) {
    Lanes lanes = new Lanes(count);
    for (int total = 0; total <= 130; total++) {
      int[] sizes = new int[count];
      int[] starts = new int[count];
      Arrays.fill(starts, -1);
      for (int i = 0; i < total; i++) {
        int lane = Math.floorDiv(i * count, total);
        assertEquals(lane, lanes.laneOf(i, total), i + " of " + total);
        sizes[lane]++;
        starts[lane] = starts[lane] < 0 ? i : starts[lane];
      }
      assertEquals(total, lanes.start(count, total));
      for (int lane = 0; lane < count; lane++) {
        String where = "lane " + lane + " of " + count + ", " + total + " items";
        assertEquals(sizes[lane], lanes.size(lane, total), where);
        assertTrue(sizes[lane] == total / count || sizes[lane] == (total + count - 1) / count);
        if (sizes[lane] > 0) {
          assertEquals(starts[lane], lanes.start(lane, total), where);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 8, 64})
  void noLaneHasMoreThanTheMost(int count) {
    Lanes lanes = new Lanes(count);
    int largestSoFar = 0; // over lanes and totals: a smaller total may give a lane more
    for (int total = 0; total <= 130; total++) {
      for (int lane = 0; lane < count; lane++) {
        largestSoFar = Math.max(largestSoFar, lanes.size(lane, total));
      }
      assertEquals(largestSoFar, lanes.most(total), count + " lanes, " + total + " items");
    }
  }

  @Test
  void largeTotalsDoNotOverflow() {
    assertEquals(2097152, new Lanes(1024).most(Integer.MAX_VALUE)); // 2^31 / 2^10
    Lanes lanes = new Lanes(1024);
    assertEquals(Integer.MAX_VALUE, lanes.start(1024, Integer.MAX_VALUE));
    for (int lane = 0; lane < 1024; lane++) {
      int start = lanes.start(lane, Integer.MAX_VALUE);
      assertEquals(lane, lanes.laneOf(start, Integer.MAX_VALUE));
      assertTrue(lane == 0 || lanes.laneOf(start - 1, Integer.MAX_VALUE) == lane - 1);
    }
    long total = 1_000_000_000_000L;
    long index = 999_999_999_999L;
    BigInteger lane =
        BigInteger.valueOf(index)
            .multiply(BigInteger.valueOf(1024))
            .divide(BigInteger.valueOf(total));
    assertEquals(lane.intValueExact(), lanes.laneOf(index, total));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, -8, 3, 6, 12, Integer.MIN_VALUE})
  void aCountThatIsNotAPowerOfTwoIsRefused(int count) {
    Exception e = assertThrows(IllegalArgumentException.class, () -> new Lanes(count));
    assertTrue(e.getMessage().endsWith("got " + count), e.getMessage());
  }
}
