package io.boltzspark.engine;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.learning.Adam;
import io.boltzspark.learning.EpochPlan;
import io.boltzspark.learning.Initialisation;
import io.boltzspark.learning.Lanes;
import io.boltzspark.learning.Learner;
import io.boltzspark.learning.Schedule;
import io.boltzspark.learning.TrainingConfig;
import io.boltzspark.math.Blas;
import io.boltzspark.math.ParallelRanges;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.store.CheckpointStore;
import io.boltzspark.store.RunDirectory;
import io.boltzspark.store.RunLock;
import io.boltzspark.store.TrainedModel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * A training from its first step, or from a checkpoint, to its model: the driver's loop over
 * rounds. Between rounds it evaluates monitors and writes checkpoints.
 */
public final class TrainingLoop {
  /** More threads than this do not help an update that is bound by memory. */
  private static final int MOST_UPDATE_THREADS = 4;

  private final JavaSparkContext spark;
  private final TrainingData data;
  private final TrainingConfig training;
  private final EngineConfig engineConfig;
  private final CheckpointConfig checkpointConfig;
  private final MonitorConfig monitorConfig;
  private final TrainingObserver observer;

  private final BoltzmannMachine machine;
  private final EpochPlan plan;
  private final Map<String, Double> seconds = new LinkedHashMap<>();

  /**
   * @param training with dimensions that fit the data
   * @throws BoltzException when the data cannot train such a machine
   */
  public TrainingLoop(
      JavaSparkContext spark,
      TrainingData data,
      TrainingConfig training,
      EngineConfig engine,
      CheckpointConfig checkpoint,
      MonitorConfig monitor,
      TrainingObserver observer) {
    this.spark = spark;
    this.data = data;
    this.training = training;
    this.engineConfig = engine;
    this.checkpointConfig = checkpoint;
    this.monitorConfig = monitor;
    this.observer = observer;
    requireTrainable();
    this.machine = BoltzmannMachine.bernoulli(training.dimensions());
    this.plan =
        new EpochPlan(
            data.rows(TrainingData.Part.TRAIN), training.batchSize(), new Lanes(engine.lanes()));
  }

  private void requireTrainable() {
    if (data.rows(TrainingData.Part.TRAIN) < 1) {
      throw new BoltzException(
          ExitCode.BAD_INPUT, "the data " + data.title() + " has no training rows");
    }
    if (training.dimensions().size() > 2) {
      throw new BoltzException(
          ExitCode.BAD_CONFIGURATION,
          "model.dimensions = "
              + training.dimensions()
              + " has more than one hidden layer; give two numbers, such as --dimensions "
              + data.width()
              + ",500");
    }
    if (training.resample() && data.format() == RowFormat.BINARY) {
      throw new BoltzException(
          ExitCode.BAD_CONFIGURATION,
          "learning.resample = true draws grey values afresh, but this data is binary already;"
              + " prepare it with --binarize none, or leave --resample out");
    }
    if (engineConfig.requireNative() && !Blas.info().isNative()) {
      throw new BoltzException(
          ExitCode.ENVIRONMENT,
          "blas.require-native = true, but " + Blas.info().problem().orElse("BLAS is Java"));
    }
  }

  /** Steps of the whole training. */
  public long totalSteps() {
    return plan.steps() * training.epochs();
  }

