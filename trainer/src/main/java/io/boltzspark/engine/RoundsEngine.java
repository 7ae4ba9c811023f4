package io.boltzspark.engine;

import io.boltzspark.engine.Messages.RoundId;
import io.boltzspark.learning.Learner;
import io.boltzspark.learning.LearnerState;
import io.boltzspark.math.ParallelRanges;
import io.boltzspark.spark.Failures;
import io.boltzspark.spark.JobGroup;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/**
 * One barrier stage per round, whose tasks exchange messages with a {@link RoundCoordinator} at
 * every step.
 *
 * <p>When a task of a barrier stage dies, Spark fails the job instead of retrying it. So this
 * engine keeps a copy of the state at the round's start and resubmits the round from there: the
 * same steps from the same state give the same bytes.
 *
 * <p>An executor that does not answer in time may be hanging rather than dead, and would keep its
 * slot: it is replaced, and the round is retried with the remaining slots. The slots are counted
 * before each round, so new executors take part from the next round on.
 */
final class RoundsEngine implements Engine {
  private static final Logger LOG = LoggerFactory.getLogger(RoundsEngine.class);

  private static final ClassTag<byte[]> BYTES = ClassTag$.MODULE$.apply(byte[].class);

  private final JavaSparkContext spark;
  private final EngineConfig config;
  private final TrainingJob job;
  private final Broadcast<TrainingJob> sharedJob;
  private final DistributedRows rows;
  private final KernelCheck kernels;
  private final ParallelRanges threads;
  private final StepTimes times;
  private final long run = UUID.randomUUID().getMostSignificantBits();
  private final ScheduledExecutorService watch =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "boltz-exchange-watch");
            thread.setDaemon(true);
            return thread;
          });
  private long round;
  private RoundCoordinator.Silence silence = RoundCoordinator.Silence.NONE;

  RoundsEngine(
      JavaSparkContext spark,
      EngineConfig config,
      TrainingJob job,
      DistributedRows rows,
      KernelCheck kernels,
      ParallelRanges threads) {
    this.spark = spark;
    this.config = config;
    this.job = job;
    this.sharedJob = spark.broadcast(job);
    this.rows = rows;
    this.kernels = kernels;
    this.threads = threads;
    this.times = new StepTimes(spark);
  }

  @Override
  public byte[] run(
      Learner learner, byte[] states, long lastStep, String name, StepListener listener) {
    round++;
    rows.fit(Slots.forRound(spark, config, rows.layout()));
    LearnerState start = learner.state().copy();
    for (int attempt = 1; ; attempt++) {
      try {
        return attempt(learner, states, lastStep, name, listener, attempt);
      } catch (RuntimeException e) {
        if (!Failures.isWorthRetrying(e) || attempt >= config.attempts()) {
          throw attempt > 1 && Failures.isWorthRetrying(e)
              ? Failures.afterAttempts(e, attempt, name)
              : e;
        }
        LOG.warn(
            "{} failed ({}); resubmitting it from its start, attempt {} of {}",
            name,
            Failures.summary(e),
            attempt + 1,
            config.attempts());
        listener.retrying();
        learner.restore(start);
        Slots.replace(spark, silence);
        rows.fit(Slots.awaitAgain(spark, config, rows.layout().slots()));
      }
    }
  }

  private byte[] attempt(
      Learner learner,
      byte[] states,
      long lastStep,
      String name,
      StepListener listener,
      int attempt) {
    silence = RoundCoordinator.Silence.NONE;
    RoundId id = new RoundId(run, round, attempt);
    RoundCoordinator coordinator =
        new RoundCoordinator(job, id, learner, lastStep, rows.tasks(), kernels, listener, threads);
    String exchange = "boltz-exchange-" + Long.toHexString(run) + "-" + round + "-" + attempt;
    var alarm =
        watch.scheduleWithFixedDelay(
            () -> coordinator.checkProgress(config.exchangeTimeout()), 1, 1, TimeUnit.SECONDS);
    AutoCloseable listening = Exchange.listen(exchange, coordinator);
    long begin = System.nanoTime();
    try {
      RoundTask task =
          new RoundTask(
              sharedJob, id, exchange, config.exchangeTimeout(), rows.tasks(), states, times);
      List<byte[]> parts =
          JobGroup.run(
              spark.sc(),
              "boltz-round",
              name,
              () ->
                  rows.rdd()
                      .rdd()
                      .barrier()
                      .mapPartitions(task, false, BYTES)
                      .toJavaRDD()
                      .collect());
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      parts.forEach(all::writeBytes);
      times.roundEnded(System.nanoTime() - begin, coordinator.driverNanos(), rows.tasks());
      return all.toByteArray();
    } catch (Exception e) {
      // From here on no message can reach the learner, so its state can be restored.
      coordinator.fail(Failures.whileTraining(e));
      silence = coordinator.silence();
      throw coordinator.failure();
    } finally {
      alarm.cancel(false);
      Failures.close(listening);
    }
  }

  @Override
  public Map<String, Double> seconds() {
    return times.seconds();
  }

  @Override
  public int tasks() {
    return rows.tasks();
  }

  @Override
  public void close() {
    watch.shutdownNow();
    sharedJob.destroy();
  }
}
