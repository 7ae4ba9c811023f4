package io.boltzspark.adversarial;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.math.Matrix;
import io.boltzspark.network.PlacedParameter;
import io.boltzspark.network.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class AdversarialNetworksTest {

  @ParameterizedTest
  @CsvSource({
    "dense:4 reshape:2x2x1, dense:2, discriminator: its output is 2",
    "dense:4, dense:1, 'generator: its output is 4, but an image is 2x2x1'",
    "dense:4 reshape:2x3x1, dense:1, generator: 2x3x1 has 6 values",
    "dense:4 reshape:2x2x1, batch-norm dense:1, discriminator: batch-norm is for the generator"
        + " only",
    "dense:99999999 dense:4 reshape:2x2x1, dense:1, generator: the network has more than 2^31 - 1",
    "dense:99999999 dense:4 reshape:2x2x1, dense:99999999 dense:1, 2^31 - 1",
  })
  void refused(String generator, String discriminator, String said) {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                AdversarialNetworks.of(
                    new Shape(2, 2, 1),
                    30,
                    0,
                    GoldenInputs.layers(generator),
                    GoldenInputs.layers(discriminator)));
    assertTrue(e.getMessage().contains(said), e.getMessage());
  }

  /** Each of them fits, but not both. */
  @Test
  void tooLargeTogether() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                AdversarialNetworks.of(
                    new Shape(2, 2, 1),
                    1,
                    0,
                    GoldenInputs.layers("dense:90000000 dense:16 dense:4 reshape:2x2x1"),
                    GoldenInputs.layers("dense:90000000 dense:1")));
    assertTrue(e.getMessage().contains("2^31 - 1"), e.getMessage());
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "-1, 3", "3, -1"})
  void noiseAndLabels(int noise, int labels) {
    assertThrows(
        IllegalArgumentException.class,
        () ->
            AdversarialNetworks.of(
                new Shape(2, 2, 2),
                noise,
                labels,
                GoldenInputs.layers("dense:8 reshape:2x2x2"),
                GoldenInputs.layers("dense:1")));
  }

  /** Every parameter has one place, and there are no others. */
  @ParameterizedTest
  @EnumSource
  void placesCoverAllParametersOnce(GoldenInputs inputs) {
    AdversarialNetworks networks = inputs.program().networks();
    int[] times = new int[networks.size()];
    List<PlacedParameter> all = new ArrayList<>(networks.generatorParameters());
    all.addAll(networks.discriminatorParameters());
    for (PlacedParameter p : all) {
      for (int i = p.at(); i < p.end(); i++) {
        times[i]++;
      }
    }
    assertTrue(Arrays.stream(times).allMatch(t -> t == 1), Arrays.toString(times));
  }

  /** An image depends on its noise and label alone, not on how many others there are. */
  @ParameterizedTest
  @EnumSource
  void imagesEachByThemselves(GoldenInputs inputs) {
    AdversarialNetworks networks = inputs.program().networks();
    Generator generator = new Generator(networks, inputs.parameters());
    Matrix many = generator.images(NoiseRows.normal(networks, 3, 70));
    Matrix few = generator.images(NoiseRows.normal(networks, 3, 5));
    for (int i = 0; i < 5; i++) {
      for (int j = 0; j < few.columns(); j++) {
        assertTrue(many.get(i, j) >= 0 && many.get(i, j) <= 1);
        // Products of other numbers of rows may round otherwise.
        assertEquals(many.get(i, j), few.get(i, j), 1e-5);
      }
    }
    assertFalse(Arrays.equals(many.rows(0, 1).toArray(), many.rows(69, 70).toArray()));
  }

  @Test
  void labelsInTurnOrOne() {
    AdversarialNetworks networks = GoldenInputs.LABELLED.program().networks();
    NoiseRows rows = NoiseRows.normal(networks, 3, 5);
    assertArrayEquals(new int[] {0, 1, 2, 0, 1}, rows.labels());
    NoiseRows same = rows.withLabel(2);
    assertArrayEquals(new int[] {2, 2, 2, 2, 2}, same.labels());
    Generator generator = new Generator(networks, GoldenInputs.LABELLED.parameters());
    float[] inTurn = generator.images(rows).toArray();
    float[] ofOne = generator.images(same).toArray();
    int pixels = GoldenInputs.IMAGE.size();
    assertFalse(Arrays.equals(inTurn, 0, pixels, ofOne, 0, pixels), "labels change images");
    assertArrayEquals(
        Arrays.copyOfRange(inTurn, 2 * pixels, 3 * pixels),
        Arrays.copyOfRange(ofOne, 2 * pixels, 3 * pixels));
    assertArrayEquals(
        new int[0], NoiseRows.normal(GoldenInputs.PLAIN.program().networks(), 3, 5).labels());
  }
}
