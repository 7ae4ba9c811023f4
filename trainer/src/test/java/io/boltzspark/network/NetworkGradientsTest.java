package io.boltzspark.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.network.LayerSpec.BatchNorm;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Outputs and gradients of whole networks against {@link DoubleNetwork}, whose gradients are
 * central differences: in double precision, with steps of 1e-5, off by 1e-9 and less.
 *
 * <p>Tolerance: a layer's sums of up to 100 terms are off by 100 x 2^-24 = 6e-6 of their magnitudes
 * in the worst case, tanh by 4e-7; batch normalisation divides by a deviation of about 1. Five
 * layers forward and back, with factors of about 1 in between: 1e-4 of the largest number of the
 * tensor.
 */
class NetworkGradientsTest {
  private static final double SHARE = 1e-4;

  private static LayerSpec[] layers(String words) {
    return Arrays.stream(words.split(" ")).map(LayerText::parse).toArray(LayerSpec[]::new);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dense:5",
        "convolution:3:3:2",
        "transposed-convolution:3:3:2",
        "batch-norm",
        "batch-norm:0.5:0.5",
        "leaky-relu",
        "leaky-relu:0",
        "dropout:0.4",
        "tanh",
        "reshape:2x1x16",
        // Layers that change each value: first, last, and after each other, in place or not.
        "leaky-relu tanh",
        "tanh leaky-relu",
        "tanh dropout leaky-relu",
        "dropout leaky-relu tanh dropout tanh",
        "leaky-relu dropout tanh dense:3",
        "dropout tanh dense:3 tanh dropout",
        "reshape:1x1x32 leaky-relu reshape:2x8x2 dropout convolution:3:3:1 tanh leaky-relu",
        "batch-norm tanh batch-norm dropout",
        "tanh batch-norm leaky-relu",
        "batch-norm reshape:2x4x4 tanh dropout dense:4:no-bias batch-norm",
        // As generators and discriminators are.
        "dense:12:no-bias batch-norm leaky-relu reshape:2x2x3 transposed-convolution:3:5:1:no-bias"
            + " batch-norm leaky-relu transposed-convolution:2:5:2 tanh",
        "convolution:3:5:2 leaky-relu dropout convolution:4:3:2 leaky-relu dropout dense:1",
        // By taps, forward and back.
        "convolution:16:3:1 leaky-relu convolution:2:3:2 tanh dense:2",
      })
  void againstDifferences(String words) {
    OneNetwork network = new OneNetwork(new Shape(4, 4, 2), layers(words));
    Random random = new Random(words.hashCode());
    network.drawn(random);
    check(network, 3, random, words);
  }

  /** Two blocks, the second with one image, so that statistics and masks cross their border. */
  @Test
  void acrossBlocks() {
    String words = "batch-norm dropout transposed-convolution:2:3:2 tanh batch-norm dense:2";
    OneNetwork network = new OneNetwork(new Shape(1, 2, 2), layers(words));
    Random random = new Random(1);
    network.drawn(random);
    check(network, FeatureMaps.BLOCK + 1, random, words);
  }

  /** Wide rows of batch normalisation are used once, several times, and with an end. */
  @ParameterizedTest
  @ValueSource(ints = {1, 3, 200, 512, 700})
  void batchNormOfAnyNumberOfChannels(int channels) {
    OneNetwork network =
        new OneNetwork(new Shape(2, 1, channels), new BatchNorm(0.9, 1e-3), new LayerSpec.Tanh());
    Random random = new Random(channels);
    network.drawn(random);
    Maps input = Maps.random(network.spec.input(), 4, random);
    Maps direction = Maps.random(network.spec.input(), 4, random);
    network.run(input, direction, null);
    DoubleNetwork reference = new DoubleNetwork(network, 4);
    near("output", reference.forward(input, true), Maps.of(input.shape(), network.output));
    moving(network, reference, 4);
    if (channels <= 3) {
      check(network, 4, random, channels + " channels");
    }
  }

  private static void check(OneNetwork network, int images, Random random, String what) {
    Maps input = Maps.random(network.spec.input(), images, random);
    Maps direction = Maps.random(network.spec.output(), images, random);
    network.run(input, direction, null);
    DoubleNetwork reference = new DoubleNetwork(network, images);
    near(
        what + ": output",
        reference.forward(input, true),
        Maps.of(network.spec.output(), network.output));
    moving(network, reference, images);
    near(
        what + ": input's gradient",
        reference.inputGradient(input, direction),
        Maps.of(input.shape(), network.inputGradient));
    for (PlacedParameter p : network.placed) {
      if (p.parameter().kind() != ParameterSpec.Kind.MOVING) {
        near(
            what + ": " + p.name(),
            reference.parameterGradient(p.name(), input, direction),
            network.gradient(p.name()),
            1);
      }
    }
    for (int i = 0; i < OneNetwork.BEFORE; i++) {
      assertEquals(0, network.sums[i], "before the parameters");
    }
    near(what + ": afterwards", reference.forward(input, false), network.infer(input));
  }

  /** The statistics of the lane, minus the moving averages, times images. */
  private static void moving(OneNetwork network, DoubleNetwork reference, int images) {
    reference.statistics.forEach(
        (name, measured) -> {
          double[] expected = network.parameter(name);
          for (int c = 0; c < expected.length; c++) {
            expected[c] = images * (measured[c] - expected[c]);
          }
          near(name, expected, network.gradient(name), 1);
        });
    long moving =
        network.placed.stream()
            .filter(p -> p.parameter().kind() == ParameterSpec.Kind.MOVING)
            .count();
    assertEquals(moving, reference.statistics.size());
  }

  private static void near(String what, Maps expected, Maps found) {
    double[] all = Arrays.stream(expected.values()).flatMapToDouble(Arrays::stream).toArray();
    double[] others = Arrays.stream(found.values()).flatMapToDouble(Arrays::stream).toArray();
    near(what, all, others, 0);
  }

  /**
   * @param floor what the largest number is at least taken for: 1 for gradients of parameters,
   *     which can cancel to 0, as those of a kernel before batch normalisation do
   */
  private static void near(String what, double[] expected, double[] found, double floor) {
    assertEquals(expected.length, found.length, what);
    double largest = Arrays.stream(expected).map(Math::abs).max().orElse(0);
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], found[i], SHARE * Math.max(floor, largest), what + " at " + i);
    }
  }

  /** A factor scales an image's share of the gradients of parameters, and nothing else. */
  @Test
  void factorsOfImages() {
    String words = "convolution:17:3:2 leaky-relu dropout reshape:1x2x34 convolution:2:1:1 dense:1";
    OneNetwork network = new OneNetwork(new Shape(4, 4, 2), layers(words));
    Random random = new Random(2);
    network.drawn(random);
    int images = 35;
    Maps input = Maps.random(network.spec.input(), images, random);
    Maps direction = Maps.random(network.spec.output(), images, random);
    float[] factors = new float[images];
    for (int i = 0; i < images; i++) {
      factors[i] = i % 5 == 0 ? 0 : 2 * random.nextFloat() - 1;
    }
    network.run(input, direction, null);
    float[] plainInput = network.inputGradient.toArray();
    float[] plain = network.sums.clone();
    network.run(input, direction, factors);
    float[] found = network.sums.clone();
    assertTrue(Arrays.equals(plainInput, network.inputGradient.toArray()), "input's gradient");
    assertTrue(!Arrays.equals(plain, found), "gradients of parameters");
    network.run(input, direction.times(factors), null);
    for (PlacedParameter p : network.placed) {
      double[] sums = new double[p.end() - p.at()];
      for (int i = 0; i < sums.length; i++) {
        sums[i] = found[p.at() + i];
      }
      near(p.name(), network.gradient(p.name()), sums, 0);
    }
  }

  /** Sums are added to, and buffers are left as they were found for the next, smaller batch. */
  @Test
  void aNetworkIsUsedAgainAndAgain() {
    String words = "tanh convolution:3:3:2 batch-norm leaky-relu dropout dense:2 tanh";
    OneNetwork network = new OneNetwork(new Shape(5, 4, 2), layers(words));
    Random random = new Random(4);
    network.drawn(random);
    NetworkWork work = new NetworkWork(network.spec, network.placed, 40, true);
    Maps many = Maps.random(network.spec.input(), 40, random);
    Maps few = Maps.random(network.spec.input(), 33, random);
    Maps direction = Maps.random(network.spec.output(), 33, random);
    work.setInput(many.rows(), 0);
    work.forward(network.parameters, 40, OneNetwork.stream());
    work.backward(
        network.parameters,
        Maps.random(network.spec.output(), 40, random).rows(),
        null,
        new float[network.sums.length]);
    float[] sums = new float[network.sums.length];
    for (int time = 1; time <= 2; time++) {
      work.setInput(few.rows(), 0);
      work.forward(network.parameters, 33, OneNetwork.stream());
      work.backward(network.parameters, direction.rows(), null, sums);
    }
    network.run(few, direction, null);
    for (int i = 0; i < sums.length; i++) {
      assertEquals(2 * network.sums[i], sums[i], 1e-5 * Math.abs(sums[i]) + 1e-6, "sum " + i);
    }
  }

  /** Channels that are set and read apart, as images and labels are. */
  @Test
  void channelsOfInputs() {
    Shape shape = new Shape(2, 3, 5);
    OneNetwork network = new OneNetwork(shape, layers("reshape:1x1x30"));
    Random random = new Random(5);
    Maps first = Maps.random(new Shape(2, 3, 2), 34, random);
    Maps second = Maps.random(new Shape(2, 3, 3), 34, random);
    NetworkWork work = new NetworkWork(network.spec, List.of(), 34, true);
    work.setInput(second.rows(), 2);
    work.setInput(first.rows(), 0);
    work.forward(new float[0], 34, null);
    var rows = Maps.zeros(shape, 34).rows();
    work.outputInto(rows);
    Maps joined = Maps.of(shape, rows);
    work.backward(new float[0], rows, null, new float[0]);
    var back = second.map(x -> 0).rows();
    work.inputGradientInto(back, 2);
    Maps gradient = Maps.of(second.shape(), back);
    for (int i = 0; i < 34; i++) {
      for (int p = 0; p < 6; p++) {
        for (int c = 0; c < 5; c++) {
          double expected =
              c < 2 ? first.get(i, p / 3, p % 3, c) : second.get(i, p / 3, p % 3, c - 2);
          assertEquals(expected, joined.get(i, p / 3, p % 3, c));
          if (c >= 2) {
            assertEquals(expected, gradient.get(i, p / 3, p % 3, c - 2));
          }
        }
      }
    }
  }

  /** Of 20,000 values, zeros as often as the rate says (five deviations), the mean as before. */
  @Test
  void dropoutKeepsTheMean() {
    for (double rate : new double[] {0, 0.3, 0.9}) {
      Shape shape = Shape.ofUnits(500);
      OneNetwork network = new OneNetwork(shape, new LayerSpec.Dropout(rate));
      Maps ones = Maps.zeros(shape, 40).map(x -> 1);
      network.run(ones, ones, null);
      double[] found =
          Arrays.stream(Maps.of(shape, network.output).values())
              .flatMapToDouble(Arrays::stream)
              .toArray();
      double zeros = Arrays.stream(found).filter(x -> x == 0).count() / 20000.0;
      assertEquals(rate, zeros, 5 * Math.sqrt(rate * (1 - rate) / 20000), "rate " + rate);
      for (double x : found) {
        assertTrue(x == 0 || Math.abs(x - 1 / (1 - rate)) < 1e-5, "rate " + rate + ": " + x);
      }
      for (double x : network.infer(ones).values()[0]) {
        assertEquals(1, x);
      }
    }
  }
}
