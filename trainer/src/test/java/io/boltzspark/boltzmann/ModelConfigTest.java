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
            UnitSpec.of(UnitType.SOFTMAX, 6, 3),
            UnitSpec.of(UnitType.BINOMIAL, 4, 2)),
        spec);
  }

  @Test
  void labelsAreASoftmaxGroupBehindTheVisibleUnits() {
    MachineSpec spec = Configs.rbm(9, 5).labels(10).build().model().spec();
    assertEquals(
        List.of(UnitSpec.of(UnitType.BERNOULLI, 9), UnitSpec.of(UnitType.SOFTMAX, 10, 10)),
        spec.layers().get(0));
    assertEquals(List.of(19, 5), spec.dimensions());
    assertEquals(MachineSpec.bernoulli(List.of(9, 5)).layers().get(1), spec.layers().get(1));
  }
}
