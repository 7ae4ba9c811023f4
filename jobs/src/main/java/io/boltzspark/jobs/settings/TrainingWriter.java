package io.boltzspark.jobs.settings;

import static io.boltzspark.jobs.settings.SettingsWriter.word;

import io.boltzspark.boltzmann.BoltzmannConfig;
import io.boltzspark.boltzmann.DeepConfig;
import io.boltzspark.boltzmann.InitialisationConfig;
import io.boltzspark.boltzmann.ModelConfig;
import io.boltzspark.boltzmann.NegativePhaseConfig;
import io.boltzspark.boltzmann.StoppingConfig;
import io.boltzspark.boltzmann.UnitPenaltyConfig;
import io.boltzspark.learning.OptimizerConfig;
import io.boltzspark.learning.PenaltyConfig;
import io.boltzspark.learning.ScheduleConfig;
import java.util.Map;

/** The inverse of {@link TrainingReader}. */
final class TrainingWriter {
  private final Map<String, Object> values;

  private TrainingWriter(Map<String, Object> values) {
    this.values = values;
  }

  /** Puts every key of {@code training} into {@code values}. */
  static void put(BoltzmannConfig training, Map<String, Object> values) {
    TrainingWriter writer = new TrainingWriter(values);
    values.put("seed", training.seed());
    values.put("learning.batch-size", training.batchSize());
    values.put("learning.epochs", training.epochs());
    values.put("learning.resample", training.resample());
    values.put("learning.centring.enabled", training.centring().enabled());
    values.put("learning.centring.rate", training.centring().rate());
    values.put("learning.averaging", training.learning().averaging());
    values.put(TrainingReader.LOCAL_STEPS, training.learning().localSteps());
    writer.put(training.model());
    writer.put(training.negative());
    writer.put(training.initialisation());
    writer.put(training.learning().optimizer());
    writer.put(training.learning().schedule());
    writer.put(training.learning().penalty());
    writer.put(training.unitPenalty());
    writer.put(training.deep());
    writer.put(training.stopping());
  }

  private void put(ModelConfig model) {
    values.put("model.dimensions", model.dimensions());
    values.put("model.units", model.units());
    values.put("model.labels", model.labels());
    values.put("model.temperature", model.temperature());
    values.put(
        "model.lateral",
        model.lateral().stream().map(l -> l == 0 ? "visible" : l.toString()).toList());
  }

  private void put(NegativePhaseConfig negative) {
    values.put("learning.algorithm", word(negative.algorithm()));
    NegativePhaseConfig.Sweeps sweeps = negative.sweeps();
    values.put("learning.k", sweeps.k());
    values.put("learning.k-end", sweeps.kEnd());
    values.put("learning.k-begin", sweeps.kBegin());
    NegativePhaseConfig.Chains chains = negative.chains();
    values.put("learning.chains", chains.count());
    values.put("learning.chains-start", word(chains.start()));
    values.put("learning.tempering.replicas", chains.temperatures());
    values.put("learning.tempering.least-beta", chains.leastBeta());
    values.put(TrainingReader.DRIVEN + ".deviation", chains.driven().deviation());
    values.put(TrainingReader.DRIVEN + ".momentum", chains.driven().momentum());
    NegativePhaseConfig.States states = negative.states();
    values.put("learning.positive-hidden", word(states.positiveHidden()));
    values.put("learning.negative-hidden", word(states.negativeHidden()));
    values.put("learning.negative-visible", word(states.negativeVisible()));
    values.put("learning.update-order", word(negative.siteOrder()));
  }

  private void put(InitialisationConfig initialisation) {
    values.put("learning.initialisation.weights", word(initialisation.weights()));
    values.put("learning.initialisation.deviation", initialisation.deviation());
    values.put("learning.initialisation.visible-bias", initialisation.visibleBias());
    values.put("learning.initialisation.hidden-bias", initialisation.hiddenBias());
    values.put("learning.initialisation.from", initialisation.from());
  }

  private void put(OptimizerConfig optimizer) {
    values.put("learning.optimizer.kind", word(optimizer.kind()));
    values.put("learning.optimizer.learning-rate", optimizer.learningRate());
    values.put("learning.optimizer.beta1", optimizer.beta1());
    values.put("learning.optimizer.beta2", optimizer.beta2());
    values.put("learning.optimizer.epsilon", optimizer.epsilon());
    values.put("learning.optimizer.momentum", optimizer.momentum());
    values.put("learning.optimizer.nesterov", optimizer.nesterov());
    values.put("learning.optimizer.weight-decay", optimizer.weightDecay());
  }

  private void put(ScheduleConfig schedule) {
    values.put("learning.schedule.kind", word(schedule.kind()));
    values.put("learning.schedule.per-epoch", schedule.perEpoch());
    values.put("learning.schedule.begin", schedule.begin());
    values.put("learning.schedule.end", schedule.end());
    values.put("learning.schedule.coefficient", schedule.coefficient());
    values.put("learning.schedule.gamma", schedule.gamma());
    values.put("learning.schedule.interval", schedule.interval());
    values.put("learning.schedule.warm-up", schedule.warmUp());
  }

  private void put(PenaltyConfig penalty) {
    values.put("learning.penalty.l1", penalty.l1());
    values.put("learning.penalty.l2", penalty.l2());
    values.put("learning.penalty.clip", penalty.clip());
  }

  private void put(UnitPenaltyConfig penalty) {
    values.put("learning.penalty.max-norm", penalty.maxNorm());
    values.put("learning.penalty.sparsity-target", penalty.sparsityTarget());
    values.put("learning.penalty.sparsity-cost", penalty.sparsityCost());
    values.put("learning.penalty.l2-gauge", penalty.zeroSum() ? "zero-sum" : "as-is");
  }

  private void put(DeepConfig deep) {
    values.put("learning.pretraining.epochs", deep.pretrainingEpochs());
    values.put("learning.pretraining.kind", word(deep.pretraining()));
    values.put("learning.pretraining.learning-rate", deep.learningRate());
    values.put("learning.pretraining.k1", deep.burnInSweeps());
    values.put("learning.pretraining.k2", deep.sweeps());
    values.put("learning.pretraining.k3", deep.dataSweeps());
    values.put("learning.positive-k", deep.positiveSweeps());
    values.put("learning.mean-field.updates", deep.meanFieldUpdates());
    values.put("learning.mean-field.tolerance", deep.meanFieldTolerance());
  }

  private void put(StoppingConfig stopping) {
    values.put("learning.stopping.metric", word(stopping.metric()));
    values.put("learning.stopping.patience", stopping.patience());
    values.put(
        TrainingReader.STOPPING_VALUE,
        stopping.target().isPresent() ? stopping.value() : TrainingReader.NO_VALUE);
    values.put("learning.stopping.keep-best", stopping.keepBest());
  }
}
