package io.boltzspark.engine.training;

import io.boltzspark.boltzmann.Initialisation;
import io.boltzspark.boltzmann.Initialisation.VisibleMoments;
import io.boltzspark.boltzmann.LikelihoodLearner;
import io.boltzspark.boltzmann.Stages;
import io.boltzspark.boltzmann.TrainingConfig;
import io.boltzspark.engine.Engine;
import io.boltzspark.engine.StepListener;
import io.boltzspark.engine.TrainingJob;
import io.boltzspark.engine.data.DataFit;
import io.boltzspark.learning.Schedule;
import io.boltzspark.math.ParallelRanges;
import io.boltzspark.math.Tensor;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.Standardisation;
import io.boltzspark.monitoring.Watched;
import io.boltzspark.store.Checkpoint;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One stage of a training: the driver's loop over rounds. Between rounds it evaluates monitors and
 * writes checkpoints. Steps that others see are counted over all stages, the stage's own from 0.
 */
public final class StageRun {
  private final String name;
  private final long stepsBefore;
  private final TrainingJob job;
  private final TrainingConfig training;
  private final BoltzmannMachine machine;
  private final Engine engine;
  private final StageRows rows;
  private final TrainingState state;
  private final RunLog log;
  private final CheckpointConfig checkpointConfig;
  private final MonitorConfig monitorConfig;
  private final Watched watched;
  private final StageMonitors monitors;
  private final StageSamples samples;
  private final ParallelRanges update;
  private final BestModel best;
  private final long stepsPerEpoch;

  /**
   * How a stage ended.
   *
   * @param ending why
   * @param step steps made, over all stages
   * @param machine that the stage trained
   * @param parameters that the model is to have
   * @param tensors the model
   * @param facts for the model's description
   */
  record Outcome(
      TrainingResult.Ending ending,
      long step,
      BoltzmannMachine machine,
      float[] parameters,
      Map<String, Tensor> tensors,
      Map<String, Object> facts) {}

  /**
   * @param stage number of the stage, from 0
   * @param stepsBefore steps of the stages before
   * @param earlier parameters of the stages before
   */
  StageRun(
      String name,
      int stage,
      long stepsBefore,
      TrainingJob job,
      Engine engine,
      StageRows rows,
      List<float[]> earlier,
      RunLog log,
      CheckpointConfig checkpointConfig,
      MonitorConfig monitorConfig,
      SamplesConfig samplesConfig,
      ParallelRanges update) {
    this.name = name;
    this.stepsBefore = stepsBefore;
    this.job = job;
    this.training = job.config();
    this.machine = job.machine();
    this.engine = engine;
    this.rows = rows;
    this.log = log;
    this.checkpointConfig = checkpointConfig;
    this.monitorConfig = monitorConfig;
    this.update = update;
    this.stepsPerEpoch = job.plan().steps();
    this.watched = new Watched(machine, training.seed(), rows.train(), rows.valid());
    this.monitors = new StageMonitors(watched, monitorConfig);
    Standardisation standardisation = standardisation(machine.visible().size());
    this.samples =
        new StageSamples(
            machine,
            job.rows().labels(),
            standardisation,
            training.seed(),
            // A pair of layers in pretraining is no model of the data.
            isPretraining() ? SamplesConfig.NONE : samplesConfig,
            monitorConfig.share(),
            log.observer());
    this.state = new TrainingState(machine, standardisation, log.identity(), stage, earlier);
    this.best = new BestModel(training.stopping(), machine.layout().size());
  }

  /** What the stored model says about its visible units: labels are never standardised. */
  private Standardisation standardisation(int units) {
    if (!job.ascent().pairs().isEmpty()) {
      return Standardisation.identity(units);
    }
    Standardisation all = DataFit.withLabels(job.rows().standardisation(), job.rows().labels());
    float[] scale = all.scale().clone();
    for (int i = 0; i < scale.length; i++) {
      scale[i] /= job.ascent().copies();
    }
    return new Standardisation(all.offset(), scale);
  }

  /**
   * @param initial parameters to start from in place of drawn ones
   * @param checkpoint of this stage, to go on from
   */
  Outcome run(
      Optional<float[]> initial, Optional<Checkpoint> checkpoint, TrainingLoop.Limits limits) {
    VisibleMoments moments = rows.moments();
    float[] parameters =
        initial.orElseGet(() -> Initialisation.parameters(machine, training, moments)).clone();
    LikelihoodLearner learner =
        new LikelihoodLearner(
            machine,
            training,
            parameters,
            moments.floatMean(),
            Schedule.of(training.schedule(), job.totalSteps(), stepsPerEpoch),
            job.totalSteps(),
            update);
    if (checkpoint.isPresent()) {
      int chains = training.negative().persistentChains() * training.negative().temperatures();
      long step = checkpoint.get().step() - stepsBefore;
      state.restore(checkpoint.get(), step, chains, learner, best);
    } else {
      int burnIn = isPretraining() ? training.deep().burnInSweeps() : 0;
      state.moved(
          Initialisation.chains(
              machine, training, job.plan().lanes(), parameters, moments, rows.deciding(), burnIn));
      watch(learner);
      sample(learner, true);
    }
    log.observer().started(name, stepsBefore + learner.step(), log.totalSteps(), engine.tasks());
    noteWhatIsNotThere();
    TrainingResult.Ending ending = loop(learner, limits);
    noteLeftOut();
    log.spend("samples", samples.seconds());
    engine.seconds().forEach((part, amount) -> log.spend("steps." + part, amount));
    log.spendOnMonitors(monitors.seconds());
    return outcome(ending, learner);
  }

