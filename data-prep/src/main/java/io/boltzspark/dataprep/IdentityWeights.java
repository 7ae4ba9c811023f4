package io.boltzspark.dataprep;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.spark.Failures;
import io.boltzspark.spark.JobGroup;
import java.io.Serializable;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.LongAccumulator;

/**
 * Weights of sequences that make up for the many close relatives that some of them have: 1 / the
 * number of sequences, itself included, that agree with it in at least a given share of the sites
 * (Morcos et al. 2011, "Direct-coupling analysis of residue coevolution captures native contacts
 * across many protein families"). A gap counts as a letter. Their sum is the effective number of
 * sequences.
 *
 * <p>All pairs are compared, each once, by tasks; every task has all sequences, packed as eight
 * sites to a word. The driver holds the sequences and adds up numbers of neighbours: its work and
 * memory grow with the number of sequences, not with that of pairs. Counts are whole numbers, so
 * weights do not depend on tasks.
 */
final class IdentityWeights {
  /** Sequences of a block; the block pairs are the pieces of work. */
  private static final int BLOCK = 512;

  private static final int MOST_TASKS = 1000;
  private static final int SITES_PER_WORD = Long.BYTES;
  private static final long LOW_BITS = 0x7f7f7f7f7f7f7f7fL;
  private static final long PROGRESS_MILLIS = 200;

  /** Numbers of neighbours found for the sequences of a block. */
  private record Found(int block, int[] neighbours) implements Serializable {}

  /**
   * All sequences.
   *
   * @param words of each sequence
   * @param blocks of {@link #BLOCK} sequences, the last perhaps of fewer
   * @param most mismatches with which two sequences are neighbours
   */
  record Packed(int words, int most, long[][] blocks) implements Serializable {

    int rows(int block) {
      return blocks[block].length / words;
    }
  }

  private IdentityWeights() {}

  /**
   * The least number of identical sites of neighbours.
   *
   * @param identity a share, as it is written in decimal
   */
  static int leastIdentical(double identity, int sites) {
    return BigDecimal.valueOf(identity)
        .multiply(BigDecimal.valueOf(sites))
        .setScale(0, RoundingMode.CEILING)
        .intValueExact();
  }

  /**
   * @param states of each sequence, one byte a site, in their order
   * @param count number of sequences
   */
  static Packed pack(Iterator<byte[]> states, int count, int sites, double identity) {
    int words = (sites + SITES_PER_WORD - 1) / SITES_PER_WORD;
    long[][] blocks = new long[(count + BLOCK - 1) / BLOCK][];
    for (int block = 0; block < blocks.length; block++) {
      int rows = Math.min(BLOCK, count - block * BLOCK);
      blocks[block] = new long[rows * words];
      for (int row = 0; row < rows; row++) {
        byte[] bytes = states.next();
        for (int i = 0; i < sites; i++) {
          blocks[block][row * words + i / SITES_PER_WORD] |=
              (bytes[i] & 0xffL) << 8 * (i % SITES_PER_WORD);
        }
      }
    }
    return new Packed(words, sites - leastIdentical(identity, sites), blocks);
  }

  /**
   * The weight of each sequence, in their order.
   *
   * @param progress is told how many pairs of blocks have been compared
   * @throws BoltzException EXECUTION when the job fails
   */
  static double[] of(JavaSparkContext spark, Packed sequences, WorkProgress progress) {
    int blocks = sequences.blocks().length;
    long pairs = (long) blocks * (blocks + 1) / 2;
    int tasks = (int) Math.min(Math.min(pairs, MOST_TASKS), 16L * spark.defaultParallelism());
    Broadcast<Packed> shared = spark.broadcast(sequences);
    LongAccumulator done = spark.sc().longAccumulator();
    try {
      List<Found> found =
          JobGroup.run(
              spark.sc(),
              "boltz-prepare-weights",
              "weights: neighbours of sequences",
              () -> await(count(spark, shared, done, tasks), done, pairs, progress));
      return weights(sequences, found);
    } finally {
      shared.destroy();
    }
  }