  /**
   * Trains.
   *
   * @param target gives the run directory, once the rows are known to be good; called once
   * @param identity SHA-256 of what decides the bytes, to be found again in a checkpoint
   * @param description facts for model and checkpoints
   * @param resume go on from the newest checkpoint
   * @param stopAfterEpoch end when so many epochs are done
   * @param stop asked after every step
   */
  public TrainingResult run(
      Supplier<RunDirectory> target,
      String identity,
      Map<String, Object> description,
      boolean resume,
      OptionalInt stopAfterEpoch,
      BooleanSupplier stop) {
    long begin = System.nanoTime();
    int tasks = Slots.await(spark, engineConfig, Slots.wanted(spark, engineConfig));
    String dataKey = UUID.randomUUID().toString();
    TrainingJob job =
        new TrainingJob(training.dimensions(), training, plan, data.format(), dataKey);
    KernelCheck kernels = new KernelCheck(engineConfig.allowMixedKernels());
    kernels.report("driver", Blas.info().kernel());
    DistributedRows rows = new DistributedRows(job, data.bytes(TrainingData.Part.TRAIN), tasks);
    spark.setJobGroup("boltz-rows", "dealing the training rows out to lanes", true);
    rows.load();
    Monitors monitors = new Monitors(machine, training, monitorConfig, data);
    spend("data", begin);
    try (Engine engine = engine(job, rows, kernels);
        ParallelRanges update = new ParallelRanges(updateThreads())) {
      RunDirectory run = target.get();
      RunLock lock = run.lock(observer::note);
      try {
        Session session =
            new Session(run, identity, description, engine, monitors, kernels, update);
        return session.run(resume, stopAfterEpoch, stop);
      } finally {
        lock.close();
      }
    }
  }

  static int updateThreads() {
    return Math.min(MOST_UPDATE_THREADS, Runtime.getRuntime().availableProcessors());
  }

  private Engine engine(TrainingJob job, DistributedRows rows, KernelCheck kernels) {
    return switch (engineConfig.kind()) {
      case ROUNDS -> new RoundsEngine(spark, engineConfig, job, rows, kernels);
      case JOBS -> new JobsEngine(spark, engineConfig, job, rows, kernels);
    };
  }

  private void spend(String what, long since) {
    seconds.merge(what, (System.nanoTime() - since) / 1e9, Double::sum);
  }

  /** One part of a run: from its first step or a checkpoint to its end or a stop. */
  private final class Session {
    private final RunDirectory run;
    private final CheckpointStore checkpoints;
    private final TrainingState state;
    private final Map<String, Object> description;
    private final Engine engine;
    private final Monitors monitors;
    private final KernelCheck kernels;
    private final ParallelRanges update;
    private Map<String, Object> metrics = Map.of();
    private long started;

    Session(
        RunDirectory run,
        String identity,
        Map<String, Object> description,
        Engine engine,
        Monitors monitors,
        KernelCheck kernels,
        ParallelRanges update) {
      this.run = run;
      this.checkpoints = run.checkpoints(observer::note);
      this.state = new TrainingState(machine, identity);
      this.description = description;
      this.engine = engine;
      this.monitors = monitors;
      this.kernels = kernels;
      this.update = update;
    }

    TrainingResult run(boolean resume, OptionalInt stopAfterEpoch, BooleanSupplier stop) {
      float[] parameters = new float[machine.layout().size()];
      Adam optimizer = new Adam(training.optimizer(), parameters.length);
      if (!resume || !state.restore(checkpoints.latest(), parameters, optimizer, kernels)) {
        System.arraycopy(
            Initialisation.parameters(machine, training, data.mean()),
            0,
            parameters,
            0,
            parameters.length);
        state.begin(Initialisation.chains(machine, training, plan.lanes(), parameters));
      }
      metrics = state.metrics();
      kernels.check();
      Learner learner =
          new Learner(
              machine.layout(),
              parameters,
              optimizer,
              Schedule.of(training.schedule(), totalSteps()),
              update,
              state.step());
      run.metrics().truncateAfterStep(learner.step());
      started = System.nanoTime();
      if (learner.step() == 0) {
        watch(learner);
      }
      observer.started(learner.step(), totalSteps(), engine.tasks());
      noteWhatIsOdd(learner, stopAfterEpoch);
      TrainingResult.Ending ending = loop(learner, stopAfterEpoch, stop);
      if (monitors.leftOut() > 0) {
        observer.note(
            monitors.leftOut()
                + " evaluations were left out of metrics.jsonl: they would have taken more than"
                + " monitor.share = "
                + monitorConfig.share()
                + " of the time");
      }
      return finish(learner, ending);
    }

