package io.boltzspark.engine.training;

import io.boltzspark.engine.Engine;
import io.boltzspark.engine.StepListener;
import io.boltzspark.learning.Learner;
import io.boltzspark.store.Checkpoint;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One stage of a training: the driver's loop over rounds. Between rounds it evaluates monitors and
 * writes checkpoints. Public step numbers count over all stages; those within the stage start from
 * 0.
 */
final class StageRun {
  private final StagePlace place;
  private final TrainingStage stage;
  private final Engine engine;
  private final TrainingState state;
  private final RunLog log;
  private final BetweenRounds between;
  private final Monitoring monitoring;
  private final StageSamples samples;
  private final BestModel best;
  private final StepValues values;
  private final long stepsPerEpoch;
  private final long period; // of what is due at the end of an epoch, in steps

  /**
   * @param place its place among the stages
   * @param stage the stage to train
   * @param state the state before the stage
   */
  StageRun(
      StagePlace place,
      TrainingStage stage,
      TrainingState state,
      Engine engine,
      RunLog log,
      BetweenRounds between) {
    this.place = place;
    this.stage = stage;
    this.engine = engine;
    this.state = state;
    this.log = log;
    this.between = between;
    this.stepsPerEpoch = place.stepsPerEpoch();
    this.period = stepsPerEpoch == 1 ? stage.shortEpochs() : stepsPerEpoch;
    double share = between.monitor().share();
    this.monitoring = new Monitoring(stage.watch(), share);
    // Only the last stage models the data.
    SamplesConfig wanted = place.isLast() ? between.samples() : SamplesConfig.NONE;
    this.samples = new StageSamples(stage, wanted, share, log.observer());
    this.best = new BestModel(stage.stopping(), stage.program().parameters());
    this.values = new StepValues(stage.stepValues(), log.steps(), log.lastMetricsStep());
  }

  /**
   * @param learner the learner before its first step
   * @param checkpoint a checkpoint of this stage to resume from
   */
  StageOutcome run(Learner learner, Optional<Checkpoint> checkpoint, Limits limits) {
    if (checkpoint.isPresent()) {
      state.restore(checkpoint.get(), checkpoint.get().step() - stepsBefore(), learner, best);
    } else {
      state.moved(stage.startStates(learner.parameters()));
      watch(learner);
      sample(learner, true);
    }
    log.observer()
        .started(place.name(), stepsBefore() + learner.step(), log.totalSteps(), engine.tasks());
    noteWhatIsNotThere();
    TrainingResult.Ending ending = loop(learner, limits);
    noteLeftOut();
    log.spend("samples", samples.seconds());
    engine.seconds().forEach((part, amount) -> log.spend("steps." + part, amount));
    log.spendOnMonitors(stage.watch().seconds());
    return outcome(ending, learner);
  }

  private long stepsBefore() {
    return place.stepsBefore();
  }

  /** Only for the last stage, since earlier ones only prepare it. */
  private void noteWhatIsNotThere() {
    if (place.isLast()) {
      stage
          .watch()
          .reasonsNot()
          .forEach(
              (monitor, reason) ->
                  log.observer().note(monitor + " of monitor.metrics is null: " + reason));
    }
  }

  private void noteLeftOut() {
    if (monitoring.leftOut() > 0) {
      log.observer()
          .note(
              monitoring.leftOut()
                  + " evaluations are missing from metrics.jsonl: they would have exceeded"
                  + " monitor.share = "
                  + between.monitor().share()
                  + " of the time");
    }
  }

  private TrainingResult.Ending loop(Learner learner, Limits limits) {
    long last = Math.min(place.totalSteps(), limits.lastStep() - stepsBefore());
    if (reasonToStop(learner).isPresent()) {
      log.observer().note("nothing left to do: training had stopped early");
      return TrainingResult.Ending.FINISHED;
    }
    while (learner.step() < last) {
      long from = learner.step();
      long to =
          Boundaries.next(
              from, last, period, between.checkpoint(), between.monitor(), place.groups());
      round(learner, to, limits);
      boolean stopped = limits.stop().getAsBoolean();
      boolean over = decide(learner);
      boolean end = stopped || over || learner.step() >= last;
      long step = learner.step();
      // A signal should end the training quickly: only what is due anyway is evaluated.
      boolean isLast = end && !stopped;
      if (isLast
          || Boundaries.isMonitored(step, period, between.monitor(), place.groups())
              && monitoring.isAffordable(log.elapsedNanos())) {
        watch(learner);
      }
      sample(learner, isLast);
      if (end || Boundaries.isCheckpoint(step, period, between.checkpoint(), place.groups())) {
        checkpoint(learner);
      }
      if (over) {
        log.observer().note("stopped early: " + reasonToStop(learner).orElseThrow());
        return TrainingResult.Ending.FINISHED;
      }
      if (stopped) {
        return TrainingResult.Ending.INTERRUPTED;
      }
    }
    long made = stepsBefore() + learner.step();
    return made >= limits.lastStep() && made < log.totalSteps()
        ? TrainingResult.Ending.STOPPED
        : TrainingResult.Ending.FINISHED;
  }

