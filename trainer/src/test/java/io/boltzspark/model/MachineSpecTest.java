package io.boltzspark.model;

import static io.boltzspark.model.UnitType.BERNOULLI;
import static io.boltzspark.model.UnitType.GAUSSIAN;
import static io.boltzspark.model.UnitType.NOISY_RECTIFIED;
import static io.boltzspark.model.UnitType.RECTIFIED;
import static io.boltzspark.model.UnitType.SOFTMAX;
import static io.boltzspark.model.UnitType.SPIN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Structures as values. */
class MachineSpecTest {

  @ParameterizedTest
  @EnumSource(SmallMachine.class)
  void whatIsEnumeratedCanBeNormalised(SmallMachine small) {
    assertEquals("", small.spec().reasonNotNormalisable());
  }

  @Test
  void twoUnboundedSidesOfAWeightAreRefusedWithTheReason() {
    for (UnitType other : List.of(GAUSSIAN, RECTIFIED, NOISY_RECTIFIED)) {
      MachineSpec below =
          MachineSpec.of(UnitSpec.of(SPIN, 2), UnitSpec.of(RECTIFIED, 3), UnitSpec.of(other, 4));
      String reason = below.reasonNotNormalisable();
      assertTrue(reason.startsWith("rectified units in layer 1 next to " + other.word()), reason);
      assertTrue(reason.contains("units in layer 2"), reason);
    }
    MachineSpec noisy = MachineSpec.of(UnitSpec.of(GAUSSIAN, 2), UnitSpec.of(NOISY_RECTIFIED, 2));
    assertTrue(noisy.reasonNotNormalisable().contains("noisy-rectified"));
  }

  @Test
  void groupsCountOneByOne() {
    List<UnitSpec> mixed = List.of(UnitSpec.of(BERNOULLI, 2), UnitSpec.of(GAUSSIAN, 1));
    List<UnitSpec> rectified = List.of(UnitSpec.of(RECTIFIED, 2));
    MachineSpec spec = new MachineSpec(List.of(mixed, rectified));
    assertTrue(spec.reasonNotNormalisable().startsWith("gaussian"), spec.reasonNotNormalisable());
  }

  @Test
  void unboundedLayersThatAreNotConnectedMayBeThere() {
    MachineSpec spec =
        MachineSpec.of(
            UnitSpec.of(GAUSSIAN, 2), UnitSpec.of(BERNOULLI, 2), UnitSpec.of(RECTIFIED, 2));
    assertEquals("", spec.reasonNotNormalisable());
  }

  @Test
  void aPairIsTwoNeighbouringLayers() {
    MachineSpec spec = SmallMachine.DEEP_LABELLED.spec();
    assertEquals(spec.layers().subList(1, 3), spec.pair(1).layers());
    assertEquals(List.of(2, 2, 4), spec.dimensions());
    assertEquals(List.of(2, 4), spec.pair(1).dimensions());
  }

  @Test
  void aLabelIsALastSoftmaxGroupOfTheVisibleLayer() {
    assertEquals(3, SmallMachine.LABELLED.spec().labels());
    assertEquals(0, SmallMachine.SOFTMAX_BERNOULLI.spec().labels(), "nothing beside it");
    assertEquals(0, SmallMachine.DEEP_LABELLED.spec().labels(), "in another layer");
    MachineSpec twoGroups =
        new MachineSpec(
            List.of(
                List.of(UnitSpec.of(BERNOULLI, 2), UnitSpec.of(SOFTMAX, 4, 2)),
                List.of(UnitSpec.of(BERNOULLI, 2))));
    assertEquals(0, twoGroups.labels(), "two labels are none");
  }

  @Test
  void machinesNeedTwoLayersAndUnits() {
    List<UnitSpec> layer = List.of(UnitSpec.of(BERNOULLI, 2));
    assertThrows(IllegalArgumentException.class, () -> new MachineSpec(List.of(layer)));
    assertThrows(IllegalArgumentException.class, () -> new MachineSpec(List.of(layer, List.of())));
  }

  @Test
  void unitsHaveOnlyThePropertiesOfTheirType() {
    assertThrows(IllegalArgumentException.class, () -> UnitSpec.of(BERNOULLI, 0));
    assertThrows(IllegalArgumentException.class, () -> UnitSpec.of(BERNOULLI, 2, 2));
    assertThrows(IllegalArgumentException.class, () -> UnitSpec.of(SOFTMAX, 5, 2));
    assertThrows(IllegalArgumentException.class, () -> new UnitSpec(BERNOULLI, 2, 1, true, true));
  }

  @ParameterizedTest
  @EnumSource(UnitType.class)
  void typesAreFoundByTheirWord(UnitType type) {
    assertEquals(Optional.of(type), UnitType.ofWord(type.word()));
    assertEquals(Optional.empty(), UnitType.ofWord(type.word() + "s"));
  }
}
