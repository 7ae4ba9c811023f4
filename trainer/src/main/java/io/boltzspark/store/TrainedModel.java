package io.boltzspark.store;

import com.fasterxml.jackson.databind.JsonNode;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.math.Tensor;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.ParameterLayout.Segment;
import io.boltzspark.model.Standardisation;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;

/**
 * A machine with its parameters, as read from a run, and its form in files.
 *
 * @param machine its structure
 * @param parameters its parameters, in the machine's layout
 * @param standardisation how data values become visible states
 * @param description the facts stored with it
 * @param chains encoded persistent chains, if it was read from a checkpoint that has some
 */
public record TrainedModel(
    BoltzmannMachine machine,
    float[] parameters,
    Standardisation standardisation,
    JsonNode description,
    Optional<byte[]> chains) {

  /** Name of the tensor that holds the persistent chains in checkpoints. */
  public static final String CHAINS = "chains";

  private static final String OFFSET = "offset.0";
  private static final String SCALE = "scale.0";

  /**
   * Reads the model that {@code --model} names.
   *
   * @param reference {@code RUN}, {@code RUN@step:N} or {@code RUN@epoch:N}
   * @param warnings receives a sentence for each damage that was worked around
   * @throws BoltzException if there is no such model or it is damaged
   */
  public static TrainedModel load(
      Configuration hadoop, String reference, Consumer<String> warnings) {
    return of(reference, ReferencedModel.read(hadoop, reference, warnings));
  }

  /** The same of what has been read. */
  public static TrainedModel of(String reference, ReferencedModel model) {
    model.require(ReferencedModel.Kind.BOLTZMANN, reference);
    return of(reference, model.tensors(), model.description());
  }

  private static TrainedModel of(
      String reference, Map<String, Tensor> tensors, JsonNode description) {
    BoltzmannMachine machine = SpecJson.read(reference, description.path("layers"));
    Tensor chains = tensors.get(CHAINS);
    return new TrainedModel(
        machine,
        parameters(reference, machine, tensors),
        standardisation(reference, machine, tensors),
        description,
        Optional.ofNullable(chains).map(Tensor::bytes));
  }

  /**
   * A text of its layers, such as {@code 784 bernoulli - 500 bernoulli}.
   *
   * @param between the separator of layers
   */
  public String layers(String between) {
    return machine.spec().layers().stream()
        .map(
            groups ->
                groups.stream()
                    .map(units -> units.size() + " " + units.type().storedWord())
                    .collect(Collectors.joining(" and ")))
        .collect(Collectors.joining(between));
  }

  /** Copies named tensors into the flat array of a machine. */
  public static float[] parameters(
      String reference, BoltzmannMachine machine, Map<String, Tensor> tensors) {
    // Checked first: the machine may claim any size, but the tensors are as large as the file.
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
    }
    float[] parameters = new float[machine.layout().size()];
    for (Segment segment : machine.layout().segments()) {
      float[] values = tensors.get(segment.name()).toFloats();
      System.arraycopy(values, 0, parameters, segment.offset(), values.length);
    }
    return parameters;
  }

  private static BoltzException damaged(String reference, String what) {
    return new BoltzException(ExitCode.BAD_INPUT, "the model " + reference + " " + what);
  }

  /** A machine's parameters as named tensors, and the standardisation unless it is the identity. */
  public static Map<String, Tensor> tensors(
      BoltzmannMachine machine, float[] parameters, Standardisation standardisation) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    if (!standardisation.isIdentity()) {
      int units = machine.visible().size();
      tensors.put(OFFSET, Tensor.ofFloats(standardisation.offset(), 0, units));
      tensors.put(SCALE, Tensor.ofFloats(standardisation.scale(), 0, units));
    }
    for (Segment segment : machine.layout().segments()) {
      int[] shape = segment.shape().stream().mapToInt(Integer::intValue).toArray();
      tensors.put(segment.name(), Tensor.ofFloats(parameters, segment.offset(), shape));
    }
    return tensors;
  }

  /** The layers in the form of a model's description. */
  public static List<Map<String, Object>> layers(BoltzmannMachine machine) {
    return SpecJson.write(machine.spec());
  }

  private static Standardisation standardisation(
      String reference, BoltzmannMachine machine, Map<String, Tensor> tensors) {
    int units = machine.visible().size();
    Tensor offset = tensors.get(OFFSET);
    Tensor scale = tensors.get(SCALE);
    if (offset == null && scale == null) {
      return Standardisation.identity(units);
    }
    for (Tensor tensor : Arrays.asList(offset, scale)) {
      if (tensor == null
          || tensor.type() != Tensor.Type.F32
          || !Arrays.equals(tensor.shape(), new int[] {units})) {
        throw damaged(
            reference,
            "should have " + OFFSET + " and " + SCALE + " of " + units + " numbers each");
      }
    }
    return new Standardisation(offset.toFloats(), scale.toFloats());
  }
}
