package io.boltzspark.jobs.export;

import io.boltzspark.network.LayerSpec;
import io.boltzspark.network.LayerSpec.BatchNorm;
import io.boltzspark.network.LayerSpec.Convolution;
import io.boltzspark.network.LayerSpec.Dense;
import io.boltzspark.network.LayerSpec.Dropout;
import io.boltzspark.network.LayerSpec.LeakyRelu;
import io.boltzspark.network.LayerSpec.Reshape;
import io.boltzspark.network.LayerSpec.Tanh;
import io.boltzspark.network.LayerSpec.TransposedConvolution;
import io.boltzspark.network.NetworkSpec;
import io.boltzspark.network.PlacedParameter;
import io.boltzspark.network.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The layers of a network as nodes of an ONNX graph, after training: batch normalisation uses its
 * moving averages, and dropout is left out.
 *
 * <p>ONNX wants maps as rows x channels x height x width, and the project has channels last; dense
 * layers and reshapes see values in the project's order. So a value is either "flat" (rows x
 * values, in the project's order) or "maps" (in ONNX's), and is converted where the next layer
 * wants the other.
 */
final class OnnxNetwork {
  private final OnnxGraph graph;
  private final NetworkSpec spec;
  private final List<PlacedParameter> placed;
  private final float[] parameters;

  private String value; // name of the last node
  private Shape shape; // of the value
  private boolean isFlat;

  /**
   * @param placed its parameters' places in {@code parameters}
   */
  OnnxNetwork(OnnxGraph graph, NetworkSpec spec, List<PlacedParameter> placed, float[] parameters) {
    this.graph = graph;
    this.spec = spec;
    this.placed = placed;
    this.parameters = parameters;
  }

  /**
   * Adds all layers.
   *
   * @param input a node with values of the network's input, flat if it has no positions, else maps
   * @return the output in the same form
   */
  String add(String input) {
    value = input;
    shape = spec.input();
    isFlat = shape.positions() == 1;
    for (int l = 0; l < spec.layers().size(); l++) {
      LayerSpec layer = spec.layers().get(l);
      add(layer, l, "layer." + l);
      shape = layer.output(shape);
    }
    String last = "layer." + spec.layers().size();
    if (shape.positions() == 1) {
      flatten(last);
    } else {
      unflatten(last);
    }
    return value;
  }

  private void add(LayerSpec layer, int l, String name) {
    if (layer instanceof Dense dense) {
      addDense(dense, l, name);
    } else if (layer instanceof Convolution c) {
      Shape small = layer.output(shape);
      addConvolution("Conv", l, name, c.kernel(), c.stride(), shape, small);
    } else if (layer instanceof TransposedConvolution t) {
      Shape large = layer.output(shape);
      addConvolution("ConvTranspose", l, name, t.kernel(), t.stride(), large, shape);
    } else if (layer instanceof Reshape) {
      flatten(name);
    } else if (layer instanceof BatchNorm norm) {
      if (shape.positions() > 1) {
        unflatten(name); // the second extent has to be the channels
      }
      value =
          graph.node(
              "BatchNormalization",
              "epsilon",
              (float) norm.epsilon(),
              name,
              value,
              vector(l, "gamma"),
              vector(l, "beta"),
              vector(l, "moving_mean"),
              vector(l, "moving_variance"));
    } else if (layer instanceof LeakyRelu relu) {
      value = graph.node("LeakyRelu", "alpha", (float) relu.slope(), name, value);
    } else if (layer instanceof Tanh) {
      value = graph.node("Tanh", name, value);
    } else if (!(layer instanceof Dropout)) {
      throw new IllegalStateException("no ONNX operator for " + layer);
    }
  }

  private void addDense(Dense dense, int l, String name) {
    flatten(name);
    String kernel =
        graph.floats(constant(l, "kernel"), values(l, "kernel"), shape.size(), dense.units());
    boolean bias = dense.bias();
    value = graph.node("MatMul", bias ? name + ".product" : name, value, kernel);
    if (bias) {
      value = graph.node("Add", name, value, vector(l, "bias"));
    }
  }

