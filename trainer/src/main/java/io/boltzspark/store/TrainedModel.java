package io.boltzspark.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.math.Tensor;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.ParameterLayout.Segment;
import io.boltzspark.model.Units;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * A machine with its parameters, as read from a run, and the way in which both are written.
 *
 * @param machine its structure
 * @param parameters in the machine's layout
 * @param description the facts stored with it
 * @param chains persistent chains, encoded, where it was read from a checkpoint that has some
 */
public record TrainedModel(
    BoltzmannMachine machine, float[] parameters, JsonNode description, Optional<byte[]> chains) {

  /** Name of the tensor in which checkpoints keep the persistent chains. */
  public static final String CHAINS = "chains";

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Reads what {@code --model} names.
   *
   * @param reference {@code RUN}, {@code RUN@step:N} or {@code RUN@epoch:N}
   * @param warnings gets a sentence for each damage that was worked around
   * @throws BoltzException when there is no such model or it is damaged
   */
  public static TrainedModel load(
      Configuration hadoop, String reference, Consumer<String> warnings) {
    ModelReference named = ModelReference.parse(reference);
    RunDirectory run = RunDirectory.open(hadoop, new Path(named.run()));
    if (named.kind() == ModelReference.Kind.FINAL) {
      StoredModel stored = run.readModel();
      return of(reference, stored.tensors(), stored.description());
    }
    CheckpointStore checkpoints = run.checkpoints(warnings);
    Checkpoint checkpoint =
        named.kind() == ModelReference.Kind.STEP
            ? checkpoints.at(named.number())
            : checkpoints.atEpoch((int) named.number());
    return of(reference, checkpoint.tensors(), JSON.valueToTree(checkpoint.facts()));
  }

  private static TrainedModel of(
      String reference, Map<String, Tensor> tensors, JsonNode description) {
    BoltzmannMachine machine = machine(reference, description);
    Tensor chains = tensors.get(CHAINS);
    return new TrainedModel(
        machine,
        parameters(reference, machine, tensors),
        description,
        Optional.ofNullable(chains).map(Tensor::bytes));
  }

  private static BoltzmannMachine machine(String reference, JsonNode description) {
    List<Integer> sizes = new ArrayList<>();
    for (JsonNode layer : description.path("layers")) {
      String type = layer.path("type").asText();
      if (!type.equals("bernoulli")) {
        throw damaged(reference, "has units of the unknown type \"" + type + "\"");
      }
      sizes.add(layer.path("units").asInt());
    }
    if (sizes.size() < 2 || sizes.stream().anyMatch(s -> s < 1)) {
      throw damaged(reference, "does not describe layers: " + description.path("layers"));
    }
    return BoltzmannMachine.bernoulli(sizes);
  }

  /** Puts named tensors into the flat array of a machine. */
  public static float[] parameters(
      String reference, BoltzmannMachine machine, Map<String, Tensor> tensors) {
    float[] parameters = new float[machine.layout().size()];
    for (Segment segment : machine.layout().segments()) {
      Tensor tensor = tensors.get(segment.name());
      List<Integer> shape = segment.shape();
      if (tensor == null
          || tensor.type() != Tensor.Type.F32
          || !Arrays.stream(tensor.shape()).boxed().toList().equals(shape)) {
        throw damaged(
            reference,
            "should have " + segment.name() + " of shape " + shape + ", but has " + tensor);
      }
      float[] values = tensor.toFloats();
      System.arraycopy(values, 0, parameters, segment.offset(), values.length);
    }
    return parameters;
  }

  private static BoltzException damaged(String reference, String what) {
    return new BoltzException(ExitCode.BAD_INPUT, "the model " + reference + " " + what);
  }

  /** A machine's parameters as named tensors. */
  public static Map<String, Tensor> tensors(BoltzmannMachine machine, float[] parameters) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (Segment segment : machine.layout().segments()) {
      int[] shape = segment.shape().stream().mapToInt(Integer::intValue).toArray();
      tensors.put(segment.name(), Tensor.ofFloats(parameters, segment.offset(), shape));
    }
    return tensors;
  }

  /** The layers as a description holds them. */
  public static List<Map<String, Object>> layers(BoltzmannMachine machine) {
    List<Map<String, Object>> layers = new ArrayList<>();
    for (Units units : machine.layers()) {
      Map<String, Object> layer = new LinkedHashMap<>();
      layer.put("type", units.type());
      layer.put("units", units.size());
      layers.add(layer);
    }
    return layers;
  }
}
