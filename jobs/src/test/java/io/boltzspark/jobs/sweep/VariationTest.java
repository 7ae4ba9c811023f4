package io.boltzspark.jobs.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VariationTest {

  @Test
  void valuesAreSeparatedByCommas() {
    Variation variation = Variation.parse(" learning.k = 1, 5 ,10");
    assertEquals("learning.k", variation.key());
    assertEquals(List.of("1", "5", "10"), variation.values());
    assertEquals(List.of("7"), Variation.parse("seed=7").values());
  }

  @Test
  void commasWithinBracketsAndQuotesBelongToAValue() {
    assertEquals(
        List.of("[784,200]", "[784, 500, 1000]"),
        Variation.parse("model.dimensions=[784,200],[784, 500, 1000]").values());
    assertEquals(
        List.of("784,200", "784,500"),
        Variation.parse("model.dimensions=\"784,200\",\"784,500\"").values());
    assertEquals(
        List.of("[\"gaussian\",\"bernoulli\"]", "[\"a]\"]"),
        Variation.parse("model.units=[\"gaussian\",\"bernoulli\"],[\"a]\"]").values());
    assertEquals(List.of("", "x"), Variation.parse("some.text=\"\",x").values());
    assertEquals(List.of("a=b"), Variation.parse("some.text=a=b").values());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "learning.k",
        "=1,2",
        "learning.k=",
        "learning.k= ",
        "k=1,,2",
        "k=1,",
        "k=[1,2",
        "k=1],2",
        "k=\"1,2"
      })
  void whatHasNoValuesOrNoFormIsRefused(String text) {
    BoltzException error = assertThrows(BoltzException.class, () -> Variation.parse(text));
    assertEquals(ExitCode.USAGE, error.exitCode());
    assertTrue(error.getMessage().startsWith("--vary " + text + ": "), error.getMessage());
  }
}
