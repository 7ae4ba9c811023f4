package io.boltzspark.store;

import com.fasterxml.jackson.databind.JsonNode;
import io.boltzspark.adversarial.AdversarialNetworks;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.math.Tensor;
import io.boltzspark.network.PlacedParameter;
import java.util.LinkedHashMap;
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

  /** The same of what has been read. */
  public static AdversarialModel of(String reference, ReferencedModel model) {
    model.require(ReferencedModel.Kind.ADVERSARIAL, reference);
    AdversarialNetworks networks = networks(reference, model.description());
    return new AdversarialModel(
        networks, parameters(reference, networks, model.tensors()), model.description());
  }

  private static AdversarialNetworks networks(String reference, JsonNode description) {
    try {
      return AdversarialNetworks.of(
          NetworkFiles.shape(description.path("image_shape")),
          description.path("noise").asInt(),
          description.path("labels").asInt(),
          NetworkFiles.layers(description.path(AdversarialNetworks.GENERATOR)),
          NetworkFiles.layers(description.path(AdversarialNetworks.DISCRIMINATOR)));
    } catch (IllegalArgumentException e) {
      throw NetworkFiles.damaged(reference, "has a damaged description: " + e.getMessage());
    }
  }

  /** The structure in the form of a model's description. */
  public static Map<String, Object> facts(AdversarialNetworks networks) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put(ReferencedModel.KIND, ReferencedModel.Kind.ADVERSARIAL.word());
    facts.put("image_shape", NetworkFiles.sides(networks.image()));
    facts.put("noise", networks.noise());
    facts.put("labels", networks.labels());
    facts.put(AdversarialNetworks.GENERATOR, NetworkFiles.texts(networks.generator()));
    facts.put(AdversarialNetworks.DISCRIMINATOR, NetworkFiles.texts(networks.discriminator()));
    return facts;
  }

  /** Parameters by the names of their tensors. */
  public static Map<String, PlacedParameter> named(AdversarialNetworks networks) {
    Map<String, PlacedParameter> named = new LinkedHashMap<>();
    NetworkFiles.name(AdversarialNetworks.GENERATOR, networks.generatorParameters(), named);
    NetworkFiles.name(AdversarialNetworks.DISCRIMINATOR, networks.discriminatorParameters(), named);
    return named;
  }

  /** Parameters as named tensors. */
  public static Map<String, Tensor> tensors(AdversarialNetworks networks, float[] parameters) {
    return NetworkFiles.tensors(named(networks), parameters);
  }

  /**
   * The inverse of {@link #tensors}.
   *
   * @throws BoltzException BAD_INPUT if a tensor is missing or has another shape
   */
  public static float[] parameters(
      String reference, AdversarialNetworks networks, Map<String, Tensor> tensors) {
    return NetworkFiles.parameters(reference, named(networks), networks.size(), tensors);
  }
}