    private long lastStep(OptionalInt stopAfterEpoch) {
      return stopAfterEpoch.isPresent()
          ? Math.min(totalSteps(), plan.steps() * stopAfterEpoch.getAsInt())
          : totalSteps();
    }

    private void noteWhatIsOdd(Learner learner, OptionalInt stopAfterEpoch) {
      if (learner.step() > 0 && learner.step() >= lastStep(stopAfterEpoch)) {
        observer.note(
            "nothing left to do: the run has made "
                + learner.step() / plan.steps()
                + " epochs, and "
                + lastStep(stopAfterEpoch) / plan.steps()
                + " were asked for");
      }
      if (training.batchSize() > plan.rows()) {
        observer.note(
            "learning.batch-size = "
                + training.batchSize()
                + " is more than the "
                + plan.rows()
                + " training rows: an epoch is a single step");
      }
    }

    private TrainingResult.Ending loop(
        Learner learner, OptionalInt stopAfterEpoch, BooleanSupplier stop) {
      long last = lastStep(stopAfterEpoch);
      while (learner.step() < last) {
        long from = learner.step();
        long to = Boundaries.next(from, last, plan.steps(), checkpointConfig, monitorConfig);
        long begin = System.nanoTime();
        byte[] chains =
            engine.run(
                learner,
                state.chains(),
                to,
                "epoch " + (from / plan.steps() + 1),
                steps -> {
                  observer.stepDone(steps, plan.steps());
                  return stop.getAsBoolean();
                });
        state.moved(chains, learner);
        spend("steps", begin);
        boolean stopped = stop.getAsBoolean();
        boolean end = stopped || learner.step() >= last;
        long step = learner.step();
        if (end
            || Boundaries.isMonitored(step, plan.steps(), monitorConfig)
                && monitors.isAffordable(System.nanoTime() - started)) {
          watch(learner);
        }
        if (end || Boundaries.isCheckpoint(step, plan.steps(), checkpointConfig)) {
          checkpoint(learner);
        }
        if (stopped) {
          return TrainingResult.Ending.INTERRUPTED;
        }
      }
      return learner.step() < totalSteps()
          ? TrainingResult.Ending.STOPPED
          : TrainingResult.Ending.FINISHED;
    }

    private Map<String, Object> metricsAt(long step) {
      Map<String, Object> line = new LinkedHashMap<>();
      line.put("step", step);
      line.put("epoch", (double) step / plan.steps());
      return line;
    }

    private void watch(Learner learner) {
      Map<String, Object> line = metricsAt(learner.step());
      line.put("seconds", state.secondsBefore() + (System.nanoTime() - started) / 1e9);
      line.putAll(monitors.evaluate(learner.parameters(), learner.step()));
      run.metrics().append(line);
      metrics = line;
      observer.metrics(line);
    }

    private void checkpoint(Learner learner) {
      long begin = System.nanoTime();
      double total = state.secondsBefore() + (begin - started) / 1e9;
      checkpoints.write(
          state.checkpoint(
              learner, (int) (learner.step() / plan.steps()), total, metrics, description));
      if (checkpointConfig.keep() > 0) {
        checkpoints.prune(checkpointConfig.keep());
      }
      spend("checkpoints", begin);
    }

    private TrainingResult finish(Learner learner, TrainingResult.Ending ending) {
      int epoch = (int) (learner.step() / plan.steps());
      Map<String, Object> facts = new LinkedHashMap<>(description);
      facts.put("step", learner.step());
      facts.put("epoch", epoch);
      facts.put("blas_kernels", List.copyOf(kernels.kernels()));
      facts.put("metrics", metrics);
      String sha = run.writeModel(TrainedModel.tensors(machine, learner.parameters()), facts);
      seconds.put("monitors", monitors.seconds());
      seconds.put("total", (System.nanoTime() - started) / 1e9);
      return new TrainingResult(
          ending, learner.step(), epoch, sha, metrics, Map.copyOf(seconds), engine.tasks());
    }
  }
}
