package io.boltzspark.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.math.RandomStream;
import io.boltzspark.math.RandomStream.Purpose;
import io.boltzspark.network.ParameterSpec.Kind;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworkSpecTest {
  private static NetworkSpec of(Shape input, String words) {
    return new NetworkSpec(input, Arrays.stream(words.split(" ")).map(LayerText::parse).toList());
  }

  @Test
  void shapesAndPlacesOfAGenerator() {
    NetworkSpec spec =
        of(
            Shape.ofUnits(100),
            "dense:12544:no-bias batch-norm leaky-relu reshape:7x7x256"
                + " transposed-convolution:128:5:1:no-bias batch-norm"
                + " transposed-convolution:1:5:2 tanh");
    assertEquals(new Shape(14, 14, 1), spec.output());
    assertEquals(new Shape(7, 7, 128), spec.inputOf(6));
    assertTrue(spec.mixesImages());
    int kernels = 100 * 12544 + 25 * 256 * 128 + 25 * 128;
    assertEquals(kernels, spec.size(Kind.KERNEL));
    assertEquals(2 * 12544 + 2 * 128 + 1, spec.size(Kind.UNIT));
    assertEquals(2 * 12544 + 2 * 128, spec.size(Kind.MOVING));
    List<PlacedParameter> placed = spec.placed(10, 5_000_000, 6_000_000);
    assertEquals(
        List.of(
            "0.kernel@10",
            "1.gamma@5000000",
            "1.beta@5012544",
            "1.moving_mean@6000000",
            "1.moving_variance@6012544",
            "4.kernel@1254410",
            "5.gamma@5025088",
            "5.beta@5025216",
            "5.moving_mean@6025088",
            "5.moving_variance@6025216",
            "6.kernel@2073610",
            "6.bias@5025344"),
        placed.stream().map(p -> p.name() + "@" + p.at()).toList());
    assertFalse(of(Shape.ofUnits(3), "dense:2 tanh").mixesImages());
  }

  @ParameterizedTest
  @CsvSource({
    "1x1x100, reshape:7x7x2, 7x7x2 has 98 values",
    "28x28x1, convolution:99999999:5:2, 2^31 - 1",
    "28x28x1, convolution:1:99999999:1, 2^31 - 1",
    "28x28x1, convolution:1:65536:1, 2^31 - 1",
    "28x28x1, transposed-convolution:1:1:99999999, 2^31 - 1",
    "1x1x99999999, dense:99999999, 2^31 - 1",
    "1x1x40000, dense:40000 dense:40000, 2^31 - 1",
  })
  void refused(String input, String words, String said) {
    int[] sides = Arrays.stream(input.split("x")).mapToInt(Integer::parseInt).toArray();
    Shape shape = new Shape(sides[0], sides[1], sides[2]);
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> of(shape, words));
    assertTrue(e.getMessage().contains(said), e.getMessage());
  }

  @Test
  void shapes() {
    assertThrows(
        IllegalArgumentException.class, () -> new NetworkSpec(Shape.ofUnits(1), List.of()));
    assertThrows(IllegalArgumentException.class, () -> new Shape(0, 1, 1));
    assertThrows(IllegalArgumentException.class, () -> new Shape(1, -1, 1));
    assertThrows(IllegalArgumentException.class, () -> new Shape(1 << 16, 1 << 15, 1));
    assertEquals("5", Shape.ofUnits(5).toString());
    assertEquals("2x3x4", new Shape(2, 3, 4).toString());
  }

  /**
   * Glorot's limits, the root of 6 / (fan in + fan out): all numbers lie within, and of thousands
   * the largest is close to it.
   */
  @ParameterizedTest
  @CsvSource({
    "1x1x100, dense:60, 160",
    // Every unit sees 4 x 5 x 3 values, and every value 60 units.
    "4x5x3, dense:60, 120",
    "8x8x20, convolution:12:5:2, 800",
    "4x4x20, transposed-convolution:12:5:2, 800",
  })
  void startOfKernels(String input, String words, int fans) {
    int[] sides = Arrays.stream(input.split("x")).mapToInt(Integer::parseInt).toArray();
    NetworkSpec spec = of(new Shape(sides[0], sides[1], sides[2]), words);
    float[] parameters = new float[spec.size(Kind.KERNEL) + spec.size(Kind.UNIT) + 1];
    Arrays.fill(parameters, 9f);
    for (PlacedParameter p : spec.placed(0, spec.size(Kind.KERNEL), 0)) {
      p.start(parameters, new RandomStream(1, Purpose.WEIGHTS, 0, 0));
    }
    double limit = Math.sqrt(6.0 / fans);
    double largest = 0;
    double sum = 0;
    int kernels = spec.size(Kind.KERNEL);
    for (int i = 0; i < kernels; i++) {
      largest = Math.max(largest, Math.abs(parameters[i]));
      sum += parameters[i];
    }
    assertTrue(largest <= limit && largest > 0.99 * limit, largest + " of " + limit);
    // The mean of uniform numbers, within five of its deviations.
    assertEquals(0, sum / kernels, 5 * limit / Math.sqrt(3.0 * kernels));
    for (int i = kernels; i < parameters.length - 1; i++) {
      assertEquals(0, parameters[i], "bias");
    }
    assertEquals(9, parameters[parameters.length - 1], "nobody's");
  }
}
