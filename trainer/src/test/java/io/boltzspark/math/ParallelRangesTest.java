package io.boltzspark.math;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;
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

  /** A thread that waits anyway takes a range, and no other thread is woken for it. */
  @Test
  void waitingThreadsTakePart() throws Exception {
    try (ParallelRanges parallel = new ParallelRanges(2)) {
      CountDownLatch waits = new CountDownLatch(1);
      AtomicBoolean answered = new AtomicBoolean();
      Thread volunteer =
          new Thread(
              () -> {
                // Each call may end because nothing was to be done for a while.
                while (!answered.get()) {
                  parallel.helpUntil(
                      () -> {
                        waits.countDown();
                        return answered.get();
                      });
                }
              });
      volunteer.start();
      waits.await();
      Set<Thread> workers = ConcurrentHashMap.newKeySet();
      for (int tries = 0; tries < 1_000 && !workers.contains(volunteer); tries++) {
        CountDownLatch both = new CountDownLatch(2);
        parallel.run(
            2,
            1,
            (range, from, to) -> {
              workers.add(Thread.currentThread());
              both.countDown();
              awaitUninterrupted(both);
            });
      }
      answered.set(true);
      volunteer.join();
      assertTrue(workers.contains(volunteer), workers.toString());
    }
  }

  /** The caller does not wait for others to begin. */
  @Test
  void theCallerTakesWhatNobodyElseTakes() throws Exception {
    try (ParallelRanges parallel = new ParallelRanges(3)) {
      CountDownLatch busy = new CountDownLatch(1);
      CountDownLatch free = new CountDownLatch(1);
      AtomicBoolean asked = new AtomicBoolean();
      Thread volunteer =
          new Thread(
              () ->
                  parallel.helpUntil(
                      () -> {
                        if (!asked.getAndSet(true)) {
                          busy.countDown();
                          awaitUninterrupted(free);
                        }
                        return true;
                      }));
      volunteer.start();
      busy.await();
      AtomicIntegerArray visits = new AtomicIntegerArray(3);
      parallel.run(3, 1, (range, from, to) -> visits.incrementAndGet(range));
      assertEquals("[1, 1, 1]", visits.toString());
      free.countDown();
      volunteer.join();
    }
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void anInterruptedCallerStillWaitsForAllRanges() {
    try (ParallelRanges parallel = new ParallelRanges(2)) {
      AtomicIntegerArray visits = new AtomicIntegerArray(2);
      Thread.currentThread().interrupt();
      parallel.run(
          2,
          1,
          (range, from, to) -> {
            if (Thread.currentThread().getName().equals("boltz-ranges")) {
              LockSupport.parkNanos(2_000_000);
            }
            visits.incrementAndGet(range);
          });
      assertEquals("[1, 1]", visits.toString());
      assertTrue(Thread.interrupted());
    }
  }

  @Test
  void noThreadsAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> new ParallelRanges(0));
  }
}
