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
import org.apache.hadoop.conf.Configuration;

/**
 * A machine with its parameters, as read from a run, and its form in files.
 *
 * <p>Tensors are in single precision: {@code weights.L} ([units of layer L, units of layer L + 1]),
 * {@code bias.L}, {@code log_sigma.L} for units with a variance, and {@code offset.0} and {@code
 * scale.0} unless states are the values themselves. They define the machine's energy of states (see
 * {@link BoltzmannMachine} and the classes of its units). The log-likelihood of a row of values x,
 * in their own units, is
 *
 * <pre>s_i = (x_i - offset_i) / scale_i
 * log p(x) = -F(s) - log Z - sum over real-valued i of log scale_i</pre>
 *
 * with the free energy F and the partition function Z of states. The last sum is over {@code
 * gaussian} and {@code rectified} visible units; a spin has the probability of its value. Values of
 * images are from 0 to 1. For one hidden layer of Bernoulli units below which Gaussian ones lie,
 *
 * <pre>F(s) = sum over i of (s_i - bias.0_i)^2 / (2 sigma_i^2)
 *        - sum over j of log(1 + exp(bias.1_j + sum over i of s_i / sigma_i^2 weights.0_ij))
 * Z = sum over h of exp(sum over j of bias.1_j h_j + sum over i of (a_i u_i + u_i^2 / 2) / sigma_i^2)
 *        prod over i of sigma_i sqrt(2 pi),    a = bias.0, u = weights.0 h, sigma = exp(log_sigma.0)
 * </pre>
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

  /**
   * The machine of a model that was read.
   *
   * @throws BoltzException BAD_INPUT if it is of another kind, or damaged
   */
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
   * What is added to a log-likelihood of visible states to get that of the data's values, see
   * {@link Standardisation#logJacobian}; 0 if both are probabilities.
   */
  public double logJacobian() {
    return standardisation.logJacobian(machine.spec().layers().get(0));
  }

  /** Whether its likelihoods are densities, because some visible units are real. */
  public boolean hasDensity() {
    return machine.spec().hasDensity();
  }

  /**
   * A text of its layers, such as {@code 784 bernoulli - 500 bernoulli}.
   *
   * @param between the separator of layers
   */
  public String layers(String between) {
    return machine.spec().toString().replace(" - ", between);
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

  /**
   * Reads how data values become visible states from named tensors.
   *
   * @throws BoltzException BAD_INPUT if they are damaged
   */
  public static Standardisation standardisation(
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
    for (float value : scale.toFloats()) {
      if (!(value > 0 && value < Float.POSITIVE_INFINITY)) {
        throw damaged(reference, "has a scale of " + value + ", which should be above 0");
      }
    }
    return new Standardisation(offset.toFloats(), scale.toFloats());
  }
}