  /**
   * "Same" padding, with the smaller half before: {@code before + after} is what the small map
   * needs beyond the large one. The transpose pads by removing as much from its output, which is as
   * large as the large map; with a stride above the kernel's size it needs more instead.
   */
  private void addConvolution(
      String operator, int l, String name, int kernel, int stride, Shape large, Shape small) {
    unflatten(name);
    int height = (small.height() - 1) * stride + kernel - large.height();
    int width = (small.width() - 1) * stride + kernel - large.width();
    int top = Math.max(0, height) / 2;
    int left = Math.max(0, width) / 2;
    Map<String, Object> attributes =
        new TreeMap<>(
            Map.of(
                "kernel_shape", new long[] {kernel, kernel},
                "strides", new long[] {stride, stride},
                "pads",
                    new long[] {top, left, Math.max(0, height) - top, Math.max(0, width) - left}));
    if (operator.equals("ConvTranspose")) {
      attributes.put("output_padding", new long[] {Math.max(0, -height), Math.max(0, -width)});
    }
    String weights =
        graph.floats(
            constant(l, "kernel"),
            smallLargeTaps(values(l, "kernel"), kernel, large.channels(), small.channels()),
            small.channels(),
            large.channels(),
            kernel,
            kernel);
    String[] inputs =
        hasBias(l)
            ? new String[] {value, weights, vector(l, "bias")}
            : new String[] {value, weights};
    value = graph.node(operator, attributes, List.of(name), inputs);
  }

  /**
   * ONNX's order of a kernel for a convolution (outputs x inputs x taps) and for its transpose
   * (inputs x outputs x taps), from TensorFlow's, which has the taps first: in both the small map's
   * channels come last there.
   */
  private static float[] smallLargeTaps(float[] kernel, int side, int large, int small) {
    int taps = side * side;
    float[] ordered = new float[kernel.length];
    for (int tap = 0; tap < taps; tap++) {
      for (int c = 0; c < large; c++) {
        for (int d = 0; d < small; d++) {
          ordered[(d * large + c) * taps + tap] = kernel[(tap * large + c) * small + d];
        }
      }
    }
    return ordered;
  }

  private boolean hasBias(int l) {
    return placed.stream().anyMatch(p -> p.layer() == l && p.parameter().name().equals("bias"));
  }

  private String vector(int l, String parameter) {
    float[] values = values(l, parameter);
    return graph.floats(constant(l, parameter), values, values.length);
  }

  /** A parameter's name in the model file, without the network's. */
  private static String constant(int l, String parameter) {
    return l + "." + parameter;
  }

  private float[] values(int l, String parameter) {
    PlacedParameter found =
        placed.stream()
            .filter(p -> p.name().equals(constant(l, parameter)))
            .findFirst()
            .orElseThrow();
    return Arrays.copyOfRange(parameters, found.at(), found.end());
  }

  private void flatten(String name) {
    if (isFlat) {
      return;
    }
    isFlat = true;
    if (shape.positions() > 1) {
      value =
          graph.node(
              "Transpose",
              Map.of("perm", new long[] {0, 2, 3, 1}),
              List.of(name + ".channels-last"),
              value);
    }
    String to = graph.integers(name + ".flat-shape", -1, shape.size());
    value = graph.node("Reshape", name + ".flat", value, to);
  }

  private void unflatten(String name) {
    if (!isFlat) {
      return;
    }
    isFlat = false;
    String to =
        graph.integers(name + ".maps-shape", -1, shape.height(), shape.width(), shape.channels());
    String last = graph.node("Reshape", name + ".maps", value, to);
    value =
        graph.node(
            "Transpose",
            Map.of("perm", new long[] {0, 3, 1, 2}),
            List.of(name + ".channels-first"),
            last);
  }
}
