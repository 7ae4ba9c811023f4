package io.boltzspark.engine;

import io.boltzspark.learning.EpochPlan;
import io.boltzspark.learning.Learner;
import io.boltzspark.math.Blas;
import io.boltzspark.math.ParallelRanges;
import java.util.function.Supplier;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * What a training needs of Spark and of the driver for as long as it runs: slots for its tasks, its
 * rows dealt out to lanes, threads for the learner, and the word of every executor on its BLAS
 * kernel. The stages of a training share a session; each has an {@link Engine} of its own.
 */
public final class Session implements AutoCloseable {
  /** More threads than this do not help an update that is bound by memory. */
  private static final int MOST_UPDATE_THREADS = 4;

  private final JavaSparkContext spark;
  private final EngineConfig config;
  private final KernelCheck kernels;
  private final DistributedRows rows;
  private final ParallelRanges threads;

  private Session(
      JavaSparkContext spark, EngineConfig config, KernelCheck kernels, DistributedRows rows) {
    this.spark = spark;
    this.config = config;
    this.kernels = kernels;
    this.rows = rows;
    this.threads =
        new ParallelRanges(
            Math.min(MOST_UPDATE_THREADS, Runtime.getRuntime().availableProcessors()));
  }

  /**
   * Waits for slots and reads all rows, so that bad ones are met before anything is written.
   *
   * @param plan which lane takes which rows
   * @param rowBytes bytes of a row
   * @param source gives position and bytes of every training row, in any order and partitions
   * @throws io.boltzspark.errors.BoltzException ENVIRONMENT, EXECUTION or BAD_INPUT where that
   *     cannot be
   */
  public static Session open(
      JavaSparkContext spark,
      EngineConfig config,
      EpochPlan plan,
      int rowBytes,
      Supplier<JavaPairRDD<Long, byte[]>> source) {
    TaskLayout layout = Slots.await(spark, config, Slots.wanted(spark, config));
    KernelCheck kernels = new KernelCheck(config.allowMixedKernels());
    kernels.report("driver", Blas.info().kernel());
    DistributedRows rows = new DistributedRows(plan, rowBytes, source.get(), layout);
    try {
      rows.load();
    } catch (RuntimeException e) {
      rows.close();
      throw e;
    }
    return new Session(spark, config, kernels, rows);
  }

  /** The configured engine for a stage. */
  public Engine engine(TrainingJob job) {
    return switch (config.kind()) {
      case ROUNDS -> new RoundsEngine(spark, config, job, rows, kernels);
      case JOBS -> new JobsEngine(spark, config, job, rows, kernels);
    };
  }

  /** The learner of a stage, before its first step. */
  public Learner learner(TrainingJob job, float[] start) {
    return job.program().learner(start, threads);
  }

  /** The BLAS kernels heard of so far. */
  public KernelCheck kernels() {
    return kernels;
  }

  /** Threads of all tasks that share the lanes. */
  public int taskThreads() {
    return rows.layout().threads(config.lanes());
  }

  @Override
  public void close() {
    threads.close();
    rows.close();
  }
}