  private boolean isPretraining() {
    return !name.equals(Stages.TRAINING);
  }

  /** Of the whole machine: in pretraining it is the next stage that counts. */
  private void noteWhatIsNotThere() {
    if (!isPretraining() && !monitorConfig.isDefault()) {
      monitors
          .reasonsNot()
          .forEach(
              (monitor, reason) ->
                  log.observer().note(monitor + " of monitor.metrics stays null: " + reason));
    }
  }

  private void noteLeftOut() {
    if (monitors.leftOut() > 0) {
      log.observer()
          .note(
              monitors.leftOut()
                  + " evaluations were left out of metrics.jsonl: they would have taken more than"
                  + " monitor.share = "
                  + monitorConfig.share()
                  + " of the time");
    }
  }

  private TrainingResult.Ending loop(LikelihoodLearner learner, TrainingLoop.Limits limits) {
    long last = Math.min(job.totalSteps(), limits.lastStep() - stepsBefore);
    if (best.isWatching() && best.isOver(epoch(learner))) {
      log.observer().note("nothing left to do: training had stopped early");
      return TrainingResult.Ending.FINISHED;
    }
    while (learner.step() < last) {
      long from = learner.step();
      long to = Boundaries.next(from, last, stepsPerEpoch, checkpointConfig, monitorConfig);
      round(learner, to, limits);
      boolean stopped = limits.stop().getAsBoolean();
      boolean over = decide(learner);
      boolean end = stopped || over || learner.step() >= last;
      long step = learner.step();
      // Whoever sends a signal waits: what is not due for another reason is not evaluated.
      boolean isLast = end && !stopped;
      if (isLast
          || Boundaries.isMonitored(step, stepsPerEpoch, monitorConfig)
              && monitors.isAffordable(log.elapsedNanos())) {
        watch(learner);
      }
      sample(learner, isLast);
      if (end || Boundaries.isCheckpoint(step, stepsPerEpoch, checkpointConfig)) {
        checkpoint(learner);
      }
      if (over) {
        log.observer()
            .note(
                "stopped early: the best epoch was "
                    + best.epoch()
                    + (training.stopping().keepBest() ? ", whose parameters are kept" : ""));
        return TrainingResult.Ending.FINISHED;
      }
      if (stopped) {
        return TrainingResult.Ending.INTERRUPTED;
      }
    }
    long made = stepsBefore + learner.step();
    return made >= limits.lastStep() && made < log.totalSteps()
        ? TrainingResult.Ending.STOPPED
        : TrainingResult.Ending.FINISHED;
  }

  /** Epochs done, over all stages. */
  private int epoch(LikelihoodLearner learner) {
    return (int) ((stepsBefore + learner.step()) / stepsPerEpoch);
  }

  private void round(LikelihoodLearner learner, long to, TrainingLoop.Limits limits) {
    long begin = System.nanoTime();
    long epoch = (stepsBefore + learner.step()) / stepsPerEpoch + 1;
    long epochs = log.totalSteps() / stepsPerEpoch;
    byte[] chains =
        engine.run(
            learner,
            state.chains(),
            to,
            "epoch " + epoch + " of " + epochs,
            new StepListener() {
              @Override
              public boolean stepDone(long steps) {
                log.observer().stepDone(stepsBefore + steps, stepsPerEpoch);
                return limits.stop().getAsBoolean();
              }

              @Override
              public void retrying() {
                log.observer().retrying();
              }
            });
    log.observer().roundEnded(engine.seconds());
    state.moved(chains);
    log.spend("steps", (System.nanoTime() - begin) / 1e9);
  }

  /** At the end of an epoch: whether early stopping ends the training. */
  private boolean decide(LikelihoodLearner learner) {
    if (!best.isWatching() || learner.step() % stepsPerEpoch != 0) {
      return false;
    }
    int epoch = epoch(learner);
    float[] now = learner.modelParameters();
    StoppingValue value = new StoppingValue(training.stopping().metric(), watched);
    best.observe(epoch, value.at(now, learner.step()), now);
    return best.isOver(epoch);
  }

  private void watch(LikelihoodLearner learner) {
    log.metrics(
        name,
        stepsBefore + learner.step(),
        monitors.evaluate(learner.modelParameters(), learner.step()));
  }

  private void sample(LikelihoodLearner learner, boolean firstOrLast) {
    if (learner.step() % stepsPerEpoch == 0
        && samples.isDue(epoch(learner), firstOrLast, log.elapsedNanos())) {
      samples.draw(learner.modelParameters(), epoch(learner), learner.step());
    }
  }

  private void checkpoint(LikelihoodLearner learner) {
    long begin = System.nanoTime();
    long step = stepsBefore + learner.step();
    log.checkpoint(
        state.checkpoint(learner, best, step, epoch(learner), log.facts()),
        checkpointConfig.keep());
    log.spend("checkpoints", (System.nanoTime() - begin) / 1e9);
  }

  private Outcome outcome(TrainingResult.Ending ending, LikelihoodLearner learner) {
    float[] kept = best.chosen(learner.modelParameters());
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("stage", name);
    if (best.isWatching()) {
      facts.put("best", best.facts());
    }
    return new Outcome(
        ending, stepsBefore + learner.step(), machine, kept, state.model(kept), facts);
  }
}
