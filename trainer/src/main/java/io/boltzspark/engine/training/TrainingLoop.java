package io.boltzspark.engine.training;

import io.boltzspark.boltzmann.Objective;
import io.boltzspark.boltzmann.Stages;
import io.boltzspark.boltzmann.Stages.Stage;
import io.boltzspark.boltzmann.StoppingConfig;
import io.boltzspark.boltzmann.TrainingConfig;
import io.boltzspark.boltzmann.VisibleRows;
import io.boltzspark.engine.DistributedRows;
import io.boltzspark.engine.Engine;
import io.boltzspark.engine.EngineConfig;
import io.boltzspark.engine.KernelCheck;
import io.boltzspark.engine.Slots;
import io.boltzspark.engine.TaskLayout;
import io.boltzspark.engine.TrainingJob;
import io.boltzspark.engine.data.DataFit;
import io.boltzspark.engine.data.TrainingData;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.learning.EpochPlan;
import io.boltzspark.learning.Lanes;
import io.boltzspark.math.Blas;
import io.boltzspark.math.ParallelRanges;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.MachineSpec;
import io.boltzspark.monitoring.Watched;
import io.boltzspark.sampling.Ascent;
import io.boltzspark.store.Checkpoint;
import io.boltzspark.store.RunDirectory;
import io.boltzspark.store.RunLock;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * A training from its first step, or from a checkpoint, to its model: one stage after another, each
 * of which is a {@link StageRun}.
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
  private final SamplesConfig samplesConfig;
  private final TrainingObserver observer;

  private final MachineSpec spec;
  private final List<Stage> stages;
  private final VisibleRows visibleRows;
  private final EpochPlan plan;

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
      SamplesConfig samples,
      TrainingObserver observer) {
    this.spark = spark;
    this.data = data;
    this.training = training;
    this.engineConfig = engine;
    this.checkpointConfig = checkpoint;
    this.monitorConfig = monitor;
    this.samplesConfig = samples;
    this.observer = observer;
    requireTrainable();
    this.spec = training.model().spec();
    this.stages = Stages.of(spec, training);
    this.visibleRows =
        new VisibleRows(
            data.format(),
            data.width(),
            training.model().labels(),
            training.resample(),
            DataFit.standardisation(data, training.model(), training.resample()));
    this.plan =
        new EpochPlan(
            data.rows(TrainingData.Part.TRAIN), training.batchSize(), new Lanes(engine.lanes()));
  }

  private void requireTrainable() {
    if (data.rows(TrainingData.Part.TRAIN) < 1) {
      throw new BoltzException(
          ExitCode.BAD_INPUT, "the data " + data.title() + " has no training rows");
    }
    DataFit.require(data, training.model(), training.resample());
    engineConfig.requireBlas();
  }

  /** Only the last stage, which trains the whole machine on the data itself, may stop early. */
  private void requireDecidable(FirstRows rows) {
    StoppingConfig.Metric metric = training.stopping().metric();
    if (metric == StoppingConfig.Metric.NONE) {
      return;
    }
    Watched watched = new Watched(machine(), training.seed(), rows.train(), rows.valid());
    String reason = new StoppingValue(metric, watched).reasonNot();
    if (!reason.isEmpty()) {
      throw new BoltzException(
          ExitCode.BAD_CONFIGURATION,
          "learning.stopping.metric = %s cannot be computed: %s; choose another metric, or none"
              .formatted(metric.name().toLowerCase(Locale.ROOT).replace('_', '-'), reason));
    }
  }

  /** Epochs of all stages. */
  public int totalEpochs() {
    return stages.stream().mapToInt(stage -> stage.config().epochs()).sum();
  }

  /** Steps of all stages. */
  public long totalSteps() {
    return plan.steps() * totalEpochs();
  }

  /** The machine that is trained. */
  public BoltzmannMachine machine() {
    return BoltzmannMachine.of(spec);
  }

  /**
   * Trains.
   *
   * @param target gives the run directory, once the rows are known to be good; called once
   * @param identity SHA-256 of what decides the bytes, to be found again in a checkpoint
   * @param description facts for model and checkpoints
   * @param initial parameters to start from in place of drawn ones, in the machine's layout
   * @param resume go on from the newest checkpoint
   * @param stopAfterEpoch end when so many epochs are done, counted over all stages
   * @param stop asked after every step
   */
  public TrainingResult run(
      Supplier<RunDirectory> target,
      String identity,
      Map<String, Object> description,
      Optional<float[]> initial,
      boolean resume,
      OptionalInt stopAfterEpoch,
      BooleanSupplier stop) {
    if (initial.isPresent() && stages.size() > 1) {
      throw new BoltzException(
          ExitCode.BAD_CONFIGURATION,
          "learning.initialisation.from gives the whole machine, so there is nothing to pretrain;"
              + " leave out either it or learning.pretraining.epochs");
    }
    long begin = System.nanoTime();
    TaskLayout layout = Slots.await(spark, engineConfig, Slots.wanted(spark, engineConfig));
    KernelCheck kernels = new KernelCheck(engineConfig.allowMixedKernels());
    kernels.report("driver", Blas.info().kernel());
    String dataKey = UUID.randomUUID().toString();
    TrainingJob first = job(0, List.of(), dataKey);
    boolean labels = visibleRows.labels() > 0;
    try (DistributedRows rows =
            new DistributedRows(first, data.bytes(TrainingData.Part.TRAIN, labels), layout);
        ParallelRanges update = new ParallelRanges(updateThreads())) {
      rows.load();
      FirstRows firstRows = FirstRows.read(data, visibleRows, training, monitorConfig);
      requireDecidable(firstRows);
      double dataSeconds = (System.nanoTime() - begin) / 1e9;
      RunDirectory run = target.get();
      RunLock lock = run.lock(observer::note);
      try {
        RunLog log = new RunLog(run, identity, description, observer, plan, totalSteps());
        log.spend("data", dataSeconds);
        Limits limits = new Limits(lastStep(stopAfterEpoch), stop);
        return runStages(log, limits, initial, resume, rows, firstRows, update, kernels, dataKey);
      } catch (BoltzException e) {
        throw withWayOn(e, run);
      } finally {
        lock.close();
      }
    }
  }

  /** A run whose surroundings failed it (a full disk, say) loses only what follows a checkpoint. */
  private static BoltzException withWayOn(BoltzException e, RunDirectory run) {
    return e.exitCode() == ExitCode.ENVIRONMENT && e.getCause() instanceof IOException
        ? new BoltzException(
            e.exitCode(),
            e.getMessage()
                + ". What was checkpointed is kept: go on with boltz train --resume --out "
                + run.path(),
            e)
        : e;
  }

  public static int updateThreads() {
    return Math.min(MOST_UPDATE_THREADS, Runtime.getRuntime().availableProcessors());
  }

  /**
   * When to end before all is done.
   *
   * @param lastStep over all stages
   * @param stop asked after every step
   */
  record Limits(long lastStep, BooleanSupplier stop) {}

  private long lastStep(OptionalInt stopAfterEpoch) {
    return stopAfterEpoch.isPresent()
        ? Math.min(totalSteps(), plan.steps() * stopAfterEpoch.getAsInt())
        : totalSteps();
  }

  private TrainingJob job(int stage, List<float[]> earlier, String dataKey) {
    Stage one = stages.get(stage);
    List<MachineSpec> below = stages.subList(0, one.lower()).stream().map(Stage::spec).toList();
    int copies = stage == stages.size() - 1 ? 1 : Stages.copies(spec, training);
    Ascent ascent =
        new Ascent(below, earlier.subList(0, one.lower()), training.deep().dataSweeps(), copies);
    return new TrainingJob(
        one.spec(),
        one.config(),
        plan,
        plan.steps() * one.config().epochs(),
        visibleRows,
        ascent,
        dataKey + "/" + stage,
        Objective.STATES);
  }

  private TrainingResult runStages(
      RunLog log,
      Limits limits,
      Optional<float[]> initial,
      boolean resume,
      DistributedRows rows,
      FirstRows firstRows,
      ParallelRanges update,
      KernelCheck kernels,
      String dataKey) {
    Optional<Checkpoint> checkpoint = resume ? log.newestCheckpoint() : Optional.empty();
    checkpoint.ifPresent(found -> log.resume(found, kernels));
    kernels.check();
    int stage = checkpoint.map(found -> TrainingState.stageOf(found, stages)).orElse(0);
    List<float[]> earlier =
        new ArrayList<>(
            checkpoint.map(found -> TrainingState.earlierOf(found, stages)).orElse(List.of()));
    long before = 0;
    for (int s = 0; s < stage; s++) {
      before += plan.steps() * stages.get(s).config().epochs();
    }
    log.begin(limits);
    while (true) {
      boolean last = stage == stages.size() - 1;
      TrainingJob job = job(stage, earlier, dataKey);
      Optional<float[]> start = stage == 0 ? initial : Stages.start(stages, earlier);
      try (Engine engine = Engine.of(spark, engineConfig, job, rows, kernels)) {
        StageRun run =
            new StageRun(
                stages.get(stage).name(),
                stage,
                before,
                job,
                engine,
                new StageRows(data, job, firstRows),
                earlier,
                log,
                checkpointConfig,
                monitorConfig,
                samplesConfig,
                update);
        StageRun.Outcome outcome = run.run(start, checkpoint, limits);
        if (last || outcome.ending() != TrainingResult.Ending.FINISHED) {
          return log.finish(outcome, kernels, engine.tasks());
        }
        earlier.add(outcome.parameters());
      }
      before += job.totalSteps();
      checkpoint = Optional.empty();
      stage++;
    }
  }
}
