package io.boltzspark.boltzmann;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.model.UnitSpec;
import io.boltzspark.model.UnitType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnitTextTest {

  @Test
  void eachFormIsUnderstood() {
    assertEquals(UnitSpec.of(UnitType.BERNOULLI, 12), UnitText.parse("bernoulli", 12));
    assertEquals(UnitSpec.of(UnitType.SPIN, 12), UnitText.parse("spin", 12));
    assertEquals(UnitSpec.of(UnitType.POTTS, 12, 4), UnitText.parse("potts:4", 12));
    assertEquals(UnitSpec.of(UnitType.POTTS, 12, 4), UnitText.parse("softmax:4", 12));
    assertEquals(UnitSpec.of(UnitType.MULTINOMIAL, 12, 50), UnitText.parse("multinomial:50", 12));
    assertEquals(UnitSpec.of(UnitType.BINOMIAL, 12, 3), UnitText.parse("binomial:3", 12));
    assertEquals(UnitSpec.of(UnitType.NOISY_RECTIFIED, 12), UnitText.parse("noisy-rectified", 12));
    for (String word : new String[] {"gaussian", "rectified"}) {
      UnitType type = UnitType.ofWord(word).orElseThrow();
      assertEquals(new UnitSpec(type, 12, 1, true, true), UnitText.parse(word, 12));
      assertEquals(new UnitSpec(type, 12, 1, false, false), UnitText.parse(word + ":fixed", 12));
      assertEquals(
          new UnitSpec(type, 12, 1, false, true), UnitText.parse(word + ":fixed-mean", 12));
      assertEquals(
          new UnitSpec(type, 12, 1, true, false), UnitText.parse(word + ":fixed-variance", 12));
    }
    assertEquals(UnitSpec.standardNormal(9), UnitText.parse("gaussian:fixed", 9));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "gausian",
        "Bernoulli",
        "bernoulli:",
        "bernoulli:2",
        "spin:fixed",
        "potts",
        "potts:0",
        "softmax",
        "softmax:",
        "softmax:0",
        "softmax:-2",
        "softmax:two",
        "softmax:2:2",
        "softmax:99999999999",
        "gaussian:fix",
        "gaussian:",
        "gaussian:fixed:fixed",
        "noisy-rectified:fixed"
      })
  void whatIsNoneOfThemIsRefused(String text) {
    assertThrows(IllegalArgumentException.class, () -> UnitText.parse(text, 12));
    assertThrows(IllegalArgumentException.class, () -> UnitText.parse(text));
  }

  @Test
  void unitsThatDoNotMakeWholeGroupsAreRefusedOnceTheirNumberIsKnown() {
    assertEquals(5, UnitText.parse("potts:5").size());
    IllegalArgumentException error =
        assertThrows(IllegalArgumentException.class, () -> UnitText.parse("potts:5", 12));
    assertTrue(error.getMessage().contains("12 potts (softmax) units"), error.getMessage());
  }

  @Test
  void pottsAndSoftmaxAreStoredAlike() {
    assertEquals("softmax:21", UnitText.stored("potts:21"));
    assertEquals("softmax:21", UnitText.stored("softmax:21"));
    assertEquals("softmax", UnitText.stored("potts"));
    for (String other : new String[] {"gaussian:fixed", "binomial:3", "", "pots:2", "Potts:2"}) {
      assertEquals(other, UnitText.stored(other));
    }
  }

  @Test
  void everyTypeIsAmongTheAllowedForms() {
    for (UnitType type : UnitType.values()) {
      assertTrue(UnitText.allowed().contains(type.word()), type.word());
      assertTrue(UnitText.allowed().contains(type.storedWord()), type.storedWord());
    }
  }
}
