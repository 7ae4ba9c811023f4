package io.boltzspark.jobs.settings;

import io.boltzspark.boltzmann.BoltzmannConfig;
import io.boltzspark.boltzmann.DeepConfig.Pretraining;
import io.boltzspark.boltzmann.ModelConfig;
import io.boltzspark.boltzmann.NegativePhaseConfig;
import io.boltzspark.boltzmann.Stages;
import io.boltzspark.boltzmann.StoppingConfig;
import io.boltzspark.boltzmann.UnitText;
import io.boltzspark.learning.OptimizerConfig;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.MachineSpec;
import io.boltzspark.model.UnitSpec;
import io.boltzspark.model.UnitType;
import io.boltzspark.sampling.SiteOrder;
import java.util.List;

/** Refuses settings that are valid alone but not together. */
final class Contradictions {
  private final ValueReader values;
  private final BoltzmannConfig training;
  private final ModelConfig model;

  private Contradictions(ValueReader values, BoltzmannConfig training) {
    this.values = values;
    this.training = training;
    this.model = training.model();
  }

  /**
   * Checks that need the number of visible units wait until dimensions are given.
   *
   * @param values what {@code training} was read from, for messages
   * @throws io.boltzspark.errors.BoltzException BAD_CONFIGURATION at the first contradiction
   */
  static void refuse(ValueReader values, BoltzmannConfig training) {
    Contradictions checks = new Contradictions(values, training);
    checks.layers();
    checks.units();
    checks.updateOrder();
    checks.chains();
    checks.optimizer();
    checks.centring();
    checks.pretraining();
    checks.positivePhase();
    checks.stopping();
  }

  private void layers() {
    if (model.dimensions().size() == 1 && model.lateral().isEmpty()) {
      throw values.invalid(
          "model.dimensions",
          "an empty list, or at least two layers, visible first, or one with couplings within"
              + " (model.lateral = [visible], --lateral visible)");
    }
  }

  private void units() {
    String key = "model.units";
    int layers = layerCount();
    if (!model.units().isEmpty() && model.units().size() != layers) {
      throw values.invalid(
          key,
          "an empty list, or %d kinds, one for each layer of model.dimensions".formatted(layers));
    }
    try {
      model.units().forEach(UnitText::parse);
      requireCanBeCoupled();
      if (model.dimensions().isEmpty()) {
        return;
      }
      MachineSpec spec = model.spec();
      if (!spec.reasonNotNormalisable().isEmpty()) {
        throw values.invalid(
            key, "units that can be normalised, but " + spec.reasonNotNormalisable());
      }
    } catch (IllegalArgumentException e) {
      throw values.invalid(
          key, "kinds from %s, but %s".formatted(UnitText.allowed(), e.getMessage()));
    }
  }

  private void requireCanBeCoupled() {
    for (int l : model.lateral()) {
      if (!model.units().isEmpty() && !UnitText.parse(model.units().get(l)).type().canBeCoupled()) {
        throw values.invalid(
            "model.lateral",
            "layers of bernoulli, spin, potts, binomial or gaussian units; model.units gives layer %d %s units, of which %s"
                .formatted(
                    l,
                    UnitText.parse(model.units().get(l)).type().title(),
                    UnitText.parse(model.units().get(l)).type() == UnitType.MULTINOMIAL
                        ? "none can be drawn given the others"
                        : "two could lower the energy without bound"));
      }
    }
  }

  private int layerCount() {
    return model.dimensions().isEmpty() ? 2 : model.dimensions().size();
  }

  private void updateOrder() {
    if (training.negative().siteOrder() != SiteOrder.CHECKERBOARD || model.dimensions().isEmpty()) {
      return;
    }
    for (int l : model.lateral()) {
      int sites = BoltzmannMachine.of(model.spec()).layer(l).sites();
      int side = (int) Math.round(Math.sqrt(sites));
      if (side * side != sites) {
        throw values.invalid(
            "learning.update-order",
            "sequential or random with %d units in layer %d, which are not a square lattice"
                .formatted(sites, l));
      }
    }
  }

