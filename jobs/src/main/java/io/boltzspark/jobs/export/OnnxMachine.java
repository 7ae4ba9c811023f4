package io.boltzspark.jobs.export;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.Connection;
import io.boltzspark.model.Layer;
import io.boltzspark.model.MachineSpec;
import io.boltzspark.model.ParameterLayout.Kind;
import io.boltzspark.model.ParameterLayout.Segment;
import io.boltzspark.model.Standardisation;
import io.boltzspark.model.UnitSpec;
import io.boltzspark.model.UnitType;
import io.boltzspark.model.Units;
import io.boltzspark.model.UpdateOrder;
import io.boltzspark.model.UpdateOrder.Block;
import io.boltzspark.store.TrainedModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A trained machine as an ONNX graph. Visible values are in the units of the data: where training
 * standardised them, so does the graph, and it converts draws back. Tensors have their names in the
 * model file.
 *
 * <p>Layers are called {@code visible}, {@code hidden.1}, {@code hidden.2}, ...; every matrix has
 * one row per sample.
 */
public final class OnnxMachine {
  private final TrainedModel model;
  private final BoltzmannMachine machine;
  private final UpdateOrder order;
  private final OnnxGraph graph;
  private final OnnxUnits units;

  private OnnxMachine(TrainedModel model, OnnxGraph graph) {
    this.model = model;
    this.machine = model.machine();
    this.order = machine.updateOrder();
    this.graph = graph;
    this.units = new OnnxUnits(graph);
  }

  /**
   * Maps {@code visible} to the means of every hidden layer, {@code hidden.1} and so on. Exact for
   * one hidden layer. For several, mean field as in {@link io.boltzspark.sampling.MeanField} with a
   * fixed number of updates: an upward pass in which each layer below another receives its input
   * twice, then updates of the two blocks of {@link UpdateOrder} in turn. Label units are ordinary
   * visible units: 0 means that a row has no label.
   *
   * @param updates for several hidden layers; 0 for the upward pass alone
   * @throws BoltzException BAD_INPUT for units that ONNX cannot express, for a machine without
   *     hidden units, and for couplings between these
   */
  public static byte[] hiddenMeans(TrainedModel model, int updates) {
    MachineSpec spec = model.machine().spec();
    if (spec.layers().size() < 2) {
      throw refused(
          "the machine has no hidden units, which could have means; use --graph free-energy");
    }
    if (spec.coupled().stream().anyMatch(l -> l > 0)) {
      throw refused(
          "hidden units with couplings between them have no means in closed form, and mean field"
              + " would have to visit one unit after another; use --format npz or safetensors");
    }
    String how =
        model.machine().hiddenUnitsAreIndependent()
            ? "exact"
            : "mean field: an upward pass and " + updates + " updates";
    OnnxMachine made =
        new OnnxMachine(
            model,
            new OnnxGraph("hidden-means", "Means of the hidden units given data (" + how + ")."));
    made.addHiddenMeans(updates);
    return made.graph.toBytes();
  }

  /**
   * One step of block Gibbs sampling: the odd layers are drawn given the even ones, then the even
   * layers given the odd ones (the blocks of {@link UpdateOrder}, the carried one first); with one
   * hidden layer from {@code visible} to {@code visible.next}. Inputs are the even layers and, for
   * each layer l, {@code uniform.l}: numbers strictly between 0 and 1, which make the graph a
   * stateless function. {@link OnnxUnits#uniforms} has their number per unit. Outputs are all
   * layers after the step, each as {@code NAME.next}, and the visible means that the last draw was
   * made from.
   *
   * @throws BoltzException BAD_INPUT for units that ONNX cannot express, and for couplings within a
   *     layer
   */
  public static byte[] gibbsStep(TrainedModel model) {
    if (model.machine().hasCouplings()) {
      throw refused(
          "the units of a layer with couplings within are drawn one after another, which would be"
              + " as many operators as there are units; use --format npz or safetensors, or --graph"
              + " free-energy");
    }
    OnnxMachine made =
        new OnnxMachine(
            model,
            new OnnxGraph(
                "gibbs-step",
                "One step of block Gibbs sampling: odd layers given even ones, then even layers"
                    + " given odd ones. Draw new uniform.* for every step, uniformly"
                    + " and strictly between 0 and 1."));
    made.addGibbsStep();
    return made.graph.toBytes();
  }

