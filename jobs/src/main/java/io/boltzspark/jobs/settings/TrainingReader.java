package io.boltzspark.jobs.settings;

import io.boltzspark.boltzmann.BoltzmannConfig;
import io.boltzspark.boltzmann.CentringConfig;
import io.boltzspark.boltzmann.DeepConfig;
import io.boltzspark.boltzmann.InitialisationConfig;
import io.boltzspark.boltzmann.ModelConfig;
import io.boltzspark.boltzmann.NegativePhaseConfig;
import io.boltzspark.boltzmann.StoppingConfig;
import io.boltzspark.boltzmann.UnitPenaltyConfig;
import io.boltzspark.learning.LearningConfig;
import io.boltzspark.learning.OptimizerConfig;
import io.boltzspark.learning.PenaltyConfig;
import io.boltzspark.learning.ScheduleConfig;
import io.boltzspark.sampling.DrivenTemperature;
import io.boltzspark.sampling.SiteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** The part of {@link SettingsReader} that decides a model's bytes: what to train, and how. */
final class TrainingReader {
  /** Key of the value of early stopping, which earlier runs did not know. */
  static final String STOPPING_VALUE = "learning.stopping.value";

  /** Key of the steps that lanes make by themselves, which earlier runs did not know. */
  static final String LOCAL_STEPS = "learning.local-steps";

  static final String DRIVEN = "learning.driven-temperature";

  /** The word for no such value. */
  static final String NO_VALUE = "none";

  private static final int MOST_SWEEPS = 5000;
  private static final String BATCH_SIZE = "learning.batch-size";

  /** By default, where a step takes all rows. */
  private static final int EPOCHS_OF_ALL_ROWS = 1000;

  private final ValueReader values;

  TrainingReader(ValueReader values) {
    this.values = values;
  }

  /** Of which of the couplings that make one distribution the penalty l2 is. */
  private enum L2Gauge {
    AS_IS,
    ZERO_SUM
  }

  BoltzmannConfig training() {
    return new BoltzmannConfig(
        model(),
        learning(),
        negative(),
        values.yesOrNo("learning.resample"),
        initialisation(),
        unitPenalty(),
        centring(),
        deep(),
        stopping());
  }

  /** The settings that a program of any kind has. */
  LearningConfig learning() {
    return new LearningConfig(
        batchSize(),
        epochs(),
        values.longNumber("seed"),
        optimizer(),
        schedule(),
        penalty(),
        values.share("learning.averaging"),
        values.wholeNumber(LOCAL_STEPS, 1));
  }

  /** All rows, unless asked otherwise, where the positive phase needs no sampling: 0. */
  private int batchSize() {
    int rows = values.wholeNumber(BATCH_SIZE, 0);
    return hasOneLayer() && values.isDefault(BATCH_SIZE) ? 0 : rows;
  }

  /** An epoch of one step is worth little: without the option there are more of them. */
  private int epochs() {
    String key = "learning.epochs";
    int epochs = values.wholeNumber(key, 0);
    boolean oneStepEach = hasOneLayer() && batchSize() == 0;
    return oneStepEach && values.isDefault(key) ? EPOCHS_OF_ALL_ROWS : epochs;
  }

  private boolean hasOneLayer() {
    return dimensions().size() == 1;
  }

  private ModelConfig model() {
    return new ModelConfig(
        dimensions(),
        values.words("model.units"),
        labels(),
        values.positive("model.temperature"),
        lateral());
  }

  private List<Integer> lateral() {
    String key = "model.lateral";
    int layers = dimensions().isEmpty() ? 2 : dimensions().size();
    String allowed =
        "a list of visible, hidden (all hidden layers) and numbers of layers from 0 (visible) to %d"
            .formatted(layers - 1);
    List<Integer> coupled = new ArrayList<>();
    for (String text : values.wordsOrNumbers(key, allowed)) {
      switch (text) {
        case "visible" -> coupled.add(0);
        case "hidden" -> IntStream.range(1, layers).forEach(coupled::add);
        default -> {
          if (!text.matches("[0-9]{1,4}") || Integer.parseInt(text) >= layers) {
            throw values.invalid(key, allowed);
          }
          coupled.add(Integer.parseInt(text));
        }
      }
    }
    return coupled.stream().distinct().sorted().toList();
  }

  private List<Integer> dimensions() {
    String key = "model.dimensions";
    List<Integer> dimensions = values.wholeNumbers(key);
    boolean possible = dimensions.isEmpty() || dimensions.stream().allMatch(units -> units >= 1);
    if (!possible) {
      throw values.invalid(key, "an empty list, or layers, visible first, of at least 1 unit each");
    }
    return dimensions;
  }

  private int labels() {
    String key = "model.labels";
    int labels = values.wholeNumber(key, 0);
    if (labels == 1) {
      throw values.invalid(key, "0 or at least 2 classes");
    }
    return labels;
  }

