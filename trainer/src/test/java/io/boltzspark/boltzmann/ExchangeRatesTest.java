package io.boltzspark.boltzmann;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ExchangeRatesTest {

  @Test
  void ofAllPairsAndOfTheWorst() {
    ExchangeRates rates = new ExchangeRates(1, 7);
    rates.measure(new float[] {99, 20, 10, 20, 3, 40, 40});
    assertArrayEquals(new float[] {53f / 80, 0.15f}, rates.values());
  }

  @Test
  void pairsThatWereNotTriedDoNotCount() {
    ExchangeRates rates = new ExchangeRates(0, 4);
    rates.measure(new float[] {0, 0, 20, 5});
    assertArrayEquals(new float[] {0.25f, 0.25f}, rates.values());
    rates.measure(new float[4]);
    assertArrayEquals(new float[] {Float.NaN, Float.NaN}, rates.values());
  }

  @Test
  void withoutTemperingThereAreNone() {
    ExchangeRates rates = new ExchangeRates(3, 3);
    rates.measure(new float[3]);
    assertEquals(0, rates.values().length);
  }
}
