package io.boltzspark.engine;

import io.boltzspark.learning.EpochPlan;
import io.boltzspark.learning.Learner;
import io.boltzspark.math.Blas;
import io.boltzspark.math.ParallelRanges;
import java.util.function.Supplier;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * The resources of a running training: slots for its tasks, its rows distributed to lanes, threads
 * for the learner, and the BLAS kernels of all executors. The stages of a training share a session;
 * each has its own {@link Engine}.
 */
public final class Session implements AutoCloseable {
  /** More threads do not speed up an update that is bound by memory. */
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
   * Waits for slots and reads all rows, so that bad ones are found before anything is written.
   *
   * @param plan the assignment of rows to lanes
   * @param rowBytes bytes per row
   * @param source supplies position and bytes of every training row, in any order and partitions
   * @throws io.boltzspark.errors.BoltzException ENVIRONMENT, EXECUTION or BAD_INPUT on failure
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
      case ROUNDS -> new RoundsEngine(spark, config, job, rows, kernels, threads);
      case JOBS -> new JobsEngine(spark, config, job, rows, kernels);
    };
  }

  /** The learner of a stage, before its first step. */
  public Learner learner(TrainingJob job, float[] start) {
    return job.program().learner(start, threads);
  }

  /** The BLAS kernels reported so far. */
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
