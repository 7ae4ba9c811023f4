package io.boltzspark.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.math.Matrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The numbered states of layers are all there are, each once. */
class ConfigurationsTest {

  static Stream<List<UnitSpec>> discreteLayers() {
    List<List<UnitSpec>> layers = new ArrayList<>();
    for (SmallMachine small : SmallMachine.values()) {
      if (small.isDiscrete()) {
        layers.addAll(small.spec().layers());
      }
    }
    layers.add(List.of(UnitSpec.of(UnitType.MULTINOMIAL, 4, 3)));
    layers.add(List.of(UnitSpec.of(UnitType.MULTINOMIAL, 1, 3)));
    layers.add(
        List.of(
            UnitSpec.of(UnitType.BINOMIAL, 2, 2),
            UnitSpec.of(UnitType.POTTS, 4, 2),
            UnitSpec.of(UnitType.SPIN, 1)));
    return layers.stream().distinct();
  }

  private static Layer layer(List<UnitSpec> groups) {
    List<UnitSpec> other = List.of(UnitSpec.of(UnitType.BERNOULLI, 1));
    return BoltzmannMachine.of(new MachineSpec(List.of(groups, other))).visible();
  }

  @ParameterizedTest
  @MethodSource("discreteLayers")
  void everyStateHasANumber(List<UnitSpec> groups) {
    Layer layer = layer(groups);
    Set<List<Double>> expected = new HashSet<>();
    for (EnumeratedLayer.State state : EnumeratedLayer.states(groups)) {
      expected.add(Arrays.stream(state.values()).boxed().toList());
    }
    Set<List<Double>> found = new HashSet<>();
    Matrix row = Matrix.zeros(1, layer.size());
    assertEquals(expected.size(), layer.configurations());
    for (long n = 0; n < layer.configurations(); n++) {
      Arrays.fill(row.values(), Float.NaN);
      layer.configurationInto(n, row, 0);
      found.add(Arrays.stream(EnumeratedMachine.toDoubles(row.values())).boxed().toList());
    }
    assertEquals(expected, found);
  }

  @Test
  void theFirstUnitOfALayerAndTheLastGroupChangeFastest() {
    Layer layer = layer(List.of(UnitSpec.of(UnitType.SPIN, 2), UnitSpec.of(UnitType.POTTS, 2, 2)));
    Matrix rows = Matrix.zeros(8, 4);
    for (int n = 0; n < 8; n++) {
      layer.configurationInto(n, rows, n);
    }
    float[] expected = {
      -1, -1, 1, 0,
      -1, -1, 0, 1,
      1, -1, 1, 0,
      1, -1, 0, 1,
      -1, 1, 1, 0,
      -1, 1, 0, 1,
      1, 1, 1, 0,
      1, 1, 0, 1
    };
    assertTrue(Arrays.equals(expected, rows.toArray()), Arrays.toString(rows.toArray()));
  }

  @ParameterizedTest
  @EnumSource(
      value = UnitType.class,
      names = {"GAUSSIAN", "RECTIFIED", "NOISY_RECTIFIED"})
  void realUnitsHaveInfinitelyMany(UnitType type) {
    Layer layer = layer(List.of(UnitSpec.of(UnitType.BERNOULLI, 1), UnitSpec.of(type, 1)));
    assertEquals(Double.POSITIVE_INFINITY, layer.configurations());
    assertEquals(0, layer.groups().get(1).states().length);
    Exception e =
        assertThrows(
            IllegalStateException.class, () -> layer.configurationInto(0, Matrix.zeros(1, 2), 0));
    assertTrue(e.getMessage().startsWith(type.word()), e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(ints = {64, 784})
  void manyBitsAreCountedWithoutOverflow(int size) {
    Layer layer = layer(List.of(UnitSpec.of(UnitType.BERNOULLI, size)));
    assertEquals(Math.pow(2, size), layer.configurations());
    Matrix row = Matrix.zeros(1, size);
    layer.configurationInto(Long.MAX_VALUE - 1, row, 0);
    for (int i = 0; i < size; i++) {
      assertEquals(i > 0 && i < 63 ? 1 : 0, row.get(0, i), "bit " + i);
    }
  }

  @Test
  void statesAreThoseThatAllUnitsOfALayerShare() {
    List<UnitSpec> pixelsAndLabel =
        List.of(UnitSpec.of(UnitType.BERNOULLI, 2), UnitSpec.of(UnitType.POTTS, 3, 3));
    assertTrue(Arrays.equals(new double[] {0, 1}, layer(pixelsAndLabel).states()));
    List<UnitSpec> mixed =
        List.of(UnitSpec.of(UnitType.BERNOULLI, 2), UnitSpec.of(UnitType.SPIN, 1));
    assertEquals(0, layer(mixed).states().length);
    for (UnitType type : List.of(UnitType.BINOMIAL, UnitType.MULTINOMIAL)) {
      double[] states = layer(List.of(UnitSpec.of(type, 2, 3))).states();
      assertTrue(Arrays.equals(new double[] {0, 1, 2, 3}, states), type.word());
    }
  }
}