  /**
   * Maps {@code visible} to {@code free_energy}, one column: that of visible states as {@link
   * BoltzmannMachine#freeEnergy} has it, in single precision; for values that are states of
   * Bernoulli, spin or Potts units.
   *
   * @throws BoltzException BAD_INPUT for other visible units, hidden ones that are neither
   *     Bernoulli nor spin units, and machines without a closed free energy
   */
  public static byte[] freeEnergy(TrainedModel model) {
    requireFreeEnergy(model.machine());
    OnnxMachine made =
        new OnnxMachine(
            model,
            new OnnxGraph(
                "free-energy", "The free energy of visible states: -log sum over h of exp(-E)."));
    made.addFreeEnergy();
    return made.graph.toBytes();
  }

  private static void requireFreeEnergy(BoltzmannMachine machine) {
    if (!machine.hasClosedFreeEnergy()) {
      throw refused(
          "the machine has no free energy in closed form, because its hidden units depend on each"
              + " other or units have no energy; use --format npz or safetensors");
    }
    for (int l = 0; l < machine.layers().size(); l++) {
      for (UnitSpec group : machine.spec().layers().get(l)) {
        boolean isKnown = group.type().hasTwoStates() || l == 0 && group.type() == UnitType.POTTS;
        if (!isKnown) {
          throw refused(
              "free energies are those of Bernoulli, spin and Potts visible units and of Bernoulli and spin hidden ones, but layer %d has %s units; use --format npz or safetensors"
                  .formatted(l, group.type().title()));
        }
      }
    }
  }

  private static BoltzException refused(String reason) {
    return new BoltzException(ExitCode.BAD_INPUT, "the model cannot be this ONNX graph: " + reason);
  }

  /** Terms are added as they are and the sum is negated at the end. */
  private void addFreeEnergy() {
    String visible = visibleInput();
    int units = machine.visible().size();
    int bias = machine.visible().biasOffset();
    String sum =
        graph.node(
            "MatMul",
            "visible.biases",
            visible,
            graph.floats(
                "bias.0", Arrays.copyOfRange(model.parameters(), bias, bias + units), units, 1));
    Connection couplings = machine.couplings(0);
    if (couplings != null) {
      String input = graph.node("MatMul", "visible.input", visible, weights(couplings));
      String products = graph.node("Mul", "visible.products", input, visible);
      String half = graph.floats("half", new float[] {0.5f});
      sum =
          graph.node(
              "Add",
              "visible.sum",
              sum,
              graph.node("Mul", "visible.coupled", overRow(products), half));
    }
    for (Connection c : machine.connections()) {
      String[] states = new String[machine.layers().size()];
      states[c.from()] = visible;
      String prefix = name(c.to());
      String field = fieldFromBelow(c.to(), states, 1f, prefix);
      String logs = overRow(logPartitions(c.to(), field, prefix));
      sum = graph.node("Add", prefix + ".sum", sum, logs);
    }
    graph.node("Neg", "free_energy", sum);
    graph.output("free_energy", "the free energy of each row", 1);
  }

  private String overRow(String values) {
    return graph.node("ReduceSum", values + ".sum", values, graph.integers("columns", 1));
  }

  /** log (1 + e^x) of Bernoulli units, and log (e^x + e^-x) of spins as |x| + log (1 + e^-2|x|). */
  private String logPartitions(int l, String field, String prefix) {
    List<UnitSpec> groups = groups(l);
    List<String> fields = split(field, groups.stream().map(UnitSpec::size).toList(), prefix);
    List<String> logs = new ArrayList<>();
    for (int g = 0; g < groups.size(); g++) {
      String part = prefix + ".group." + g;
      if (groups.get(g).type() == UnitType.BERNOULLI) {
        logs.add(graph.node("Softplus", part + ".log", fields.get(g)));
      } else {
        String size = graph.node("Abs", part + ".abs", fields.get(g));
        String twice =
            graph.node("Mul", part + ".twice", size, graph.floats("minus.two", new float[] {-2f}));
        logs.add(
            graph.node("Add", part + ".log", size, graph.node("Softplus", part + ".rest", twice)));
      }
    }
    return join(logs, prefix + ".logs");
  }

