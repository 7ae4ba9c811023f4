package io.boltzspark.engine.benchmark;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/**
 * Times matrix products alone, on all cores at once with a thread each, for benchmarks to compare
 * with.
 */
final class ProductTimer {
  private static final int BLOCKS = 15;

  private ProductTimer() {}

  /**
   * Median milliseconds of one unit of work, over about {@code seconds} after a warm-up. The
   * slowest thread counts.
   *
   * @param work creates a thread's share of the work, with its own buffers
   */
  static double medianMillis(int cores, double seconds, Supplier<Runnable> work) {
    ExecutorService threads = Executors.newFixedThreadPool(cores);
    CyclicBarrier together = new CyclicBarrier(cores);
    try {
      int repeats = 1;
      double warm = block(cores, threads, together, work, repeats);
      while (warm * repeats < 1000 * seconds / BLOCKS) {
        repeats *= 2;
        warm = block(cores, threads, together, work, repeats);
      }
      double[] blocks = new double[BLOCKS];
      for (int b = 0; b < BLOCKS; b++) {
        blocks[b] = block(cores, threads, together, work, repeats);
      }
      Arrays.sort(blocks);
      return blocks[BLOCKS / 2];
    } finally {
      threads.shutdownNow();
    }
  }

  /** Milliseconds per unit of work in a block of {@code repeats}. */
  private static double block(
      int cores,
      ExecutorService threads,
      CyclicBarrier together,
      Supplier<Runnable> work,
      int repeats) {
    List<Future<Double>> running = new ArrayList<>();
    for (int core = 0; core < cores; core++) {
      running.add(threads.submit(() -> time(work.get(), repeats, together)));
    }
    double slowest = 0;
    for (Future<Double> one : running) {
      try {
        slowest = Math.max(slowest, one.get());
      } catch (InterruptedException | ExecutionException e) {
        throw new IllegalStateException(e);
      }
    }
    return slowest / repeats;
  }

  private static double time(Runnable work, int repeats, CyclicBarrier together) throws Exception {
    together.await();
    long start = System.nanoTime();
    for (int i = 0; i < repeats; i++) {
      work.run();
    }
    return (System.nanoTime() - start) / 1e6;
  }
}
