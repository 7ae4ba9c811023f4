package io.boltzspark.engine;

import io.boltzspark.engine.TaskLanes.Place;
import io.boltzspark.learning.Learner;
import io.boltzspark.learning.StepStatistics;
import io.boltzspark.math.Blas;
import io.boltzspark.spark.Failures;
import io.boltzspark.spark.JobGroup;
import java.io.ByteArrayOutputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;

/**
 * One Spark job per step: parameters and the lanes' states go out as a broadcast, statistics and
 * states come back as the job's result. Slower than rounds, but an ordinary job: tasks are
 * stateless, Spark retries lost ones, and executors may come and go. It is the reference to which
 * {@link RoundsEngine} is compared.
 */
final class JobsEngine implements Engine {
  private final JavaSparkContext spark;
  private final EngineConfig config;
  private final TrainingJob job;
  private final Broadcast<TrainingJob> sharedJob;
  private final DistributedRows rows;
  private final KernelCheck kernels;

  JobsEngine(
      JavaSparkContext spark,
      EngineConfig config,
      TrainingJob job,
      DistributedRows rows,
      KernelCheck kernels) {
    this.spark = spark;
    this.config = config;
    this.job = job;
    this.sharedJob = spark.broadcast(job);
    this.rows = rows;
    this.kernels = kernels;
  }

  @Override
  public byte[] run(
      Learner learner, byte[] states, long lastStep, String name, StepListener listener) {
    byte[] current = states;
    boolean stop = false;
    while (!stop && learner.step() < lastStep) {
      long step = learner.step();
      List<Result> results = attempt(learner, current, step, name, listener);
      for (Result result : results) {
        kernels.report(result.executor(), result.kernel());
      }
      kernels.check();
      List<StepStatistics> parts = new ArrayList<>();
      ByteArrayOutputStream moved = new ByteArrayOutputStream();
      for (Result result : results) {
        for (int i = 0; i < result.sums().length; i++) {
          parts.add(new StepStatistics(result.levels()[i], result.indices()[i], result.sums()[i]));
        }
        moved.writeBytes(result.states());
      }
      if (!learner.step(parts, job.plan().batchSize(step))) {
        throw RoundCoordinator.diverged(step);
      }
      current = moved.toByteArray();
      stop = listener.stepDone(learner.step());
    }
    if (!learner.isFinite()) {
      throw RoundCoordinator.diverged(learner.step() - 1);
    }
    return current;
  }

  private List<Result> attempt(
      Learner learner, byte[] states, long step, String name, StepListener listener) {
    for (int attempt = 1; ; attempt++) {
      Broadcast<State> state = spark.broadcast(new State(learner.sent(), states));
      try {
        return JobGroup.run(
            spark.sc(),
            "boltz-step",
            name + ", step " + (step + 1),
            () ->
                rows.rdd()
                    .mapPartitions(new StepTask(sharedJob, rows.tasks(), state, step))
                    .collect());
      } catch (Exception e) { // SparkException is checked, but not declared
        RuntimeException cause = Failures.whileTraining(e);
        if (!Failures.isWorthRetrying(cause) || attempt >= config.attempts()) {
          throw attempt > 1 && Failures.isWorthRetrying(cause)
              ? Failures.afterAttempts(cause, attempt, name)
              : cause;
        }
        listener.retrying();
      } finally {
        state.destroy();
      }
    }
  }

  @Override
  public int tasks() {
    return rows.tasks();
  }

  @Override
  public void close() {
    sharedJob.destroy();
  }

  private record State(float[] parameters, byte[] states) implements Serializable {}

  private record Result(
      int[] levels, int[] indices, float[][] sums, byte[] states, String executor, String kernel)
      implements Serializable {}

  private static final class StepTask implements FlatMapFunction<Iterator<RowBlock>, Result> {
    private static final long serialVersionUID = 1;

    private final Broadcast<TrainingJob> job;
    private final int tasks;
    private final Broadcast<State> state;
    private final long step;

    StepTask(Broadcast<TrainingJob> job, int tasks, Broadcast<State> state, long step) {
      this.job = job;
      this.tasks = tasks;
      this.state = state;
      this.step = step;
    }

    @Override
    public Iterator<Result> call(Iterator<RowBlock> rows) {
      TaskLanes lanes = TaskLanes.of(job.value(), Place.ofThisTask(tasks), rows);
      // Two attempts at one task may run in one process and share these lanes' buffers.
      synchronized (lanes) {
        lanes.setStates(state.value().states());
        List<StepStatistics> parts = lanes.compute(state.value().parameters(), step);
        Result result =
            new Result(
                parts.stream().mapToInt(StepStatistics::level).toArray(),
                parts.stream().mapToInt(StepStatistics::index).toArray(),
                parts.stream().map(p -> p.sums().clone()).toArray(float[][]::new),
                lanes.states(),
                SparkEnv.get().executorId(),
                Blas.info().kernel());
        return List.of(result).iterator();
      }
    }
  }
}
