package io.boltzspark.jobs.export;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.model.UnitSpec;
import java.util.List;
import java.util.Map;

/**
 * The ONNX operators that compute means and draws of one group of units from its field: the bias
 * plus the input from other layers. The equations are those of the units' classes in {@code
 * io.boltzspark.model}.
 */
final class OnnxUnits {
  private final OnnxGraph graph;

  OnnxUnits(OnnxGraph graph) {
    this.graph = graph;
  }

  /**
   * The number of uniform numbers per row for a draw of these units, in this order: one per
   * Bernoulli or spin unit; one per Gaussian unit, then a second one per unit; one per copy of a
   * binomial unit, all first copies first; one per Potts unit; one per draw of a multinomial group.
   */
  static int uniforms(UnitSpec units) {
    return switch (units.type()) {
      case BERNOULLI, SPIN, RECTIFIED, NOISY_RECTIFIED -> units.size();
      case GAUSSIAN -> 2 * units.size();
      case BINOMIAL -> units.count() * units.size();
      case POTTS -> units.size() / units.count();
      case MULTINOMIAL -> units.count();
    };
  }

  /**
   * {@code E[s | field]}.
   *
   * @param prefix of the nodes' names
   * @throws BoltzException BAD_INPUT for units whose mean no operators express
   */
  String mean(UnitSpec units, String field, String prefix) {
    String result = prefix + ".mean";
    return switch (units.type()) {
      case BERNOULLI -> graph.node("Sigmoid", result, field);
      case SPIN -> graph.node("Tanh", result, field);
      case GAUSSIAN -> graph.node("Identity", result, field);
      case BINOMIAL -> {
        String share = graph.node("Sigmoid", prefix + ".share", field);
        yield graph.node("Mul", result, share, number(units.count()));
      }
      case POTTS -> flat(groupShares(units, field, prefix), units, result);
      case MULTINOMIAL -> {
        String share = graph.node("Softmax", "axis", 1, prefix + ".share", field);
        yield graph.node("Mul", result, share, number(units.count()));
      }
      case RECTIFIED, NOISY_RECTIFIED ->
          throw refused(
              units,
              "means",
              "they need the tails of the normal distribution, where ONNX's operators in single"
                  + " precision give 0/0");
    };
  }

  /**
   * A draw of the units.
   *
   * @param uniform {@link #uniforms} numbers per row
   * @param sigma a constant with the units' standard deviations, where they have any
   * @throws BoltzException BAD_INPUT for units that cannot be drawn from a fixed number of uniform
   *     numbers
   */
  String draw(UnitSpec units, String field, String uniform, String sigma, String prefix) {
    String result = prefix + ".draw";
    return switch (units.type()) {
      case BERNOULLI -> {
        String share = graph.node("Sigmoid", prefix + ".share", field);
        yield below(uniform, share, result);
      }
      case SPIN -> {
        String twice = graph.node("Mul", prefix + ".twice", field, number(2));
        String up = below(uniform, graph.node("Sigmoid", prefix + ".share", twice), prefix + ".up");
        String scaled = graph.node("Mul", prefix + ".scaled", up, number(2));
        yield graph.node("Sub", result, scaled, number(1));
      }
      case GAUSSIAN -> {
        String normal = normal(units, uniform, prefix);
        String noise = graph.node("Mul", prefix + ".noise", normal, sigma);
        yield graph.node("Add", result, field, noise);
      }
      case BINOMIAL -> {
        String share = graph.node("Sigmoid", prefix + ".share", field);
        String once = reshape(share, prefix + ".once", 0, 1, units.size());
        String copies = reshape(uniform, prefix + ".copies", 0, units.count(), units.size());
        yield sum(below(copies, once, prefix + ".on"), 1, result);
      }
      case POTTS -> {
        String shares = groupShares(units, field, prefix);
        String each = reshape(uniform, prefix + ".each", 0, units.size() / units.count(), 1);
        yield flat(oneHot(shares, each, 2, units.count(), prefix), units, result);
      }
      case MULTINOMIAL -> {
        String share = graph.node("Softmax", "axis", 1, prefix + ".share", field);
        String once = reshape(share, prefix + ".once", 0, 1, units.size());
        String each = reshape(uniform, prefix + ".each", 0, units.count(), 1);
        yield sum(oneHot(once, each, 2, units.size(), prefix), 1, result);
      }
      case RECTIFIED, NOISY_RECTIFIED ->
          throw refused(
              units,
              "draws",
              "they are drawn by rejection, or from normal numbers whose means ONNX cannot"
                  + " compute");
    };
  }

