package io.boltzspark.network;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.boltzspark.math.Matrix;
import io.boltzspark.network.LayerSpec.Convolution;
import io.boltzspark.network.LayerSpec.Dense;
import io.boltzspark.network.LayerSpec.TransposedConvolution;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Outputs and gradients of the layers with a kernel against {@link NaiveLinear}.
 *
 * <p>Tolerance: a single-precision sum of n products, in any order, is off by at most about n 2^-24
 * times the sum of their magnitudes, which the same loops compute from magnitudes (Higham 2002,
 * section 3.1). An addition of the bias and a factor are three roundings more.
 */
class LinearLayersTest {
  private static final Shape[] SIZES = {
    new Shape(7, 7, 1),
    new Shape(14, 14, 1),
    new Shape(28, 28, 1),
    new Shape(5, 9, 1),
    new Shape(1, 6, 1),
    new Shape(8, 1, 1),
    new Shape(1, 1, 1)
  };

  private record Geometry(boolean transposed, Shape map, int kernel, int stride) {}

  /** A map is the input of a convolution, and of a transposed one. */
  static List<Geometry> geometries() {
    List<Geometry> all = new ArrayList<>();
    for (Shape map : SIZES) {
      for (int kernel : new int[] {1, 3, 4, 5}) {
        for (int stride = map.height() == 28 ? 2 : 1; stride <= 3; stride++) {
          all.add(new Geometry(false, map, kernel, stride));
          if (map.height() <= 14) {
            all.add(new Geometry(true, map, kernel, stride));
          }
        }
      }
    }
    return all;
  }

