package io.boltzspark.boltzmann;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.boltzspark.model.MachineSpec;
import io.boltzspark.model.UnitSpec;
import io.boltzspark.model.UnitType;
import java.util.List;
import org.junit.jupiter.api.Test;

class ModelConfigTest {

  @Test
  void withoutKindsAllUnitsAreBernoulli() {
    assertEquals(
        MachineSpec.bernoulli(List.of(9, 5, 4)),
        Configs.machine(List.of(9, 5, 4)).build().model().spec());
  }

  @Test
  void eachLayerHasItsKind() {
    MachineSpec spec =
        Configs.machine(List.of(9, 6, 4))
            .units("gaussian:fixed-mean", "softmax:3", "binomial:2")
            .build()
            .model()
            .spec();
    assertEquals(
        MachineSpec.of(
            new UnitSpec(UnitType.GAUSSIAN, 9, 1, false, true),
            UnitSpec.of(UnitType.POTTS, 6, 3),
            UnitSpec.of(UnitType.BINOMIAL, 4, 2)),
        spec);
  }

  @Test
  void pottsUnitsAreOneKindWhateverTheyAreCalled() {
    ModelConfig potts = Configs.machine(List.of(6, 4)).units("potts:3", "spin").build().model();
    ModelConfig softmax = Configs.machine(List.of(6, 4)).units("softmax:3", "spin").build().model();
    assertEquals(softmax, potts);
    assertEquals(List.of("softmax:3", "spin"), potts.units());
    assertEquals(
        MachineSpec.of(UnitSpec.of(UnitType.POTTS, 6, 3), UnitSpec.of(UnitType.SPIN, 4)),
        potts.spec());
  }

  @Test
  void labelsAreAPottsUnitBehindTheVisibleUnits() {
    MachineSpec spec = Configs.rbm(9, 5).labels(10).build().model().spec();
    assertEquals(
        List.of(UnitSpec.of(UnitType.BERNOULLI, 9), UnitSpec.label(10)), spec.layers().get(0));
    assertEquals(List.of(19, 5), spec.dimensions());
    assertEquals(MachineSpec.bernoulli(List.of(9, 5)).layers().get(1), spec.layers().get(1));
  }
}
