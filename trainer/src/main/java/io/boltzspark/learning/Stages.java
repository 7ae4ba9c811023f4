package io.boltzspark.learning;

import io.boltzspark.math.RowKernels;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.Connection;
import io.boltzspark.model.MachineSpec;
import io.boltzspark.model.ParameterLayout.Segment;
import io.boltzspark.model.UnitSpec;
import io.boltzspark.model.UnitType;
import java.util.ArrayList;
import java.util.List;

/**
 * The stages of a training: for a deep machine with pretraining one restricted machine for each
 * pair of neighbouring layers, from the bottom up, and then the whole machine; otherwise the latter
 * alone.
 *
 * <p>Layers in the middle of a deep Boltzmann machine receive input from both sides, in a pair that
 * is trained alone from one. The corrections of Salakhutdinov and Hinton (2009, section 4) make up
 * for that: the lowest pair has two copies of its visible layer with the same weights, the highest
 * two copies of its hidden layer, and the weights of pairs in between are halved when the machine
 * is put together. Two copies that share their weights are, as far as anyone else can see, binomial
 * units of two, so the pairs are ordinary machines of this project. Of the distributions that two
 * pairs give to the layer they share, each contributes half, so its biases are the means of both.
 */
public final class Stages {
  /** The name of the last stage, which trains the whole machine. */
  public static final String TRAINING = "training";

  private static final int COPIES = 2;

  /**
   * One stage.
   *
   * @param name for metrics and progress: {@code pretraining-1}, ...; {@code training} for the last
   * @param spec the machine that it trains
   * @param config how
   * @param lower index of the lowest layer of the whole machine in it
   */
  public record Stage(String name, MachineSpec spec, TrainingConfig config, int lower) {}

  private Stages() {}

  /** The stages of a training, at least one; the last trains {@code whole}. */
  public static List<Stage> of(MachineSpec whole, TrainingConfig config) {
    List<Stage> stages = new ArrayList<>();
    List<Integer> epochs = config.deep().pretrainingEpochs();
    int pairs = whole.layers().size() - 1;
    if (pairs > 1 && epochs.stream().anyMatch(e -> e > 0)) {
      for (int pair = 0; pair < pairs; pair++) {
        int count = epochs.get(Math.min(pair, epochs.size() - 1));
        stages.add(
            new Stage(
                "pretraining-" + (pair + 1),
                pairSpec(whole, pair, config.deep().corrections()),
                pairConfig(config, pair, count),
                pair));
      }
    }
    stages.add(new Stage(TRAINING, whole, config, 0));
    return stages;
  }

  /**
   * What the data's states are multiplied by in stage 0, since there are so many copies of them.
   */
  public static int copies(MachineSpec whole, TrainingConfig config) {
    return config.deep().corrections() && of(whole, config).size() > 1 ? COPIES : 1;
  }

  private static MachineSpec pairSpec(MachineSpec whole, int pair, boolean corrections) {
    List<UnitSpec> lower = whole.layers().get(pair);
    List<UnitSpec> upper = whole.layers().get(pair + 1);
    int last = whole.layers().size() - 2;
    if (corrections && pair == 0) {
      lower = lower.stream().map(Stages::doubled).toList();
    }
    if (corrections && pair == last) {
      upper = upper.stream().map(Stages::doubled).toList();
    }
    return new MachineSpec(List.of(lower, upper));
  }

  /**
   * Two copies of a unit that share their weights, seen as one unit: their sum.
   *
   * @throws IllegalArgumentException for types whose sums are of no type that there is
   */
  private static UnitSpec doubled(UnitSpec units) {
    UnitType type = units.type();
    return switch (type) {
      case BERNOULLI -> UnitSpec.of(UnitType.BINOMIAL, units.size(), COPIES);
      case BINOMIAL, MULTINOMIAL -> UnitSpec.of(type, units.size(), COPIES * units.count());
      case SOFTMAX -> {
        if (units.size() != units.count()) {
          throw new IllegalArgumentException("several softmax groups cannot be doubled");
        }
        yield UnitSpec.of(UnitType.MULTINOMIAL, units.size(), COPIES);
      }
      default -> throw new IllegalArgumentException(type.word() + " units cannot be doubled");
    };
  }

  /** Whether {@link #of} can apply the corrections to a machine. */
  public static boolean canCorrect(MachineSpec whole) {
    try {
      for (int pair = 0; pair + 1 < whole.layers().size(); pair++) {
        pairSpec(whole, pair, true);
      }
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static TrainingConfig pairConfig(TrainingConfig config, int pair, int epochs) {
    DeepConfig deep = config.deep();
    OptimizerConfig o = config.optimizer();
    NegativePhaseConfig n = config.negative();
    double rate = deep.learningRate() > 0 ? deep.learningRate() : o.learningRate();
    return new TrainingConfig(
        config.model(),
        new NegativePhaseConfig(
            n.algorithm(),
            deep.sweeps(),
            deep.sweeps(),
            n.kBegin(),
            n.chains(),
            n.start(),
            n.positiveHidden(),
            n.negativeHidden(),
            n.negativeVisible(),
            1,
            n.leastBeta()),
        config.batchSize(),
        epochs,
        config.seed() + (pair + 1) * 0x632BE59BD9B4E019L, // stages share no random numbers
        config.resample(),
        config.initialisation(),
        new OptimizerConfig(
            o.kind(),
            rate,
            o.beta1(),
            o.beta2(),
            o.epsilon(),
            o.momentum(),
            o.nesterov(),
            o.weightDecay()),
        config.schedule(),
        config.penalty(),
        config.centring(),
        config.averaging(),
        deep,
        new StoppingConfig(StoppingConfig.Metric.NONE, 0, false));
  }

  /**
   * Puts a machine together from its pairs.
   *
   * @param stages all stages
   * @param pairs parameters of all stages but the last
   */
  public static float[] compose(List<Stage> stages, List<float[]> pairs) {
    Stage joint = stages.get(stages.size() - 1);
    BoltzmannMachine whole = BoltzmannMachine.of(joint.spec());
    boolean corrections = joint.config().deep().corrections();
    float[] parameters = new float[whole.layout().size()];
    int last = pairs.size() - 1;
    for (int p = 0; p <= last; p++) {
      Connection c = whole.connections().get(p);
      int size = c.rows() * c.columns();
      System.arraycopy(pairs.get(p), 0, parameters, c.offset(), size);
      if (corrections && p > 0 && p < last) {
        RowKernels.scaleInPlace(parameters, 0.5f, c.offset(), c.offset() + size);
      }
      copyUnits(stages.get(p), pairs.get(p), whole, parameters, corrections && p > 0);
    }
    return parameters;
  }

  /** The units' own parameters of both layers of a pair; the mean with what is there if shared. */
  private static void copyUnits(
      Stage pair, float[] from, BoltzmannMachine whole, float[] to, boolean meanOfBoth) {
    for (Segment source : BoltzmannMachine.of(pair.spec()).layout().segments()) {
      String[] name = source.name().split("\\.");
      int layer = Integer.parseInt(name[1]);
      if (name[0].equals("weights")) {
        continue;
      }
      int target = whole.layout().segment(name[0] + "." + (pair.lower() + layer)).offset();
      for (int i = 0; i < source.size(); i++) {
        float value = from[source.offset() + i];
        to[target + i] = layer == 0 && meanOfBoth ? (to[target + i] + value) / 2 : value;
      }
    }
  }
}