  /** Epochs done, over all stages. */
  private int epoch(Learner learner) {
    return (int) ((stepsBefore() + learner.step()) / stepsPerEpoch);
  }

  private void round(Learner learner, long to, Limits limits) {
    long begin = System.nanoTime();
    long epoch = (stepsBefore() + learner.step()) / stepsPerEpoch + 1;
    long epochs = log.totalSteps() / stepsPerEpoch;
    byte[] states =
        engine.run(
            learner,
            state.states(),
            to,
            "epoch " + epoch + " of " + epochs,
            new StepListener() {
              @Override
              public boolean stepDone(long steps) {
                values.measured(stepsBefore() + steps, learner.values());
                log.observer().stepDone(stepsBefore() + steps, stepsPerEpoch);
                return limits.stop().getAsBoolean();
              }

              @Override
              public void retrying() {
                log.observer().retrying();
              }
            });
    log.observer().roundEnded(engine.seconds());
    state.moved(states);
    values.roundEnded();
    log.spend("steps", (System.nanoTime() - begin) / 1e9);
  }

  /** At the end of an epoch: whether early stopping ends the training. */
  private boolean decide(Learner learner) {
    if (!best.isWatching() || learner.step() % period != 0) {
      return false;
    }
    int epoch = epoch(learner);
    float[] now = learner.modelParameters();
    best.observe(epoch, stage.stoppingValue(now, state.states(), learner.step()), now);
    return reasonToStop(learner).isPresent();
  }

  private Optional<String> reasonToStop(Learner learner) {
    return best.isWatching() ? best.reasonToStop(epoch(learner)) : Optional.empty();
  }

  private void watch(Learner learner) {
    Map<String, Object> line = values.takeMeans();
    line.putAll(monitoring.evaluate(learner.modelParameters(), state.states(), learner.step()));
    log.metrics(place.name(), stepsBefore() + learner.step(), line);
  }

  private void sample(Learner learner, boolean firstOrLast) {
    if (learner.step() % period == 0
        && samples.isDue(epoch(learner), firstOrLast, log.elapsedNanos())) {
      samples.draw(learner.modelParameters(), epoch(learner), learner.step());
    }
  }

  private void checkpoint(Learner learner) {
    long begin = System.nanoTime();
    long step = stepsBefore() + learner.step();
    log.checkpoint(
        state.checkpoint(learner, best, step, epoch(learner), log.facts()),
        between.checkpoint().keep());
    log.spend("checkpoints", (System.nanoTime() - begin) / 1e9);
  }

  private StageOutcome outcome(TrainingResult.Ending ending, Learner learner) {
    float[] kept = best.chosen(learner.modelParameters());
    Map<String, Object> facts = new LinkedHashMap<>(stage.facts());
    Map<String, Object> after = new LinkedHashMap<>();
    after.put("stage", place.name());
    if (best.isWatching()) {
      after.put("best", best.facts());
    }
    Optional<StageHealth> health = health(ending, kept, learner.step());
    health.ifPresent(found -> after.put(TrainingResult.HEALTH, found.facts()));
    return new StageOutcome(
        ending,
        stepsBefore() + learner.step(),
        kept,
        stage.model(kept),
        facts,
        after,
        reasonToStop(learner),
        health);
  }

  /** Only of the last stage, and not after a signal, which should end the training quickly. */
  private Optional<StageHealth> health(TrainingResult.Ending ending, float[] kept, long step) {
    if (!place.isLast() || ending == TrainingResult.Ending.INTERRUPTED) {
      return Optional.empty();
    }
    return stage.health(kept, state.states(), step);
  }
}