  private NegativePhaseConfig negative() {
    int k = values.wholeNumber("learning.k", 1, MOST_SWEEPS);
    return new NegativePhaseConfig(
        values.oneOf("learning.algorithm", NegativePhaseConfig.Algorithm.class),
        new NegativePhaseConfig.Sweeps(k, lastSweeps(k), values.shareBelowOne("learning.k-begin")),
        new NegativePhaseConfig.Chains(
            values.wholeNumber("learning.chains", 1),
            values.oneOf("learning.chains-start", NegativePhaseConfig.Start.class),
            values.wholeNumber("learning.tempering.replicas", 1),
            values.number("learning.tempering.least-beta", x -> x > 0 && x < 1, "in (0, 1)"),
            new DrivenTemperature(
                values.number(DRIVEN + ".deviation", x -> x >= 0 && x <= 1, "from 0 to 1"),
                values.shareBelowOne(DRIVEN + ".momentum"))),
        new NegativePhaseConfig.States(
            values.oneOf("learning.positive-hidden", NegativePhaseConfig.Use.class),
            values.oneOf("learning.negative-hidden", NegativePhaseConfig.Use.class),
            values.oneOf("learning.negative-visible", NegativePhaseConfig.Use.class)),
        siteOrder());
  }

  private SiteOrder siteOrder() {
    SiteOrder order = values.oneOf("learning.update-order", SiteOrder.class);
    if (order == SiteOrder.FORTH_AND_BACK) {
      throw values.invalid("learning.update-order", "sequential, random or checkerboard");
    }
    return order;
  }

  private int lastSweeps(int k) {
    String key = "learning.k-end";
    int last = values.wholeNumber(key, 0, MOST_SWEEPS);
    if (last != 0 && last < k) {
      throw values.invalid(key, "0, or at least learning.k = " + k);
    }
    return last;
  }

  private InitialisationConfig initialisation() {
    return new InitialisationConfig(
        values.oneOf("learning.initialisation.weights", InitialisationConfig.Weights.class),
        values.notNegative("learning.initialisation.deviation"),
        values.wordOrNumber("learning.initialisation.visible-bias", InitialisationConfig.DATA),
        values.number("learning.initialisation.hidden-bias"),
        values.text("learning.initialisation.from"));
  }

  private OptimizerConfig optimizer() {
    return new OptimizerConfig(
        values.oneOf("learning.optimizer.kind", OptimizerConfig.Kind.class),
        values.positive("learning.optimizer.learning-rate"),
        values.shareBelowOne("learning.optimizer.beta1"),
        values.shareBelowOne("learning.optimizer.beta2"),
        values.positive("learning.optimizer.epsilon"),
        values.shareBelowOne("learning.optimizer.momentum"),
        values.yesOrNo("learning.optimizer.nesterov"),
        values.notNegative("learning.optimizer.weight-decay"));
  }

  private ScheduleConfig schedule() {
    return new ScheduleConfig(
        values.oneOf("learning.schedule.kind", ScheduleConfig.Kind.class),
        values.yesOrNo("learning.schedule.per-epoch"),
        values.shareBelowOne("learning.schedule.begin"),
        values.share("learning.schedule.end"),
        values.notNegative("learning.schedule.coefficient"),
        values.number("learning.schedule.gamma", x -> x > 0 && x <= 1, "in (0, 1]"),
        values.wholeNumber("learning.schedule.interval", 1),
        values.wholeNumber("learning.schedule.warm-up", 0));
  }

  private PenaltyConfig penalty() {
    return new PenaltyConfig(
        values.notNegative("learning.penalty.l1"),
        values.notNegative("learning.penalty.l2"),
        values.notNegative("learning.penalty.clip"));
  }

  private UnitPenaltyConfig unitPenalty() {
    return new UnitPenaltyConfig(
        values.notNegative("learning.penalty.max-norm"),
        values.number("learning.penalty.sparsity-target", x -> x > 0 && x < 1, "in (0, 1)"),
        values.notNegative("learning.penalty.sparsity-cost"),
        values.oneOf("learning.penalty.l2-gauge", L2Gauge.class) == L2Gauge.ZERO_SUM);
  }

  private CentringConfig centring() {
    return new CentringConfig(
        values.yesOrNo("learning.centring.enabled"),
        values.number("learning.centring.rate", x -> x > 0 && x <= 1, "in (0, 1]"));
  }

  private DeepConfig deep() {
    return new DeepConfig(
        pretrainingEpochs(),
        values.oneOf("learning.pretraining.kind", DeepConfig.Pretraining.class),
        values.notNegative("learning.pretraining.learning-rate"),
        values.wholeNumber("learning.pretraining.k1", 0, MOST_SWEEPS),
        values.wholeNumber("learning.pretraining.k2", 1, MOST_SWEEPS),
        values.wholeNumber("learning.pretraining.k3", 1, MOST_SWEEPS),
        values.wholeNumber("learning.positive-k", 0, MOST_SWEEPS),
        values.wholeNumber("learning.mean-field.updates", 1),
        values.notNegative("learning.mean-field.tolerance"));
  }

  private List<Integer> pretrainingEpochs() {
    String key = "learning.pretraining.epochs";
    List<Integer> epochs = values.wholeNumbers(key);
    if (epochs.stream().anyMatch(count -> count < 0)) {
      throw values.invalid(key, "whole numbers of 0 or larger");
    }
    return epochs;
  }

  private StoppingConfig stopping() {
    return new StoppingConfig(
        values.oneOf("learning.stopping.metric", StoppingConfig.Metric.class),
        values.wholeNumber("learning.stopping.patience", 0),
        stoppingValue(),
        values.yesOrNo("learning.stopping.keep-best"));
  }

  private double stoppingValue() {
    String value = values.wordOrNumber(STOPPING_VALUE, NO_VALUE);
    return value.equals(NO_VALUE) ? Double.NaN : Double.parseDouble(value);
  }
}