  @ParameterizedTest
  @MethodSource("geometries")
  void everyGeometryByColumnsAndByTaps(Geometry g) {
    check(g, 3, 2, 2);
    check(g, g.transposed ? 2 : 17, g.transposed ? 17 : 2, 2);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 31, 32, 33, 70})
  void anyNumberOfImages(int images) {
    for (int stride = 1; stride <= 2; stride++) {
      check(new Geometry(false, new Shape(5, 4, 1), 5, stride), 2, 3, images);
      check(new Geometry(true, new Shape(3, 4, 1), 5, stride), 3, 2, images);
      check(new Geometry(false, new Shape(5, 4, 1), 5, stride), 16, 3, images);
      check(new Geometry(true, new Shape(3, 4, 1), 5, stride), 3, 16, images);
    }
    checkDense(new Shape(1, 1, 20), 7, images);
    checkDense(new Shape(3, 2, 3), 5, images);
  }

  @Test
  void manyChannelsOnBothSides() {
    for (int stride = 1; stride <= 2; stride++) {
      check(new Geometry(false, new Shape(6, 7, 1), 5, stride), 33, 40, 3);
      check(new Geometry(true, new Shape(4, 3, 1), 5, stride), 40, 33, 3);
    }
  }

  @Test
  void denseLayersSeeMapsAsRows() {
    for (Shape input : List.of(Shape.ofUnits(1), new Shape(4, 3, 16), new Shape(2, 5, 15))) {
      for (int units : new int[] {1, 16, 19}) {
        checkDense(input, units, 3);
      }
    }
  }

  private static void check(Geometry g, int inputs, int outputs, int images) {
    Shape input = new Shape(g.map.height(), g.map.width(), inputs);
    for (boolean bias : new boolean[] {true, false}) {
      LayerSpec layer =
          g.transposed
              ? new TransposedConvolution(outputs, g.kernel, g.stride, bias)
              : new Convolution(outputs, g.kernel, g.stride, bias);
      Shape expected =
          g.transposed
              ? new Shape(input.height() * g.stride, input.width() * g.stride, outputs)
              : new Shape(
                  NaiveLinear.outputs(input.height(), g.stride),
                  NaiveLinear.outputs(input.width(), g.stride),
                  outputs);
      OneNetwork network = new OneNetwork(input, layer);
      assertEquals(expected, network.spec.output());
      List<Integer> kernel =
          g.transposed
              ? List.of(g.kernel, g.kernel, outputs, inputs)
              : List.of(g.kernel, g.kernel, inputs, outputs);
      assertEquals(kernel, network.placed.get(0).parameter().shape());
      Random random = new Random(g.kernel + 10L * g.stride + images);
      network.drawn(random);
      NaiveLinear naive =
          new NaiveLinear(
              network.parameter("0.kernel"),
              g.kernel,
              g.stride,
              g.transposed ? outputs : inputs,
              g.transposed ? inputs : outputs);
      compare(
          network,
          naive,
          g.transposed,
          Maps.random(input, images, random),
          Maps.random(expected, images, random),
          bias ? factors(images, random) : null);
    }
  }

  /** A dense layer is a matrix of all values of an image by units: a kernel of size 1 on 1 x 1. */
  private static void checkDense(Shape input, int units, int images) {
    for (boolean bias : new boolean[] {true, false}) {
      OneNetwork network = new OneNetwork(input, new Dense(units, bias));
      assertEquals(Shape.ofUnits(units), network.spec.output());
      assertEquals(List.of(input.size(), units), network.placed.get(0).parameter().shape());
      Random random = new Random(units);
      network.drawn(random);
      NaiveLinear naive = new NaiveLinear(network.parameter("0.kernel"), 1, 1, input.size(), units);
      compare(
          network,
          naive,
          false,
          new Maps(Shape.ofUnits(input.size()), Maps.random(input, images, random).values()),
          Maps.random(Shape.ofUnits(units), images, random),
          bias ? factors(images, random) : null);
    }
  }

  private static float[] factors(int images, Random random) {
    float[] factors = new float[images];
    for (int i = 0; i < images; i++) {
      factors[i] = 2 * random.nextFloat() - 1;
    }
    return factors;
  }

  private static void compare(
      OneNetwork network,
      NaiveLinear naive,
      boolean transposed,
      Maps input,
      Maps gradient,
      float[] factors) {
    boolean bias = network.placed.size() > 1;
    double[] added = bias ? network.parameter("0.bias") : new double[gradient.shape().channels()];
    network.run(new Maps(network.spec.input(), input.values()), gradient, factors);
    NaiveLinear bound = naive.magnitudes();
    int images = input.images();
    int taps = naive.size() * naive.size();

    Maps output = transposed ? naive.transpose(input, gradient.shape()) : naive.convolve(input);
    Maps outputBound =
        transposed
            ? bound.transpose(input.magnitudes(), gradient.shape())
            : bound.convolve(input.magnitudes());
    addBias(output, added);
    addBias(outputBound, added);
    near("output", output, outputBound, taps * input.shape().channels(), network.output);

    Maps back = transposed ? naive.convolve(gradient) : naive.transpose(gradient, input.shape());
    Maps backBound =
        transposed
            ? bound.convolve(gradient.magnitudes())
            : bound.transpose(gradient.magnitudes(), input.shape());
    int terms = taps * gradient.shape().channels();
    near("input's gradient", back, backBound, terms, network.inputGradient);

    Maps scaled = factors == null ? gradient : gradient.times(factors);
    double[] kernel = kernelGradient(naive, transposed, input, scaled);
    double[] kernelBound =
        kernelGradient(naive, transposed, input.magnitudes(), scaled.magnitudes());
    int positions = images * Math.min(input.shape().positions(), gradient.shape().positions());
    near("kernel's gradient", kernel, kernelBound, positions, network.gradient("0.kernel"));
    if (bias) {
      int all = images * gradient.shape().positions();
      double[] sums = sums(scaled);
      near("bias's gradient", sums, sums(scaled.magnitudes()), all, network.gradient("0.bias"));
    }
  }

  private static double[] kernelGradient(
      NaiveLinear naive, boolean transposed, Maps input, Maps gradient) {
    return transposed
        ? naive.kernelGradient(gradient, input)
        : naive.kernelGradient(input, gradient);
  }

  /** By channel. */
  private static double[] sums(Maps maps) {
    double[] sums = new double[maps.shape().channels()];
    for (double[] image : maps.values()) {
      for (int j = 0; j < image.length; j++) {
        sums[j % sums.length] += image[j];
      }
    }
    return sums;
  }

  private static void addBias(Maps maps, double[] bias) {
    for (double[] image : maps.values()) {
      for (int j = 0; j < image.length; j++) {
        image[j] += bias[j % bias.length];
      }
    }
  }

  private static void near(String what, Maps expected, Maps bound, int terms, Matrix found) {
    Maps maps = Maps.of(expected.shape(), found);
    for (int i = 0; i < expected.images(); i++) {
      near(
          what + " of image " + i,
          expected.values()[i],
          bound.values()[i],
          terms,
          maps.values()[i]);
    }
  }

  private static void near(
      String what, double[] expected, double[] bound, int terms, double[] found) {
    assertEquals(expected.length, found.length, what);
    for (int j = 0; j < expected.length; j++) {
      double tolerance = (terms + 3) * 0x1p-24 * bound[j];
      if (!(Math.abs(expected[j] - found[j]) <= tolerance)) {
        assertEquals(expected[j], found[j], tolerance, what + " at " + j);
      }
    }
  }

  /** {@code <A x, y> = <x, Aᵀ y>}: the pass back is the adjoint of the pass forward. */
  @Test
  void adjointness() {
    Random random = new Random(3);
    for (LayerSpec layer :
        List.of(
            new Dense(9, false),
            new Convolution(18, 5, 2, false),
            new TransposedConvolution(18, 4, 3, false))) {
      for (int channels : new int[] {2, 20}) {
        Shape shape = new Shape(6, 5, channels);
        OneNetwork network = new OneNetwork(shape, layer).drawn(random);
        Maps x = Maps.random(shape, 35, random);
        Maps y = Maps.random(network.spec.output(), 35, random);
        network.run(x, y, null);
        Maps forward = Maps.of(network.spec.output(), network.output);
        Maps back = Maps.of(shape, network.inputGradient);
        for (int i = 0; i < network.parameters.length; i++) {
          network.parameters[i] = Math.abs(network.parameters[i]);
        }
        network.run(x.magnitudes(), y.magnitudes(), null);
        double magnitude = Maps.of(network.spec.output(), network.output).dot(y.magnitudes());
        // At most 30 x 20 terms in both, and a little for the roundings of the magnitude.
        assertEquals(
            forward.dot(y), x.dot(back), 2 * 603 * 0x1p-24 * magnitude, layer + ", " + channels);
      }
    }
  }
}