  /** The softmax of each Potts unit: rows x units x categories. */
  private String groupShares(UnitSpec units, String field, String prefix) {
    String groups =
        reshape(field, prefix + ".groups", 0, units.size() / units.count(), units.count());
    return graph.node("Softmax", "axis", 2, prefix + ".share", groups);
  }

  private String flat(String groups, UnitSpec units, String output) {
    return reshape(groups, output, 0, units.size());
  }

  /** Box and Muller (1958): {@code sqrt(-2 log u) cos(2 pi u')} for two uniform numbers. */
  private String normal(UnitSpec units, String uniform, String prefix) {
    String sizes = graph.integers("size." + units.size() + ".twice", units.size(), units.size());
    String first = prefix + ".uniform.radius";
    String second = prefix + ".uniform.angle";
    graph.node("Split", Map.of("axis", 1), List.of(first, second), uniform, sizes);
    String log = graph.node("Log", prefix + ".log", first);
    String square = graph.node("Mul", prefix + ".square", log, number(-2));
    String radius = graph.node("Sqrt", prefix + ".radius", square);
    String angle =
        graph.node("Mul", prefix + ".angle", second, real("two.pi", (float) (2 * StrictMath.PI)));
    String cosine = graph.node("Cos", prefix + ".cosine", angle);
    return graph.node("Mul", prefix + ".normal", radius, cosine);
  }

  /**
   * The category into whose share the uniform number falls, one-hot: its index is the number of
   * categories that end below the number; the last category takes any remainder of rounding.
   */
  private String oneHot(String shares, String uniform, int axis, int categories, String prefix) {
    String axisConstant = graph.integers("axis." + axis + ".vector", axis);
    String ends = graph.node("CumSum", prefix + ".ends", shares, axisConstant);
    String passed = graph.node("Greater", prefix + ".passed", uniform, ends);
    String ones = graph.node("Cast", "to", OnnxGraph.INT64, prefix + ".passed.count", passed);
    String index = sum(ones, axis, prefix + ".index");
    String last = graph.integers("category." + (categories - 1), categories - 1);
    String category = graph.node("Min", prefix + ".category", index, last);
    String depth = graph.integers("categories." + categories, categories);
    String zeroAndOne = graph.floats("zero.and.one", new float[] {0, 1}, 2);
    return graph.node("OneHot", prefix + ".one.hot", category, depth, zeroAndOne);
  }

  /** 1 where a uniform number is less than a probability, else 0. */
  private String below(String uniform, String share, String output) {
    String less = graph.node("Less", output + ".less", uniform, share);
    return graph.node("Cast", "to", OnnxGraph.FLOAT, output, less);
  }

  private String sum(String values, int axis, String output) {
    String axes = graph.integers("axis." + axis + ".vector", axis);
    return graph.node("ReduceSum", "keepdims", 0, output, values, axes);
  }

  /** A 0 among the extents keeps the existing extent. */
  private String reshape(String values, String output, long... extents) {
    return graph.node("Reshape", output, values, graph.integers(output + ".shape", extents));
  }

  private String number(int value) {
    return real("number." + value, value);
  }

  private String real(String name, float value) {
    return graph.floats(name, new float[] {value});
  }

  private static BoltzException refused(UnitSpec units, String what, String reason) {
    return new BoltzException(
        ExitCode.BAD_INPUT,
        "ONNX cannot express the %s of %s units: %s; use --format safetensors or npz"
            .formatted(what, units.type().title(), reason));
  }
}
