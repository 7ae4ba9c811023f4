package io.boltzspark.boltzmann;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.boltzmann.DeepConfig.Pretraining;
import io.boltzspark.boltzmann.Stages.Stage;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.MachineSpec;
import io.boltzspark.model.UnitSpec;
import io.boltzspark.model.UnitType;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which stages there are, what each trains, and with which settings. */
class StagesTest {
  private static final List<Integer> DEEP = List.of(9, 7, 5, 6);

  private static Stage stage(Configs configs, int index) {
    BoltzmannConfig config = configs.build();
    return Stages.of(config.model().spec(), config).get(index);
  }

  private static List<Stage> stages(Configs configs) {
    BoltzmannConfig config = configs.build();
    return Stages.of(config.model().spec(), config);
  }

  @Test
  void withoutPretrainingTheWholeMachineIsTheOnlyStage() {
    List<Configs> without =
        List.of(
            Configs.rbm(9, 7),
            Configs.rbm(9, 7).pretraining(Pretraining.PAIRS, 3), // one pair is the whole machine
            Configs.machine(DEEP),
            Configs.machine(DEEP).pretraining(Pretraining.PAIRS, 0),
            Configs.machine(DEEP).pretraining(Pretraining.PAIRS, 0, 0, 0));
    for (Configs configs : without) {
      BoltzmannConfig config = configs.build();
      List<Stage> stages = Stages.of(config.model().spec(), config);
      assertEquals(List.of(new Stage("training", config.model().spec(), config, 0)), stages);
      assertEquals(1, Stages.copies(config.model().spec(), config));
    }
  }

  @Test
  void eachPairIsAStageAndTheLastTrainsTheWhole() {
    BoltzmannConfig config =
        Configs.machine(DEEP).epochs(9).pretraining(Pretraining.BELIEF_NET, 4, 0, 2).build();
    MachineSpec whole = MachineSpec.bernoulli(DEEP);
    List<Stage> stages = Stages.of(whole, config);
    assertEquals(
        List.of("pretraining-1", "pretraining-2", "pretraining-3", "training"),
        stages.stream().map(Stage::name).toList());
    assertEquals(List.of(4, 0, 2, 9), stages.stream().map(s -> s.config().epochs()).toList());
    assertEquals(List.of(0, 1, 2, 0), stages.stream().map(Stage::lower).toList());
    for (int pair = 0; pair < 3; pair++) {
      assertEquals(whole.pair(pair), stages.get(pair).spec());
    }
    assertEquals(new Stage("training", whole, config, 0), stages.get(3));
    assertEquals(1, Stages.copies(whole, config));
  }

  @Test
  void aGrowingMachineGetsALayerMoreInEachStage() {
    BoltzmannConfig config =
        Configs.machine(DEEP).epochs(9).kEnd(20, 0.5).pretraining(Pretraining.GROWTH, 4, 2).build();
    MachineSpec whole = MachineSpec.bernoulli(DEEP);
    List<Stage> stages = Stages.of(whole, config);
    assertEquals(2, Stages.count(whole, config.deep()));
    assertEquals(List.of(4, 2, 9), stages.stream().map(s -> s.config().epochs()).toList());
    assertEquals(
        List.of(
            MachineSpec.bernoulli(DEEP.subList(0, 2)), MachineSpec.bernoulli(DEEP.subList(0, 3))),
        stages.subList(0, 2).stream().map(Stage::spec).toList());
    assertEquals(new Stage("training", whole, config, 0), stages.get(2));
    assertEquals(1, Stages.copies(whole, config));
    for (Stage stage : stages) {
      assertEquals(0, stage.lower(), "all learn from the data");
      assertEquals(config.negative(), stage.config().negative());
    }
    assertEquals(3, stages.stream().map(s -> s.config().seed()).distinct().count(), "seeds");
  }

  @Test
  void oneNumberOfEpochsStandsForAllPairs() {
    List<Stage> stages = stages(Configs.machine(DEEP).epochs(9).pretraining(Pretraining.PAIRS, 4));
    assertEquals(List.of(4, 4, 4, 9), stages.stream().map(s -> s.config().epochs()).toList());
  }

