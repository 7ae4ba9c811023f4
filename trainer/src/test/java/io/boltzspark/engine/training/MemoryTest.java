package io.boltzspark.engine.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.boltzmann.BoltzmannConfig;
import io.boltzspark.boltzmann.Configs;
import io.boltzspark.engine.boltzmann.TrainingMemory;
import io.boltzspark.engine.data.MadeRows;
import io.boltzspark.testing.LiveNumbers;
import io.boltzspark.testing.TestSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sizing of {@code conf/spark/README.md}: the heap of a training, and the numbers there. */
class MemoryTest {
  private static final Path README =
      Path.of(System.getProperty("boltz.project.directory"), "conf", "spark", "README.md");
  private static final int CHAINS = 30;
  private static final int LANES = 4;
  private static final int TASKS = 2;
  private static final int HIDDEN = 20_000;

  @TempDir Path directory;

  @Test
  void aRoundHoldsTheNumbersThatTheFormulaCounts() {
    SparkSession spark = TestSpark.local(TASKS);
    MadeRows data = new MadeRows(spark, false);
    long base = numbersInARound(spark, data, config(1), "small");
    long large = numbersInARound(spark, data, config(HIDDEN), "large");
    double expected = formula(HIDDEN).together() - (double) formula(1).together();
    // The formula leaves out what has the size of a layer: in each lane the row and the sum at
    // work,
    // random bits and counters, a row being packed and its check; in each task the scratch space of
    // units and rates. One array of the size of all parameters more or less would be 7 %.
    double layers = (double) Float.BYTES * (6 * LANES + 8 * TASKS) * HIDDEN;
    double ratio = (large - base) / (expected + layers);
    assertTrue(
        ratio > 0.97 && ratio < 1.03,
        "%.1f MB more, by the formula %.1f MB".formatted((large - base) / 1e6, expected / 1e6));
  }

  /** Every lane has parameters, moments and statistics of its own. */
  @Test
  void lanesThatMakeStepsByThemselvesHoldWhatTheEstimateCounts() {
    SparkSession spark = TestSpark.local(TASKS);
    MadeRows data = new MadeRows(spark, false);
    BoltzmannConfig small = Configs.from(config(1)).localSteps(2).build();
    BoltzmannConfig large = Configs.from(config(HIDDEN)).localSteps(2).build();
    long base = numbersInARound(spark, data, small, "local-small");
    long found = numbersInARound(spark, data, large, "local-large") - base;
    double expected =
        TrainingMemory.of(large, LANES, TASKS).bytes()
            - (double) TrainingMemory.of(small, LANES, TASKS).bytes();
    // Too few chains a lane to pay for transposed weights, which the estimate counts.
    double transposed = (double) Float.BYTES * LANES * MadeRows.WIDTH * (HIDDEN - 1);
    // What has the size of a layer, as above, and in each lane two rows of the learner. One array
    // of
    // the size of all parameters more or less would be 2 %.
    double layers = (double) Float.BYTES * (8 * LANES + 8 * TASKS) * HIDDEN;
    double ratio = found / (expected - transposed + layers);
    assertTrue(
        ratio > 0.985 && ratio < 1.015,
        "%.1f MB more, by the estimate %.1f MB".formatted(found / 1e6, expected / 1e6));
  }

  private static MemoryFormula formula(int hidden) {
    return new MemoryFormula(MadeRows.WIDTH, hidden, 2, Trainings.BATCH, CHAINS, LANES, TASKS, 1);
  }

  private static BoltzmannConfig config(int hidden) {
    return Configs.rbm(MadeRows.WIDTH, hidden)
        .batchSize(Trainings.BATCH)
        .epochs(1)
        .optimizer(Configs.adam(0.01))
        .pcd(1, CHAINS)
        .build();
  }

  /** In the middle of a round, whose tasks wait meanwhile. */
  private long numbersInARound(
      SparkSession spark, MadeRows data, BoltzmannConfig config, String name) {
    AtomicLong used = new AtomicLong();
    new Trainings(spark, data, config)
        .onStep(
            step -> {
              if (step == 2) {
                used.set(LiveNumbers.bytes());
              }
            })
        .into(directory.resolve(name));
    return used.get();
  }

  /** What training refuses by is the same formula. */
  @Test
  void theEstimateIsTheFormula() {
    for (int hidden : new int[] {500, 5000}) {
      for (int lanes : new int[] {2, 8}) {
        BoltzmannConfig config =
            Configs.rbm(784, hidden)
                .batchSize(1000)
                .optimizer(Configs.adam(0.01))
                .pcd(1, 1000)
                .build();
        long estimate = TrainingMemory.of(config, lanes, 2).bytes();
        MemoryFormula formula = new MemoryFormula(784, hidden, 2, 1000, 1000, lanes, 2, 1);
        assertEquals(formula.together(), estimate, 0.001 * estimate, hidden + ", " + lanes);
      }
    }
  }

  /** 300 sites of 21 states train in 3 GiB; their couplings alone are 159 MB. */
  @Test
  void aFamilyOfThreeHundredSitesFitsIntoThreeGibibytes() {
    BoltzmannConfig config =
        Configs.machine(List.of(300 * 21))
            .units("potts:21")
            .lateral(0)
            .batchSize(5000)
            .optimizer(Configs.adam(0.01))
            .pcd(10, 2000)
            .build();
    long parameters = 6300L * 6300 + 6300;
    TrainingMemory memory = TrainingMemory.of(config, 2, 2);
    assertEquals(4 * 2 * 3 * parameters, memory.learner());
    assertTrue(memory.bytes() > 4 * parameters * (6 + 2), "" + memory);
    assertTrue(memory.bytes() < (3L << 30) - (300 << 20), "" + memory);
  }

  /** The worked numbers: eight lanes in four executors of two cores, B = C = 1000, Adam. */
  @Test
  void theReadmesNumbersAreTheFormulas() throws IOException {
    String text = Files.readString(README);
    for (int hidden : new int[] {500, 5000}) {
      MemoryFormula formula = new MemoryFormula(784, hidden, 2, 1000, 1000, 8, 4, 2);
      String row =
          String.format(
              Locale.ROOT,
              "| 784-%d | %,d | %.0f MB | %.0f MB |",
              hidden,
              formula.parameters(),
              formula.driver() / 1e6,
              formula.task() / 1e6);
      assertTrue(text.contains(row), "not in " + README + ": " + row);
    }
    String rows = String.format(Locale.ROOT, "%.2f GB", MemoryFormula.rows(10_000_000, 784) / 1e9);
    assertTrue(text.contains(rows), "not in " + README + ": " + rows);
  }
}
