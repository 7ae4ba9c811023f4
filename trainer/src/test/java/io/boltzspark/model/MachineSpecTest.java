package io.boltzspark.model;

import static io.boltzspark.model.UnitType.BERNOULLI;
import static io.boltzspark.model.UnitType.BINOMIAL;
import static io.boltzspark.model.UnitType.GAUSSIAN;
import static io.boltzspark.model.UnitType.MULTINOMIAL;
import static io.boltzspark.model.UnitType.NOISY_RECTIFIED;
import static io.boltzspark.model.UnitType.POTTS;
import static io.boltzspark.model.UnitType.RECTIFIED;
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
  void theLabelIsTheGroupThatIsSaidToBeOne() {
    MachineSpec labelled = SmallMachine.LABELLED.spec();
    assertEquals(3, labelled.labels());
    assertEquals(3, labelled.values());
    MachineSpec unsaid =
        new MachineSpec(
            List.of(
                List.of(UnitSpec.of(BERNOULLI, 2), UnitSpec.of(POTTS, 4, 4)),
                List.of(UnitSpec.of(BERNOULLI, 2))));
    assertEquals(0, unsaid.labels(), "categories that are values");
    assertEquals(6, unsaid.values());
    assertEquals(0, SmallMachine.DEEP_LABELLED.spec().labels(), "in another layer");
  }

  @Test
  void labelsAreOnePottsUnitBehindTheVisibleValues() {
    List<UnitSpec> values = List.of(UnitSpec.of(BERNOULLI, 2));
    UnitSpec label = UnitSpec.label(3);
    List<List<UnitSpec>> visibleLayers =
        List.of(
            List.of(label), // behind nothing
            List.of(label, UnitSpec.of(BERNOULLI, 2)),
            List.of(UnitSpec.of(BERNOULLI, 2), label, UnitSpec.label(2)));
    for (List<UnitSpec> visible : visibleLayers) {
      Exception e =
          assertThrows(
              IllegalArgumentException.class, () -> new MachineSpec(List.of(visible, values)));
      assertTrue(e.getMessage().contains("is a label"), e.getMessage());
    }
    List<UnitSpec> hidden = List.of(UnitSpec.of(BERNOULLI, 2), label);
    assertThrows(IllegalArgumentException.class, () -> new MachineSpec(List.of(values, hidden)));
    for (UnitSpec other : List.of(UnitSpec.of(POTTS, 4, 2), UnitSpec.of(BERNOULLI, 3))) {
      assertThrows(IllegalArgumentException.class, () -> other.withRole(UnitSpec.Role.LABEL));
    }
  }

  @Test
  void sumsOfCopiesAreOfATypeOrNone() {
    assertEquals(
        Optional.of(UnitSpec.of(BINOMIAL, 5, 2)), UnitSpec.of(BERNOULLI, 5).sumOfCopies(2));
    assertEquals(
        Optional.of(UnitSpec.of(BINOMIAL, 5, 6)), UnitSpec.of(BINOMIAL, 5, 3).sumOfCopies(2));
    assertEquals(Optional.of(UnitSpec.of(MULTINOMIAL, 3, 2)), UnitSpec.label(3).sumOfCopies(2));
    assertEquals(Optional.empty(), UnitSpec.of(POTTS, 4, 2).sumOfCopies(2));
    assertEquals(Optional.empty(), UnitSpec.of(SPIN, 4).sumOfCopies(2));
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
    assertThrows(IllegalArgumentException.class, () -> UnitSpec.of(POTTS, 5, 2));
    assertThrows(IllegalArgumentException.class, () -> new UnitSpec(BERNOULLI, 2, 1, true, true));
  }

  @ParameterizedTest
  @EnumSource(UnitType.class)
  void typesAreFoundByTheirWord(UnitType type) {
    assertEquals(Optional.of(type), UnitType.ofWord(type.word()));
    assertEquals(Optional.of(type), UnitType.ofWord(type.storedWord()));
    assertEquals(Optional.empty(), UnitType.ofWord(type.word() + "s"));
  }

  @Test
  void pottsUnitsAreCalledSoftmaxInFiles() {
    assertEquals("potts", POTTS.word());
    assertEquals("softmax", POTTS.storedWord());
    assertEquals("potts (softmax)", POTTS.title());
    assertEquals("noisy-rectified", NOISY_RECTIFIED.storedWord());
    assertEquals("noisy-rectified", NOISY_RECTIFIED.title());
  }

  @ParameterizedTest
  @EnumSource(UnitType.class)
  void unitsHaveAnEnergyWhereTheirTypeSaysSo(UnitType type) {
    BoltzmannMachine machine =
        BoltzmannMachine.of(MachineSpec.of(UnitSpec.of(type, 2), UnitSpec.of(BERNOULLI, 1)));
    assertEquals(type.hasEnergy(), machine.visible().groups().get(0) instanceof EnergyUnits);
    assertEquals(type.hasEnergy(), machine.visible().hasEnergy());
    assertEquals(type.hasEnergy(), machine.hasEnergy());
  }
}
