package io.boltzspark.math;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParallelRangesTest {

  @ParameterizedTest
  @CsvSource({"1, 10, 4", "2, 10, 4", "3, 1000, 64", "4, 3, 64", "5, 0, 8", "7, 4096, 1024"})
  void everyElementIsVisitedOnceInRangesOfWholeGrains(int threads, int total, int grain) {
    AtomicIntegerArray visits = new AtomicIntegerArray(total);
    AtomicIntegerArray ranges = new AtomicIntegerArray(threads);
    try (ParallelRanges parallel = new ParallelRanges(threads)) {
      assertEquals(threads, parallel.ranges());
      parallel.run(
          total,
          grain,
          (range, from, to) -> {
            ranges.incrementAndGet(range);
            assertEquals(0, from % grain, "range " + range + " begins at " + from);
            assertTrue(to == total || to % grain == 0, "range " + range + " ends at " + to);
            for (int i = from; i < to; i++) {
              visits.incrementAndGet(i);
            }
          });
    }
    for (int i = 0; i < total; i++) {
      assertEquals(1, visits.get(i), "element " + i);
    }
    for (int range = 0; range < threads; range++) {
      assertTrue(ranges.get(range) <= 1);
    }
  }

  @Test
  void aFailureOfAHelperReachesTheCallerAndLeavesTheHelpersUsable() {
    IllegalArgumentException cause = new IllegalArgumentException("work");
    try (ParallelRanges parallel = new ParallelRanges(3)) {
      Exception e =
          assertThrows(
              IllegalArgumentException.class,
              () ->
                  parallel.run(
                      30,
                      1,
                      (range, from, to) -> {
                        if (range == 2) {
                          throw cause;
                        }
                      }));
      assertSame(cause, e);
      AtomicIntegerArray visits = new AtomicIntegerArray(3);
      parallel.run(30, 1, (range, from, to) -> visits.incrementAndGet(range));
      assertEquals("[1, 1, 1]", visits.toString());
    }
  }

  @Test
  void noThreadsAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> new ParallelRanges(0));
  }
}
