package io.boltzspark.engine;

import io.boltzspark.engine.Messages.RoundId;
import io.boltzspark.learning.Learner;
import io.boltzspark.learning.LearnerState;
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
 * One barrier stage a round. Its tasks exchange with a {@link RoundCoordinator} at every step.
 *
 * <p>Spark does not run a barrier stage again when a task of it dies; it gives the job up. So this
 * engine keeps a copy of the state at the round's start and submits the round again from there: the
 * same steps from the same state are the same bytes.
 *
 * <p>An executor that did not answer in time may be stopped rather than gone, and would keep its
 * slot: it is replaced, and the round goes on with the slots that are left. Each round begins by
 * looking how many there are, so executors that come (back) take part from the next one on.
 */
public final class RoundsEngine implements Engine {
  private static final Logger LOG = LoggerFactory.getLogger(RoundsEngine.class);

  private static final ClassTag<byte[]> BYTES = ClassTag$.MODULE$.apply(byte[].class);

  private final JavaSparkContext spark;
  private final EngineConfig config;
  private final TrainingJob job;
  private final Broadcast<TrainingJob> sharedJob;
  private final DistributedRows rows;
  private final KernelCheck kernels;
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

  public RoundsEngine(
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
            "{} failed ({}); submitting it again from its start, attempt {} of {}",
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
        new RoundCoordinator(job, id, learner, lastStep, rows.tasks(), kernels, listener);
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
      // After this no message can reach the learner any more, so its state can be put back.
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