  private static JavaFutureAction<List<Found>> count(
      JavaSparkContext spark, Broadcast<Packed> shared, LongAccumulator done, int tasks) {
    List<Integer> numbers = new ArrayList<>();
    for (int task = 0; task < tasks; task++) {
      numbers.add(task);
    }
    JavaRDD<Integer> rdd = spark.parallelize(numbers, tasks);
    return rdd.mapPartitions(new Count(shared, done, tasks)).collectAsync();
  }

  private static List<Found> await(
      JavaFutureAction<List<Found>> job, LongAccumulator done, long pairs, WorkProgress progress) {
    while (true) {
      try {
        List<Found> found = job.get(PROGRESS_MILLIS, TimeUnit.MILLISECONDS);
        progress.update(pairs, pairs);
        return found;
      } catch (TimeoutException e) {
        progress.update(Math.min(done.value(), pairs), pairs); // a retried task counts twice
      } catch (InterruptedException e) {
        job.cancel(true);
        Thread.currentThread().interrupt();
        throw new BoltzException(ExitCode.INTERRUPTED, "interrupted while computing weights", e);
      } catch (ExecutionException | CancellationException e) {
        throw Failures.firstCause(e);
      }
    }
  }

  private static double[] weights(Packed sequences, List<Found> found) {
    TreeMap<Integer, long[]> sums = new TreeMap<>();
    int count = 0;
    for (int block = 0; block < sequences.blocks().length; block++) {
      sums.put(block, new long[sequences.rows(block)]);
      count += sequences.rows(block);
    }
    for (Found one : found) {
      long[] sum = sums.get(one.block());
      for (int i = 0; i < sum.length; i++) {
        sum[i] += one.neighbours()[i];
      }
    }
    double[] weights = new double[count];
    int at = 0;
    for (long[] sum : sums.values()) {
      for (long others : sum) {
        weights[at++] = 1.0 / (1 + others);
      }
    }
    return weights;
  }

  /** Compares every {@code tasks}-th pair of blocks. */
  private record Count(Broadcast<Packed> shared, LongAccumulator done, int tasks)
      implements FlatMapFunction<Iterator<Integer>, Found> {

    @Override
    public Iterator<Found> call(Iterator<Integer> numbers) {
      Packed packed = shared.value();
      TreeMap<Integer, int[]> found = new TreeMap<>();
      int task = numbers.next();
      long pair = 0;
      for (int a = 0; a < packed.blocks().length; a++) {
        for (int b = a; b < packed.blocks().length; b++, pair++) {
          if (pair % tasks == task) {
            compare(
                packed,
                a,
                b,
                found.computeIfAbsent(a, i -> new int[packed.rows(i)]),
                found.computeIfAbsent(b, i -> new int[packed.rows(i)]));
            done.add(1);
          }
        }
      }
      return found.entrySet().stream()
          .map(entry -> new Found(entry.getKey(), entry.getValue()))
          .iterator();
    }
  }

  /** Counts neighbours between two blocks, or within one; a sequence is not its own neighbour. */
  static void compare(Packed packed, int a, int b, int[] neighboursOfA, int[] neighboursOfB) {
    long[] first = packed.blocks()[a];
    long[] second = packed.blocks()[b];
    int words = packed.words();
    for (int i = 0; i < packed.rows(a); i++) {
      for (int j = a == b ? i + 1 : 0; j < packed.rows(b); j++) {
        if (mismatches(first, i * words, second, j * words, words, packed.most())
            <= packed.most()) {
          neighboursOfA[i]++;
          neighboursOfB[j]++;
        }
      }
    }
  }

  /** The number of sites that differ; any number above {@code most} if there are more than that. */
  private static int mismatches(long[] a, int i, long[] b, int j, int words, int most) {
    int count = 0;
    for (int w = 0; w < words && count <= most; w++) {
      long x = a[i + w] ^ b[j + w];
      // The highest bit of every byte that is not 0.
      count += Long.bitCount((((x & LOW_BITS) + LOW_BITS) | x) & ~LOW_BITS);
    }
    return count;
  }
}