  private void chains() {
    NegativePhaseConfig negative = training.negative();
    if (negative.algorithm() == NegativePhaseConfig.Algorithm.CD
        && negative.chains().temperatures() > 1) {
      throw values.invalid(
          "learning.tempering.replicas",
          "1 with learning.algorithm = cd, which has no chains to exchange");
    }
    drivenTemperature();
  }

  private void drivenTemperature() {
    NegativePhaseConfig negative = training.negative();
    if (!negative.chains().driven().moves()) {
      return;
    }
    String key = TrainingReader.DRIVEN + ".deviation";
    if (negative.algorithm() == NegativePhaseConfig.Algorithm.CD) {
      throw values.invalid(
          key, "0 with learning.algorithm = cd, which has no chains whose temperature could move");
    }
    if (negative.chains().temperatures() > 1) {
      throw values.invalid(
          key, "0 with learning.tempering.replicas larger than 1, which have temperatures already");
    }
    if (!model.lateral().isEmpty()) {
      throw values.invalid(key, "0 with couplings within layers (model.lateral)");
    }
    for (String text : model.units()) {
      if (!UnitText.parse(text).type().hasEnergy()) {
        throw values.invalid(
            key, "0 with units without an energy (%s in model.units)".formatted(text));
      }
    }
  }

  private void optimizer() {
    OptimizerConfig optimizer = training.learning().optimizer();
    if (optimizer.kind() == OptimizerConfig.Kind.SGD
        && optimizer.nesterov()
        && optimizer.momentum() == 0) {
      throw values.invalid(
          "learning.optimizer.momentum",
          "a number larger than 0 with learning.optimizer.nesterov = true");
    }
  }

  private void centring() {
    if (!training.centring().enabled()) {
      return;
    }
    for (String text : model.units()) {
      if (!UnitText.parse(text).learnsMean()) {
        throw values.invalid(
            "learning.centring.enabled",
            "false with units whose mean is fixed (%s in model.units), because centring corrects the biases of neighbouring layers"
                .formatted(text));
      }
    }
  }

  private void pretraining() {
    String key = "learning.pretraining.epochs";
    List<Integer> epochs = training.deep().pretrainingEpochs();
    int pairs = layerCount() - 1;
    if (epochs.isEmpty()) {
      return;
    }
    if (pairs <= 1) {
      throw values.invalid(
          key,
          "an empty list with at most one hidden layer (model.dimensions), which has nothing to"
              + " pretrain");
    }
    int stages = Stages.count(model.spec(), training.deep());
    if (epochs.size() != 1 && epochs.size() != stages) {
      throw values.invalid(
          key,
          "one number, or %d, one for each stage before the whole machine of model.dimensions"
              .formatted(stages));
    }
    if (training.deep().pretraining() == Pretraining.PAIRS && !Stages.canCorrect(model.spec())) {
      throw values.invalid(
          "learning.pretraining.kind",
          "belief-net or growth with these units (%s), because no kind of unit represents two copies that share their weights"
              .formatted(describe(model.spec())));
    }
  }

  private void positivePhase() {
    boolean coupled = model.lateral().stream().anyMatch(l -> l > 0);
    if (training.deep().positiveSweeps() > 0 && layerCount() <= 2 && !coupled) {
      throw values.invalid(
          "learning.positive-k",
          "0 without a second hidden layer (model.dimensions) or couplings within one"
              + " (model.lateral), because hidden units that are independent given the visible ones"
              + " have exact means in one pass");
    }
  }

  private static String describe(MachineSpec spec) {
    List<UnitSpec> visible = spec.layers().get(0);
    List<UnitSpec> top = spec.layers().get(spec.layers().size() - 1);
    return "layer 0: %s; layer %d: %s"
        .formatted(words(visible), spec.layers().size() - 1, words(top));
  }

  private static List<String> words(List<UnitSpec> groups) {
    return groups.stream().map(group -> group.type().title()).toList();
  }

  private void stopping() {
    StoppingConfig stopping = training.stopping();
    if (stopping.metric() == StoppingConfig.Metric.NONE
        && (stopping.patience() > 0 || stopping.target().isPresent() || stopping.keepBest())) {
      throw values.invalid(
          "learning.stopping.metric",
          "a metric other than none with learning.stopping.patience, value or keep-best");
    }
  }
}
