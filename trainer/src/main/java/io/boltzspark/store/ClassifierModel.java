package io.boltzspark.store;

import com.fasterxml.jackson.databind.JsonNode;
import io.boltzspark.classification.ClassifierProgram;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.math.Tensor;
import io.boltzspark.network.NetworkSpec;
import io.boltzspark.network.ParameterSpec.Kind;
import io.boltzspark.network.PlacedParameter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;

/**
 * A classifier of images with its parameters, as read from a run, and its form in files: tensors
 * such as {@code classifier.0.kernel}, and in the description {@code kind}, {@code image_shape} and
 * the layers.
 *
 * @param network its structure
 * @param parameters all parameters, in the layout of {@link ClassifierProgram#placed}
 * @param description the facts stored with it
 */
public record ClassifierModel(NetworkSpec network, float[] parameters, JsonNode description) {
  private static final String NAME = "classifier";

  /**
   * Reads the model that {@code --model} names.
   *
   * @param reference {@code RUN}, {@code RUN@step:N} or {@code RUN@epoch:N}
   * @param warnings receives a sentence for each damage that was worked around
   * @throws BoltzException if there is no such model, it is another kind, or it is damaged
   */
  public static ClassifierModel load(
      Configuration hadoop, String reference, Consumer<String> warnings) {
    return of(reference, ReferencedModel.read(hadoop, reference, warnings));
  }

  /** The same of what has been read. */
  public static ClassifierModel of(String reference, ReferencedModel model) {
    model.require(ReferencedModel.Kind.CLASSIFIER, reference);
    NetworkSpec network = network(reference, model.description());
    return new ClassifierModel(
        network, parameters(reference, network, model.tensors()), model.description());
  }

  private static NetworkSpec network(String reference, JsonNode description) {
    try {
      return new NetworkSpec(
          NetworkFiles.shape(description.path("image_shape")),
          NetworkFiles.layers(description.path(NAME)));
    } catch (IllegalArgumentException e) {
      throw NetworkFiles.damaged(reference, "has a damaged description: " + e.getMessage());
    }
  }

  /** The structure in the form of a model's description. */
  public static Map<String, Object> facts(NetworkSpec network) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put(ReferencedModel.KIND, ReferencedModel.Kind.CLASSIFIER.word());
    facts.put("image_shape", NetworkFiles.sides(network.input()));
    facts.put(NAME, NetworkFiles.texts(network));
    return facts;
  }

  private static Map<String, PlacedParameter> named(NetworkSpec network) {
    Map<String, PlacedParameter> named = new LinkedHashMap<>();
    NetworkFiles.name(NAME, ClassifierProgram.placed(network), named);
    return named;
  }

  /** Parameters as named tensors. */
  public static Map<String, Tensor> tensors(NetworkSpec network, float[] parameters) {
    return NetworkFiles.tensors(named(network), parameters);
  }

  /**
   * The inverse of {@link #tensors}.
   *
   * @throws BoltzException BAD_INPUT if a tensor is missing or has another shape
   */
  public static float[] parameters(
      String reference, NetworkSpec network, Map<String, Tensor> tensors) {
    int size = network.size(Kind.KERNEL) + network.size(Kind.UNIT) + network.size(Kind.MOVING);
    return NetworkFiles.parameters(reference, named(network), size, tensors);
  }
}
