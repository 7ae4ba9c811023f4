package io.boltzspark.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IsingTheoryTest {
  private static final double CRITICAL = IsingTheory.CRITICAL_TEMPERATURE;

  /**
   * Another form than the one under test: the free energy as a double integral (Onsager 1944),
   * {@code ln Z / N = ln 2 + (1 / 8 pi^2) integral over a, b in 0..2 pi of ln(cosh^2 2K - sinh 2K
   * (cos a + cos b))}, differentiated by -K. The midpoint rule converges exponentially for a smooth
   * periodic function; away from the critical temperature 400 points are far more than enough.
   */
  @ParameterizedTest
  @ValueSource(doubles = {0.5, 1, 1.8, 2, 2.6, 3.5, 10, 100})
  void energyIsTheDerivativeOfTheFreeEnergy(double temperature) {
    double k = 1 / temperature;
    int points = 400;
    double sum = 0;
    for (int i = 0; i < points; i++) {
      for (int j = 0; j < points; j++) {
        double cosines =
            Math.cos(2 * Math.PI * (i + 0.5) / points) + Math.cos(2 * Math.PI * (j + 0.5) / points);
        double inner = Math.pow(Math.cosh(2 * k), 2) - Math.sinh(2 * k) * cosines;
        sum += (2 * Math.sinh(4 * k) - 2 * Math.cosh(2 * k) * cosines) / inner;
      }
    }
    // 160,000 terms, of size 8 at most, and the cancellation at high temperature.
    assertEquals(-sum / points / points / 2, IsingTheory.energy(temperature), 1e-11);
  }

  @Test
  void energyAtTheCriticalTemperature() {
    // Onsager: -sqrt 2. Nearby e differs by about t log t, with t below 1e-15 from rounding T.
    assertEquals(-Math.sqrt(2), IsingTheory.energy(CRITICAL), 1e-13);
    assertEquals(1, Math.sinh(2 / CRITICAL), 4e-16);
  }

  @Test
  void limits() {
    assertEquals(-2, IsingTheory.energy(Double.MIN_VALUE));
    assertEquals(-2, IsingTheory.energy(0.05), 1e-15);
    assertEquals(1, IsingTheory.magnetisation(Double.MIN_VALUE));
    // Lowest order of the expansion at high temperature: e = -2 tanh K, next terms of order K^3.
    assertEquals(-2 * Math.tanh(1e-3), IsingTheory.energy(1e3), 1e-8);
  }

  @Test
  void energyRisesWithTemperature() {
    double before = -2;
    for (double temperature = 0.4; temperature < 20; temperature *= 1.001) {
      double energy = IsingTheory.energy(temperature);
      assertTrue(energy > before && energy < 0, "T = " + temperature);
      before = energy;
    }
  }

  /**
   * The low-temperature series in {@code u = exp(-4 K)}, 1 - 2 u^2 - 8 u^3 - 34 u^4 - 152 u^5 - 714
   * u^6 (Domb 1960): a spin turned over costs 8 J, and with weight u^2 changes the magnetisation by
   * 2. Coefficients grow about fivefold, so what is left out is below 2 * 3500 u^7.
   */
  @ParameterizedTest
  @ValueSource(doubles = {0.7, 1, 1.2})
  void magnetisationHasItsSeries(double temperature) {
    double u = Math.exp(-4 / temperature);
    double series =
        1
            - 2 * Math.pow(u, 2)
            - 8 * Math.pow(u, 3)
            - 34 * Math.pow(u, 4)
            - 152 * Math.pow(u, 5)
            - 714 * Math.pow(u, 6);
    double rest = 7000 * Math.pow(u, 7) + 1e-15;
    assertEquals(series, IsingTheory.magnetisation(temperature), rest);
  }

  @Test
  void magnetisationVanishesAtTheCriticalTemperature() {
    assertEquals(0, IsingTheory.magnetisation(CRITICAL * (1 + 1e-12)));
    assertEquals(0, IsingTheory.magnetisation(1e300));
    assertTrue(IsingTheory.magnetisation(CRITICAL * (1 - 1e-9)) > 0);
    // The exponent is 1/8: a sixteenth of the distance gives 2^(-1/2) of the magnetisation, up to a
    // correction of the order of the distance.
    double near = IsingTheory.magnetisation(CRITICAL * (1 - 1e-5 / 16));
    double far = IsingTheory.magnetisation(CRITICAL * (1 - 1e-5));
    assertEquals(Math.sqrt(0.5), near / far, 1e-4);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
  void impossibleTemperatures(double temperature) {
    assertThrows(IllegalArgumentException.class, () -> IsingTheory.energy(temperature));
    assertThrows(IllegalArgumentException.class, () -> IsingTheory.magnetisation(temperature));
  }
}
