package io.boltzspark.store;

import com.fasterxml.jackson.databind.JsonNode;
import io.boltzspark.adversarial.AdversarialNetworks;
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
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;

/**
 * A generative adversarial network with its parameters, as read from a run, and its form in files:
 * tensors such as {@code generator.0.kernel} in TensorFlow's shapes, and in the description {@code
 * kind}, {@code noise}, {@code labels}, {@code image_shape} and the layers of both networks.
 *
 * @param networks its structure
 * @param parameters all parameters, in the layout of the networks
 * @param description the facts stored with it
 */
public record AdversarialModel(
    AdversarialNetworks networks, float[] parameters, JsonNode description) {
  /** The {@code kind} in a description. */
  public static final String KIND = "adversarial";

  /**
   * Reads the model that {@code --model} names.
   *
   * @param reference {@code RUN}, {@code RUN@step:N} or {@code RUN@epoch:N}
   * @param warnings receives a sentence for each damage that was worked around
   * @throws BoltzException if there is no such model, it is another kind, or it is damaged
   */
  public static AdversarialModel load(
      Configuration hadoop, String reference, Consumer<String> warnings) {
    return of(reference, ReferencedModel.read(hadoop, reference, warnings));
  }

  /**
   * The network of a model that was read.
   *
   * @throws BoltzException BAD_INPUT if it is of another kind, or damaged
   */
  public static AdversarialModel of(String reference, ReferencedModel model) {
    if (!model.isAdversarial()) {
      throw new BoltzException(
          ExitCode.BAD_INPUT,
          "the model "
              + reference
              + " is a Boltzmann machine; this needs a generative adversarial network"
              + " (model.kind = adversarial)");
    }
    AdversarialNetworks networks = networks(reference, model.description());
    return new AdversarialModel(
        networks, parameters(reference, networks, model.tensors()), model.description());
  }

  private static AdversarialNetworks networks(String reference, JsonNode description) {
    try {
      JsonNode image = description.path("image_shape");
      return AdversarialNetworks.of(
          new Shape(image.path(0).asInt(), image.path(1).asInt(), image.path(2).asInt()),
          description.path("noise").asInt(),
          description.path("labels").asInt(),
          layers(description.path(AdversarialNetworks.GENERATOR)),
          layers(description.path(AdversarialNetworks.DISCRIMINATOR)));
    } catch (IllegalArgumentException e) {
      throw damaged(reference, "has a damaged description: " + e.getMessage());
    }
  }

  private static List<LayerSpec> layers(JsonNode texts) {
    List<LayerSpec> layers = new ArrayList<>();
    texts.forEach(text -> layers.add(LayerText.parse(text.asText())));
    return layers;
  }

  /** The structure in the form of a model's description. */
  public static Map<String, Object> facts(AdversarialNetworks networks) {
    Shape image = networks.image();
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("kind", KIND);
    facts.put("image_shape", List.of(image.height(), image.width(), image.channels()));
    facts.put("noise", networks.noise());
    facts.put("labels", networks.labels());
    facts.put(AdversarialNetworks.GENERATOR, texts(networks.generator()));
    facts.put(AdversarialNetworks.DISCRIMINATOR, texts(networks.discriminator()));
    return facts;
  }

  private static List<String> texts(NetworkSpec network) {
    return network.layers().stream().map(LayerText::of).toList();
  }

  /** Parameters by the names of their tensors. */
  public static Map<String, PlacedParameter> named(AdversarialNetworks networks) {
    Map<String, PlacedParameter> named = new LinkedHashMap<>();
    for (PlacedParameter parameter : networks.generatorParameters()) {
      named.put(AdversarialNetworks.GENERATOR + "." + parameter.name(), parameter);
    }
    for (PlacedParameter parameter : networks.discriminatorParameters()) {
      named.put(AdversarialNetworks.DISCRIMINATOR + "." + parameter.name(), parameter);
    }
    return named;
  }

  /** Parameters as named tensors. */
  public static Map<String, Tensor> tensors(AdversarialNetworks networks, float[] parameters) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    named(networks)
        .forEach(
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
   * @throws BoltzException BAD_INPUT if a tensor is missing or has another shape
   */
  public static float[] parameters(
      String reference, AdversarialNetworks networks, Map<String, Tensor> tensors) {
    // Checked first: the networks may claim any size, but the tensors are as large as the file.
    named(networks)
        .forEach(
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
    float[] parameters = new float[networks.size()];
    named(networks)
        .forEach(
            (name, placed) -> {
              float[] values = tensors.get(name).toFloats();
              System.arraycopy(values, 0, parameters, placed.at(), values.length);
            });
    return parameters;
  }

  private static BoltzException damaged(String reference, String what) {
    return new BoltzException(ExitCode.BAD_INPUT, "the model " + reference + " " + what);
  }
}
