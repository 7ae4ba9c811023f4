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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The stages of a training: for a deep machine with pretraining one restricted machine for each
 * pair of neighbouring layers, from the bottom up, and then the whole machine; otherwise only the
 * latter. Or the machine grows layer by layer ({@link DeepConfig.Pretraining#GROWTH}): then every
 * stage trains all existing layers on the data itself.
 *
 * <p>Middle layers of a deep Boltzmann machine receive input from both sides, but only from one in
 * a pair trained separately. The corrections of Salakhutdinov and Hinton (2009, section 4)
 * compensate for that: the lowest pair has two copies of its visible layer with the same weights,
 * the highest two copies of its hidden layer, and the weights of pairs in between are halved when
 * the machine is put together. Two copies that share their weights are equivalent to binomial units
 * of two, so the pairs are ordinary machines of this project. The two pairs that share a layer each
 * contribute half of its distribution, so its biases are the means of both.
 *
 * <p>Couplings within layers are left out of pretraining: they start at 0.
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
   * @param config its settings
   * @param lower index in the whole machine of its lowest layer; it learns from states of that
   *     layer, drawn by the stages before it, whose number is the same
   */
  public record Stage(String name, MachineSpec spec, BoltzmannConfig config, int lower) {}

  private Stages() {}

  /** The stages of a training, at least one; the last trains {@code whole}. */
  public static List<Stage> of(MachineSpec whole, BoltzmannConfig config) {
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

  /** Number of pretraining stages of a deep machine. */
  public static int count(MachineSpec whole, DeepConfig deep) {
    int pairs = whole.layers().size() - 1;
    return deep.pretraining() == Pretraining.GROWTH ? pairs - 1 : pairs;
  }

  /** The factor of the data's states in stage 0: the number of copies of the visible layer. */
  public static int copies(MachineSpec whole, BoltzmannConfig config) {
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
   * @throws IllegalArgumentException for units whose sums have no unit type
   */
  private static UnitSpec doubled(UnitSpec units) {
    return units
        .sumOfCopies(COPIES)
        .orElseThrow(
            () -> new IllegalArgumentException(units.type().title() + " units cannot be doubled"));
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

  /** Grown machines sweep like the whole one; pairs have their own number of sweeps. */
  private static BoltzmannConfig stageConfig(BoltzmannConfig config, int stage, int epochs) {
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
              new NegativePhaseConfig.Chains(
                  chains.count(), chains.start(), 1, chains.leastBeta(), chains.driven()),
              negative.states(),
              negative.siteOrder());
    }
    return new BoltzmannConfig(
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
   * The starting parameters of a stage, if they follow from the stages before it.
   *
   * @param stages all stages
   * @param earlier final parameters of the stages before it
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

  /** A machine with one more layer on top, which has initial weights and biases. */
  private static float[] grow(MachineSpec from, float[] parameters, Stage to) {
    BoltzmannMachine grown = BoltzmannMachine.of(to.spec());
    double[] ones = new double[grown.visible().size()]; // replaced with all layers trained before
    Arrays.fill(ones, 1);
    float[] all = Initialisation.parameters(grown, to.config(), new VisibleMoments(ones, ones, 1));
    for (Segment source : BoltzmannMachine.of(from).layout().segments()) {
      int target = grown.layout().segment(source.kind(), source.layer()).offset();
      System.arraycopy(parameters, source.offset(), all, target, source.size());
    }
    return all;
  }

  /** Assembles a machine from its pairs, the parameters of all stages but the last. */
  private static float[] compose(List<Stage> stages, List<float[]> pairs) {
    Stage joint = stages.get(stages.size() - 1);
    BoltzmannMachine whole = BoltzmannMachine.of(joint.spec());
    boolean corrections = joint.config().deep().pretraining() == Pretraining.PAIRS;
    float[] parameters = new float[whole.layout().size()];
    int last = pairs.size() - 1;
    for (int p = 0; p <= last; p++) {
      Connection c = whole.connections().get(p);
      System.arraycopy(pairs.get(p), 0, parameters, c.offset(), c.size());
      if (corrections && p > 0 && p < last) {
        RowKernels.scaleInPlace(parameters, 0.5f, c.offset(), c.offset() + c.size());
      }
      copyUnits(stages.get(p), pairs.get(p), whole, parameters, corrections && p > 0);
    }
    return parameters;
  }

  /**
   * Copies the units' own parameters of both layers of a pair; those of shared layers are averaged.
   */
  private static void copyUnits(
      Stage pair, float[] from, BoltzmannMachine whole, float[] to, boolean meanOfBoth) {
    for (Segment source : BoltzmannMachine.of(pair.spec()).layout().segments()) {
      if (source.isWeights()) {
        continue;
      }
      int layer = source.layer();
      int target = whole.layout().segment(source.kind(), pair.lower() + layer).offset();
      for (int i = 0; i < source.size(); i++) {
        float value = from[source.offset() + i];
        to[target + i] = layer == 0 && meanOfBoth ? (to[target + i] + value) / 2 : value;
      }
    }
  }
}
