package io.boltzspark.store;

import com.fasterxml.jackson.databind.JsonNode;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.math.Tensor;
import io.boltzspark.network.LayerSpec;
import io.boltzspark.network.LayerText;
import io.boltzspark.network.NetworkSpec;
import io.boltzspark.network.PlacedParameter;
import io.boltzspark.network.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The form of networks in files: layers as words, parameters as tensors in TensorFlow's shapes. */
final class NetworkFiles {
  private NetworkFiles() {}

  static List<String> texts(NetworkSpec network) {
    return network.layers().stream().map(LayerText::of).toList();
  }

  /**
   * The inverse of {@link #texts}.
   *
   * @throws IllegalArgumentException if one is no layer
   */
  static List<LayerSpec> layers(JsonNode texts) {
    List<LayerSpec> layers = new ArrayList<>();
    texts.forEach(text -> layers.add(LayerText.parse(text.asText())));
    return layers;
  }

  static List<Integer> sides(Shape shape) {
    return List.of(shape.height(), shape.width(), shape.channels());
  }

  /**
   * The inverse of {@link #sides}.
   *
   * @throws IllegalArgumentException if a side is missing or less than 1
   */
  static Shape shape(JsonNode sides) {
    return new Shape(sides.path(0).asInt(), sides.path(1).asInt(), sides.path(2).asInt());
  }

  /** Adds a network's parameters by names such as {@code generator.0.kernel}. */
  static void name(
      String network, List<PlacedParameter> parameters, Map<String, PlacedParameter> named) {
    parameters.forEach(parameter -> named.put(network + "." + parameter.name(), parameter));
  }

  static Map<String, Tensor> tensors(Map<String, PlacedParameter> named, float[] parameters) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    named.forEach(
        (name, placed) ->
            tensors.put(name, Tensor.ofFloats(parameters, placed.at(), shape(placed))));
    return tensors;
  }

  private static int[] shape(PlacedParameter placed) {
    return placed.parameter().shape().stream().mapToInt(Integer::intValue).toArray();
  }

  /**
   * The inverse of {@link #tensors}.
   *
   * @param reference the model's name, for messages
   * @param size number of all parameters
   * @throws BoltzException BAD_INPUT if a tensor is missing or has another shape
   */
  static float[] parameters(
      String reference, Map<String, PlacedParameter> named, int size, Map<String, Tensor> tensors) {
    // Checked first: networks may claim any size, but tensors are as large as their file.
    named.forEach(
        (name, placed) -> {
          Tensor tensor = tensors.get(name);
          if (tensor == null
              || tensor.type() != Tensor.Type.F32
              || !Arrays.equals(tensor.shape(), shape(placed))) {
            throw damaged(
                reference,
                "should have %s of shape %s, but has %s"
                    .formatted(name, placed.parameter().shape(), tensor));
          }
        });
    float[] parameters = new float[size];
    named.forEach(
        (name, placed) -> {
          float[] values = tensors.get(name).toFloats();
          System.arraycopy(values, 0, parameters, placed.at(), values.length);
        });
    return parameters;
  }

  static BoltzException damaged(String reference, String what) {
    return new BoltzException(ExitCode.BAD_INPUT, "the model " + reference + " " + what);
  }
}