  @Test
  void correctionsDoubleTheLowestAndTheHighestLayer() {
    BoltzmannConfig config = Configs.machine(DEEP).pretraining(Pretraining.PAIRS, 1).build();
    MachineSpec whole = MachineSpec.bernoulli(DEEP);
    List<Stage> stages = Stages.of(whole, config);
    UnitSpec bottom = UnitSpec.of(UnitType.BINOMIAL, 9, 2);
    UnitSpec top = UnitSpec.of(UnitType.BINOMIAL, 6, 2);
    assertEquals(MachineSpec.of(bottom, UnitSpec.of(UnitType.BERNOULLI, 7)), stages.get(0).spec());
    assertEquals(MachineSpec.bernoulli(List.of(7, 5)), stages.get(1).spec());
    assertEquals(MachineSpec.of(UnitSpec.of(UnitType.BERNOULLI, 5), top), stages.get(2).spec());
    assertEquals(2, Stages.copies(whole, config));
    for (Stage stage : stages.subList(0, 3)) { // the parameters are those of one copy
      int pair = stage.lower();
      assertEquals(
          BoltzmannMachine.of(whole.pair(pair)).layout().size(),
          BoltzmannMachine.of(stage.spec()).layout().size());
    }
  }

  @Test
  void copiesOfOtherUnitsAreUnitsOfSomeKindOrRefused() {
    Configs labelled = Configs.machine(DEEP).labels(10).pretraining(Pretraining.PAIRS, 1);
    assertEquals(
        List.of(UnitSpec.of(UnitType.BINOMIAL, 9, 2), UnitSpec.of(UnitType.MULTINOMIAL, 10, 2)),
        stage(labelled, 0).spec().layers().get(0));
    Configs counts =
        Configs.machine(DEEP)
            .units("multinomial:5", "bernoulli", "bernoulli", "binomial:3")
            .pretraining(Pretraining.PAIRS, 1);
    assertEquals(
        List.of(UnitSpec.of(UnitType.MULTINOMIAL, 9, 10)), stage(counts, 0).spec().layers().get(0));
    assertEquals(
        List.of(UnitSpec.of(UnitType.BINOMIAL, 6, 6)), stage(counts, 2).spec().layers().get(1));
    assertTrue(Stages.canCorrect(counts.build().model().spec()));
    for (String ends : List.of("gaussian", "spin", "softmax:3", "rectified")) {
      Configs bottom = Configs.machine(DEEP).units(ends, "bernoulli", "bernoulli", "bernoulli");
      Configs top = Configs.machine(DEEP).units("bernoulli", "bernoulli", "bernoulli", ends);
      assertFalse(Stages.canCorrect(bottom.build().model().spec()), ends + " at the bottom");
      assertFalse(Stages.canCorrect(top.build().model().spec()), ends + " at the top");
      Configs between =
          Configs.machine(List.of(9, 6, 6, 6)).units("bernoulli", ends, ends, "bernoulli");
      assertTrue(Stages.canCorrect(between.build().model().spec()), ends + " in between");
    }
  }

  @Test
  void pairsHaveTheirOwnRateSweepsAndRandomNumbers() {
    DeepConfig deep = new DeepConfig(List.of(3), Pretraining.PAIRS, 0.5, 1, 7, 2, 4, 11, 1e-3);
    Configs configs =
        Configs.machine(DEEP)
            .optimizer(Configs.sgd(0.01, 0.9, true))
            .pcd(2, 40)
            .kEnd(20, 0.5)
            .centred(0.1)
            .averaging(0.2)
            .stopping(StoppingConfig.Metric.RECONSTRUCTION_ERROR, 3, true)
            .deep(deep);
    BoltzmannConfig whole = configs.build();
    for (int pair = 0; pair < 3; pair++) {
      BoltzmannConfig config = stage(configs, pair).config();
      assertEquals(Configs.sgd(0.5, 0.9, true), config.learning().optimizer());
      for (long step : new long[] {0, 99}) {
        assertEquals(7, config.negative().sweeps().at(step, 100), "sweeps do not rise");
      }
      assertEquals(40, config.persistentChains());
      assertEquals(StoppingConfig.Metric.NONE, config.stopping().metric());
      assertEquals(whole.centring(), config.centring());
      assertEquals(whole.learning().averaging(), config.learning().averaging());
      assertEquals(whole.batchSize(), config.batchSize());
    }
    assertEquals(
        4, stages(configs).stream().map(s -> s.config().seed()).distinct().count(), "seeds");
    configs.deep(new DeepConfig(List.of(3), Pretraining.PAIRS, 0, 1, 7, 2, 4, 11, 1e-3));
    assertEquals(Configs.sgd(0.01, 0.9, true), stage(configs, 1).config().learning().optimizer());
  }
}