  private void addHiddenMeans(int updates) {
    int top = machine.layers().size() - 1;
    String[] states = new String[top + 1];
    states[0] = visibleInput();
    for (int l = 1; l <= top; l++) {
      String prefix = name(l) + ".pass";
      String field = fieldFromBelow(l, states, l < top ? 2f : 1f, prefix);
      states[l] = means(l, field, prefix);
    }
    int made = machine.hiddenUnitsAreIndependent() ? 0 : updates;
    for (int update = 1; update <= made; update++) {
      for (int l : layers(order.drawnLast(), order.drawnFirst())) {
        if (l > 0) {
          String prefix = name(l) + ".update." + update;
          states[l] = means(l, field(l, states, prefix), prefix);
        }
      }
    }
    for (int l = 1; l <= top; l++) {
      graph.node("Identity", name(l), states[l]);
      graph.output(name(l), "means of hidden layer " + l, machine.layer(l).size());
    }
  }

  /** The layers of blocks, one block after another. */
  private static int[] layers(Block... blocks) {
    return Arrays.stream(blocks)
        .flatMapToInt(block -> IntStream.range(0, block.size()).map(block::layer))
        .toArray();
  }

  private void addGibbsStep() {
    int count = machine.layers().size();
    String[] states = new String[count];
    states[0] = visibleInput();
    for (int l : layers(order.drawnFirst())) {
      if (l > 0) {
        states[l] = graph.input(name(l), "states of hidden layer " + l, machine.layer(l).size());
      }
    }
    String[] fields = new String[count];
    for (int l : layers(order.drawnLast(), order.drawnFirst())) {
      fields[l] = field(l, states, name(l));
      states[l] = draws(l, fields[l]);
    }
    visibleOutput("visible.next", states[0], "a draw of the visible layer");
    visibleOutput(
        "visible.mean", means(0, fields[0], "visible"), "the mean that visible.next is drawn from");
    for (int l = 1; l < count; l++) {
      graph.node("Identity", name(l) + ".next", states[l]);
      graph.output(name(l) + ".next", "a draw of hidden layer " + l, machine.layer(l).size());
    }
  }

  private static String name(int layer) {
    return layer == 0 ? "visible" : "hidden." + layer;
  }

  private String visibleInput() {
    String input =
        graph.input("visible", "visible values, one row per sample", machine.visible().size());
    Standardisation standardisation = model.standardisation();
    if (standardisation.isIdentity()) {
      return input;
    }
    String centred = graph.node("Sub", "visible.centred", input, offset(standardisation));
    return graph.node("Div", "visible.standardised", centred, scale(standardisation));
  }

  private void visibleOutput(String output, String states, String meaning) {
    Standardisation standardisation = model.standardisation();
    if (standardisation.isIdentity()) {
      graph.node("Identity", output, states);
    } else {
      String scaled = graph.node("Mul", output + ".scaled", states, scale(standardisation));
      graph.node("Add", output, scaled, offset(standardisation));
    }
    graph.output(output, meaning, machine.visible().size());
  }

  private String offset(Standardisation standardisation) {
    return graph.floats("offset.0", standardisation.offset(), standardisation.offset().length);
  }

  private String scale(Standardisation standardisation) {
    return graph.floats("scale.0", standardisation.scale(), standardisation.scale().length);
  }

  /** Biases plus the input from all connected layers. */
  private String field(int l, String[] states, String prefix) {
    String field = fieldFromBelow(l, states, 1f, prefix);
    for (Connection c : machine.connectionsAbove(l)) {
      field =
          graph.node(
              "Gemm",
              "transB",
              1,
              prefix + ".field.from.above",
              interaction(c.to(), states[c.to()], prefix + ".above"),
              weights(c),
              field == null ? bias(l) : field);
    }
    return field;
  }

  /** Biases plus {@code times} the input from lower layers; null where there are none. */
  private String fieldFromBelow(int l, String[] states, float times, String prefix) {
    String field = null;
    for (Connection c : machine.connectionsBelow(l)) {
      field =
          graph.node(
              "Gemm",
              "alpha",
              times,
              prefix + ".field.from.below",
              interaction(c.from(), states[c.from()], prefix + ".below"),
              weights(c),
              field == null ? bias(l) : field);
    }
    return field;
  }

