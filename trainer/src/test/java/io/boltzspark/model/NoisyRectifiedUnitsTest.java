package io.boltzspark.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.math.ChiSquare;
import io.boltzspark.math.Matrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** max(0, N(y, sigmoid(y))) by the formula of the normal density. */
class NoisyRectifiedUnitsTest {
  private static final long SEED = 91;

  private static OneUnit unit(double bias) {
    OneUnit unit = OneUnit.of(UnitSpec.of(UnitType.NOISY_RECTIFIED, 1));
    unit.set("bias.0", bias);
    return unit;
  }

  private static double deviation(double y) {
    return Math.sqrt(1 / (1 + Math.exp(-y)));
  }

  private static double density(double s, double y) {
    double z = (s - y) / deviation(y);
    return Math.exp(-z * z / 2) / (deviation(y) * Math.sqrt(2 * Math.PI));
  }

  @ParameterizedTest
  @ValueSource(doubles = {-1, -0.5, 0, 0.75, 6})
  void samplesAreRectifiedNormals(double y) {
    double deviation = deviation(y);
    // Zero is a bin of its own: nothing falls between 0 and the smallest float.
    double[] edges = OneUnit.edges(0, Math.max(0, y) + 3 * deviation, 40);
    edges[0] = Float.MIN_VALUE;
    double[] probabilities =
        OneUnit.probabilities(s -> density(s, y), y - 9 * deviation, edges, y + 9 * deviation);
    float[] samples = unit(0.25).samples(y - 0.25, 200_000, SEED);
    ChiSquare.assertFits(OneUnit.histogram(samples, edges), probabilities, "seed " + SEED);
    for (float sample : samples) {
      assertTrue(sample >= 0, () -> "drew " + sample);
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {-30, -8, -3, -0.5, 0, 0.75, 6, 100})
  void meansAreTheIntegral(double y) {
    double end = Math.max(0, y) + 10 * deviation(y);
    double begin = Math.max(0, y - 10 * deviation(y));
    double exact = Quadrature.interval(begin, end, 200).integrate(s -> s * density(s, y));
    // Single precision, and at -30 nothing but that it is next to nothing.
    assertEquals(exact, unit(0.25).mean(y - 0.25), 2e-7 * exact + 1e-12);
  }

  @ParameterizedTest
  @CsvSource({"0.01", "0.5", "1", "30"})
  void fitMatchesTheMean(double mean) {
    OneUnit unit = unit(0);
    unit.units().fit(new double[] {mean}, new double[] {0.1}, unit.parameters());
    assertEquals(mean, unit.mean(0), 1e-6 * Math.max(1, mean));
  }

  @Test
  void thereIsNoEnergy() {
    OneUnit unit = unit(0);
    Matrix state = Matrix.zeros(1, 1);
    assertFalse(unit.units() instanceof EnergyUnits);
    assertFalse(unit.machine().hasEnergy());
    assertFalse(unit.machine().hasClosedFreeEnergy());
    assertReason(() -> unit.machine().visible().energy(state, 0, unit.parameters()));
    assertReason(() -> unit.machine().visible().logPartition(state, 0, unit.parameters()));
    assertReason(() -> unit.machine().freeEnergy(state, unit.parameters()));
    float[] tempered = new float[unit.parameters().length];
    assertReason(() -> unit.machine().temperInto(unit.parameters(), 0.5f, tempered));
    unit.machine().temperInto(unit.parameters(), 1f, tempered); // nothing to do
  }

  private static void assertReason(Executable call) {
    Exception e = assertThrows(IllegalStateException.class, call);
    assertTrue(e.getMessage().contains("without an energy"), e.getMessage());
  }
}
