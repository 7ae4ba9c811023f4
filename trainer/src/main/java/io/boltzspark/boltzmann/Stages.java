package io.boltzspark.boltzmann;

import io.boltzspark.boltzmann.DeepConfig.Pretraining;
import io.boltzspark.boltzmann.Initialisation.VisibleMoments;
import io.boltzspark.learning.LearningConfig;
import io.boltzspark.math.RowKernels;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.Connection;
import io.boltzspark.model.MachineSpec;
import io.boltzspark.model.ParameterLayout.Segment;
import io.boltzspark.model.UnitSpec;
import io.boltzspark.model.UnitType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The stages of a training: for a deep machine with pretraining one restricted machine for each
 * pair of neighbouring layers, from the bottom up, and then the whole machine; otherwise the latter
 * alone. Or the machine grows, layer by layer ({@link DeepConfig.Pretraining#GROWTH}): then every
 * stage trains all layers that there are, on the data themselves.
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
   * @param lower index of the lowest layer of the whole machine in it; it learns from states of
   *     that layer, drawn by the stages before, of which there are as many
   */
  public record Stage(String name, MachineSpec spec, TrainingConfig config, int lower) {}

  private Stages() {}

  /** The stages of a training, at least one; the last trains {@code whole}. */
  public static List<Stage> of(MachineSpec whole, TrainingConfig config) {
    List<Stage> stages = new ArrayList<>();
    List<Integer> epochs = config.deep().pretrainingEpochs();
    int pairs = whole.layers().size() - 1;
    if (pairs > 1 && epochs.stream().anyMatch(e -> e > 0)) {
      boolean grows = config.deep().pretraining() == Pretraining.GROWTH;
      for (int stage = 0; stage < count(whole, config.deep()); stage++) {
        int length = epochs.get(Math.min(stage, epochs.size() - 1));
        stages.add(
            new Stage(
                "pretraining-" + (stage + 1),
                grows
                    ? new MachineSpec(whole.layers().subList(0, stage + 2))
                    : pairSpec(whole, stage, config.deep().pretraining()),
                stageConfig(config, stage, length),
                grows ? 0 : stage));
      }
    }
    stages.add(new Stage(TRAINING, whole, config, 0));
    return stages;
  }

  /** Stages of pretraining that a deep machine has. */
  public static int count(MachineSpec whole, DeepConfig deep) {
    int pairs = whole.layers().size() - 1;
    return deep.pretraining() == Pretraining.GROWTH ? pairs - 1 : pairs;
  }

  /**
   * What the data's states are multiplied by in stage 0, since there are so many copies of them.
   */
  public static int copies(MachineSpec whole, TrainingConfig config) {
    boolean corrected = config.deep().pretraining() == Pretraining.PAIRS;
    return corrected && of(whole, config).size() > 1 ? COPIES : 1;
  }

  private static MachineSpec pairSpec(MachineSpec whole, int pair, Pretraining pretraining) {
    boolean corrections = pretraining == Pretraining.PAIRS;
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
        pairSpec(whole, pair, Pretraining.PAIRS);
      }
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** Grown machines sweep as the whole one does, pairs have sweeps of their own. */
  private static TrainingConfig stageConfig(TrainingConfig config, int stage, int epochs) {
    DeepConfig deep = config.deep();
    LearningConfig learning = config.learning();
    double rate =
        deep.learningRate() > 0 ? deep.learningRate() : learning.optimizer().learningRate();
    long seed = config.seed() + (stage + 1) * 0x632BE59BD9B4E019L; // stages share no numbers
    NegativePhaseConfig negative = config.negative();
    if (deep.pretraining() != Pretraining.GROWTH) {
      NegativePhaseConfig.Chains chains = negative.chains();
      negative =
          new NegativePhaseConfig(
              negative.algorithm(),
              NegativePhaseConfig.Sweeps.constant(deep.sweeps()),
              new NegativePhaseConfig.Chains(chains.count(), chains.start(), 1, chains.leastBeta()),
              negative.states());
    }
    return new TrainingConfig(
        config.model(),
        learning.with(epochs, rate, seed),
        negative,
        config.resample(),
        config.initialisation(),
        config.unitPenalty(),
        config.centring(),
        deep,
        StoppingConfig.NONE);
  }

  /**
   * What a stage starts from, where that follows from the stages before it.
   *
   * @param stages all stages
   * @param earlier parameters that the stages before the one asked about have ended with
   */
  public static Optional<float[]> start(List<Stage> stages, List<float[]> earlier) {
    int stage = earlier.size();
    if (stage == 0) {
      return Optional.empty();
    }
    if (stages.get(stage).config().deep().pretraining() == Pretraining.GROWTH) {
      return Optional.of(
          grow(stages.get(stage - 1).spec(), earlier.get(stage - 1), stages.get(stage)));
    }
    return stage < stages.size() - 1 ? Optional.empty() : Optional.of(compose(stages, earlier));
  }

  /** A machine with one more layer on top, whose weights and biases are those of the first step. */
  private static float[] grow(MachineSpec from, float[] parameters, Stage to) {
    BoltzmannMachine grown = BoltzmannMachine.of(to.spec());
    double[] ones = new double[grown.visible().size()]; // replaced, with all there was before
    Arrays.fill(ones, 1);
    float[] all = Initialisation.parameters(grown, to.config(), new VisibleMoments(ones, ones));
    for (Segment source : BoltzmannMachine.of(from).layout().segments()) {
      int target = grown.layout().segment(source.name()).offset();
      System.arraycopy(parameters, source.offset(), all, target, source.size());
    }
    return all;
  }

  /** Puts a machine together from its pairs: parameters of all stages but the last. */
  private static float[] compose(List<Stage> stages, List<float[]> pairs) {
    Stage joint = stages.get(stages.size() - 1);
    BoltzmannMachine whole = BoltzmannMachine.of(joint.spec());
    boolean corrections = joint.config().deep().pretraining() == Pretraining.PAIRS;
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
