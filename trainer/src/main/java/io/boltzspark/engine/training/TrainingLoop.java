package io.boltzspark.engine.training;

import io.boltzspark.engine.Engine;
import io.boltzspark.engine.EngineConfig;
import io.boltzspark.engine.Session;
import io.boltzspark.engine.TrainingJob;
import io.boltzspark.engine.data.TrainingData;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.learning.EpochPlan;
import io.boltzspark.learning.local.LocalSteps;
import io.boltzspark.learning.local.StepGroups;
import io.boltzspark.store.Checkpoint;
import io.boltzspark.store.RunDirectory;
import io.boltzspark.store.RunLock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Runs a training of any program from its first step, or from a checkpoint, to its model: one
 * {@link StageRun} after another.
 */
public final class TrainingLoop {
  private final JavaSparkContext spark;
  private final TrainingData data;
  private final Training training;
  private final EngineConfig engineConfig;
  private final BetweenRounds between;
  private final TrainingObserver observer;
  private final List<StageOutline> stages;
  private final EpochPlan plan;
  private final StepGroups groups;

  /**
   * @param training the training, of a program that fits the data
   * @param between what happens between rounds
   * @throws BoltzException if the required BLAS is missing, or if lanes cannot make local steps
   */
  public TrainingLoop(
      JavaSparkContext spark,
      TrainingData data,
      Training training,
      EngineConfig engine,
      BetweenRounds between,
      TrainingObserver observer) {
    this.spark = spark;
    this.data = data;
    this.training = training;
    this.engineConfig = engine;
    this.between = between;
    this.observer = observer;
    this.stages = training.stages();
    this.plan = training.plan();
    this.groups = new StepGroups(training.localSteps(), plan.steps());
    requireRowsForLanes();
    engineConfig.requireBlas();
  }

  /** Lanes that make steps by themselves need rows for them, and more than one step in an epoch. */
  private void requireRowsForLanes() {
    String problem = null;
    if (plan.steps() == 1) {
      problem =
          "an epoch of %d rows is one step of %d rows, after which the lanes' states are combined anyway; use a smaller --batch-size (learning.batch-size), or --local-steps 1"
              .formatted(plan.rows(), plan.batchSize());
    } else if (plan.batchSize() < plan.lanes().count()) {
      problem =
          "each of the %d lanes (--lanes, engine.lanes) needs a row of every minibatch, and it has %d; use a larger --batch-size (learning.batch-size), fewer lanes, or --local-steps 1"
              .formatted(plan.lanes().count(), plan.batchSize());
    }
    if (groups.size() > 1 && problem != null) {
      throw new BoltzException(
          ExitCode.BAD_CONFIGURATION,
          "learning.local-steps = %d is invalid: %s".formatted(groups.size(), problem));
    }
  }

  /** Number of epochs of all stages. */
  public int totalEpochs() {
    return stages.stream().mapToInt(StageOutline::epochs).sum();
  }

  /** Number of steps of all stages. */
  public long totalSteps() {
    return plan.steps() * totalEpochs();
  }

  /**
   * How and how long to train.
   *
   * @param resume whether to resume from the newest checkpoint
   * @param stopAfterEpoch number of epochs after which to stop, counted over all stages
   * @param stop checked after every step that ends with an exchange
   */
  public record Request(boolean resume, OptionalInt stopAfterEpoch, BooleanSupplier stop) {}

  /**
   * Trains.
   *
   * @param target supplies the run directory; called once, after the rows were checked
   * @param identity SHA-256 of all inputs that affect the bytes, compared with that of a checkpoint
   * @param description facts for model and checkpoints
   */
  public TrainingResult run(
      Supplier<RunDirectory> target,
      String identity,
      Map<String, Object> description,
      Request request) {
    long begin = System.nanoTime();
    try (Session session =
        Session.open(
            spark,
            engineConfig,
            plan,
            training.rowBytes(),
            () ->
                data.bytes(
                    TrainingData.Part.TRAIN, training.readsLabels(), training.readsWeights()))) {
      training.prepare();
      training.notes().forEach(observer::note);
      double dataSeconds = (System.nanoTime() - begin) / 1e9;
      RunDirectory run = target.get();
      RunLock lock = run.lock(observer::note);
      try {
        RunLog log = new RunLog(run, identity, description, observer, plan, totalSteps());
        log.spend("data", dataSeconds);
        Limits limits = new Limits(lastStep(request.stopAfterEpoch()), request.stop());
        return runStages(session, log, limits, request.resume());
      } finally {
        lock.close();
      }
    }
  }

  private long lastStep(OptionalInt stopAfterEpoch) {
    return stopAfterEpoch.isPresent()
        ? Math.min(totalSteps(), plan.steps() * stopAfterEpoch.getAsInt())
        : totalSteps();
  }

  private TrainingResult runStages(Session session, RunLog log, Limits limits, boolean resume) {
    Optional<Checkpoint> checkpoint = resume ? log.newestCheckpoint() : Optional.empty();
    checkpoint.ifPresent(found -> log.resume(found, session.kernels()));
    session.kernels().check();
    int first = checkpoint.map(found -> TrainingState.stageOf(found, stages)).orElse(0);
    List<float[]> earlier =
        new ArrayList<>(
            checkpoint.map(found -> TrainingState.earlierOf(found, stages)).orElse(List.of()));
    log.begin(limits);
    String dataKey = UUID.randomUUID().toString();
    for (int number = first; ; number++) {
      StagePlace place = place(number);
      TrainingStage stage = training.stage(number, earlier);
      TrainingJob job =
          new TrainingJob(
              LocalSteps.of(stage.program(), groups), plan, stage.seed(), dataKey + "/" + number);
      try (Engine engine = session.engine(job)) {
        TrainingState state =
            new TrainingState(stage, plan.lanes(), log.identity(), number, earlier);
        StageRun run = new StageRun(place, stage, state, engine, log, between);
        StageOutcome outcome =
            run.run(
                session.learner(job, stage.start()),
                number == first ? checkpoint : Optional.empty(),
                limits);
        if (place.isLast() || outcome.ending() != TrainingResult.Ending.FINISHED) {
          return log.finish(outcome, session.kernels(), engine.tasks());
        }
        earlier.add(outcome.parameters());
      }
    }
  }

  private StagePlace place(int number) {
    StageOutline stage = stages.get(number);
    int epochsBefore = stages.subList(0, number).stream().mapToInt(StageOutline::epochs).sum();
    return new StagePlace(
        number,
        stage.name(),
        number == stages.size() - 1,
        plan.steps() * epochsBefore,
        plan.steps() * stage.epochs(),
        plan.steps(),
        groups);
  }
}