  /**
   * A layer's states as its neighbours receive them: divided by the variance, where there is one.
   */
  private String interaction(int l, String states, String prefix) {
    float[] precision = new float[machine.layer(l).size()];
    double[] logSigma = logSigma(l);
    boolean isOne = true;
    for (int i = 0; i < precision.length; i++) {
      double sigma = StrictMath.exp(logSigma[i]);
      precision[i] = (float) (1 / (sigma * sigma));
      isOne &= precision[i] == 1;
    }
    return isOne
        ? states
        : graph.node(
            "Mul",
            prefix + ".interaction",
            states,
            graph.floats("precision." + l, precision, precision.length));
  }

  /** The value for each unit of a layer; 0 for units without a variance. */
  private double[] logSigma(int l) {
    double[] all = new double[machine.layer(l).size()];
    int at = 0;
    int next = 0;
    for (UnitSpec group : groups(l)) {
      if (group.type().hasVariance()) {
        Segment segment = machine.layout().segment(Kind.LOG_SIGMA, l);
        for (int i = 0; i < group.size(); i++) {
          all[at + i] = model.parameters()[segment.offset() + next + i];
        }
        next += group.size();
      }
      at += group.size();
    }
    return all;
  }

  private String weights(Connection connection) {
    int end = connection.offset() + connection.size();
    return graph.floats(
        machine
            .layout()
            .segment(connection.isWithinLayer() ? Kind.COUPLINGS : Kind.WEIGHTS, connection.from())
            .name(),
        Arrays.copyOfRange(model.parameters(), connection.offset(), end),
        connection.rows(),
        connection.columns());
  }

  private String bias(int l) {
    Layer layer = machine.layer(l);
    return graph.floats(
        machine.layout().segment(Kind.BIAS, l).name(),
        Arrays.copyOfRange(
            model.parameters(), layer.biasOffset(), layer.biasOffset() + layer.size()),
        layer.size());
  }

  private String means(int l, String field, String prefix) {
    List<UnitSpec> groups = groups(l);
    List<String> fields = split(field, groups.stream().map(UnitSpec::size).toList(), prefix);
    List<String> means = new ArrayList<>();
    for (int g = 0; g < groups.size(); g++) {
      means.add(units.mean(groups.get(g), fields.get(g), prefix + ".group." + g));
    }
    return join(means, prefix + ".means");
  }

  private String draws(int l, String field) {
    String prefix = name(l);
    List<UnitSpec> groups = groups(l);
    List<Integer> widths = groups.stream().map(OnnxUnits::uniforms).toList();
    int width = widths.stream().mapToInt(Integer::intValue).sum();
    String uniform = graph.input("uniform." + l, "uniform numbers for " + prefix, width);
    List<String> uniforms = split(uniform, widths, uniform);
    List<String> fields = split(field, groups.stream().map(UnitSpec::size).toList(), field);
    double[] logSigma = logSigma(l);
    List<String> draws = new ArrayList<>();
    int at = 0;
    for (int g = 0; g < groups.size(); g++) {
      UnitSpec group = groups.get(g);
      String sigma = "";
      if (group.type().hasVariance()) {
        float[] values = new float[group.size()];
        for (int i = 0; i < values.length; i++) {
          values[i] = (float) StrictMath.exp(logSigma[at + i]);
        }
        sigma = graph.floats("sigma." + l + "." + g, values, values.length);
      }
      draws.add(
          units.draw(group, fields.get(g), uniforms.get(g), sigma, prefix + ".drawn.group." + g));
      at += group.size();
    }
    return join(draws, prefix + ".draws");
  }

  private List<UnitSpec> groups(int l) {
    return machine.layer(l).groups().stream().map(Units::spec).toList();
  }

  private List<String> split(String values, List<Integer> widths, String prefix) {
    if (widths.size() == 1) {
      return List.of(values);
    }
    List<String> parts = new ArrayList<>();
    for (int g = 0; g < widths.size(); g++) {
      parts.add(prefix + ".part." + g);
    }
    String sizes =
        graph.integers(prefix + ".sizes", widths.stream().mapToLong(Integer::longValue).toArray());
    graph.node("Split", Map.of("axis", 1), parts, values, sizes);
    return parts;
  }

  private String join(List<String> parts, String output) {
    return parts.size() == 1
        ? parts.get(0)
        : graph.node("Concat", "axis", 1, output, parts.toArray(new String[0]));
  }
}
