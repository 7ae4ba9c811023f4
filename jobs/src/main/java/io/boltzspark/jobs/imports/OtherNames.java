package io.boltzspark.jobs.imports;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.jobs.imports.ArrayLayout.Source;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds the parameters of a machine in what other programs wrote: by the names that were given, or
 * of one with one hidden layer by names that are usual, whatever stands before their last dot.
 */
final class OtherNames {
  /** Scikit-learn's, whose rows are the hidden units. */
  private static final String COMPONENTS = "components_";

  private static final Set<String> WEIGHTS =
      Set.of(COMPONENTS, "w", "weight", "weights", "weight_matrix");
  private static final Set<String> VISIBLE =
      Set.of("intercept_visible_", "visible_bias", "bias_visible", "v_bias", "vbias", "b_v", "bv");
  private static final Set<String> HIDDEN =
      Set.of("intercept_hidden_", "hidden_bias", "bias_hidden", "h_bias", "hbias", "b_h", "bh");

  private static final int MOST_SHOWN = 12;

  private final Map<String, List<Integer>> shapes;
  private final String file;

  /**
   * @param file for messages
   */
  OtherNames(Map<String, List<Integer>> shapes, String file) {
    this.shapes = shapes;
    this.file = file;
  }

  /**
   * @throws BoltzException BAD_INPUT when an array is missing, or not the only one of its name, or
   *     shapes do not go together; USAGE when there are not as many hidden biases as weights
   */
  ArrayLayout layout(ArrayNames names) {
    List<String> weights =
        names.weights().isEmpty()
            ? List.of(usual(WEIGHTS, "weights", "--weights"))
            : names.weights();
    List<String> biases = new ArrayList<>();
    biases.add(
        names.visibleBias().orElseGet(() -> usual(VISIBLE, "visible biases", "--visible-bias")));
    biases.addAll(
        names.hiddenBiases().isEmpty() && weights.size() == 1
            ? List.of(usual(HIDDEN, "hidden biases", "--hidden-bias"))
            : names.hiddenBiases());
    if (biases.size() != weights.size() + 1) {
      throw new BoltzException(
          ExitCode.USAGE,
          "--hidden-bias names %d arrays, but --weights %d; expected one for each layer above the visible one, or %s"
              .formatted(biases.size() - 1, weights.size(), ArrayNames.NONE));
    }
    Map<String, Source> sources = new LinkedHashMap<>();
    List<Integer> units = new ArrayList<>();
    int[] lengths = new int[biases.size()]; // -1: unknown
    for (int l = 0; l < lengths.length; l++) {
      lengths[l] = biases.get(l).equals(ArrayNames.NONE) ? -1 : length(biases.get(l));
      if (lengths[l] >= 0) {
        sources.put(ArrayLayout.BIAS + l, new Source(biases.get(l), false));
      }
    }
    for (int l = 0; l < weights.size(); l++) {
      List<Integer> shape = matrix(weights.get(l));
      boolean isTransposed = isTransposed(weights.get(l), shape, names, lengths, l);
      int lower = shape.get(isTransposed ? 1 : 0);
      int upper = shape.get(isTransposed ? 0 : 1);
      if (!fits(lower, lengths[l]) || !fits(upper, lengths[l + 1])) {
        throw bad(
            "the weights '%s' have the shape %s%s, but the layers that they join have %s and %s biases; %s"
                .formatted(
                    weights.get(l),
                    shape,
                    names.transposed().isPresent()
                        ? isTransposed ? " with --transpose" : " with --no-transpose"
                        : "",
                    number(lengths[l]),
                    number(lengths[l + 1]),
                    "name other arrays with --weights, --visible-bias and --hidden-bias, or give"
                        + " the orientation with --[no-]transpose"));
      }
      lengths[l] = lower;
      lengths[l + 1] = upper;
      sources.put(ArrayLayout.WEIGHTS + l, new Source(weights.get(l), isTransposed));
    }
    for (int length : lengths) {
      units.add(length);
    }
    return new ArrayLayout(units, List.of(), sources);
  }

  private static String number(int length) {
    return length < 0 ? "any number of" : Integer.toString(length);
  }

  private static boolean fits(int units, int length) {
    return length < 0 || units == length;
  }

  private boolean isTransposed(
      String name, List<Integer> shape, ArrayNames names, int[] lengths, int lower) {
    if (names.transposed().isPresent()) {
      return names.transposed().get();
    }
    if (last(name).equals(COMPONENTS)) {
      return true;
    }
    int rows = shape.get(0);
    int columns = shape.get(1);
    boolean asIs = fits(rows, lengths[lower]) && fits(columns, lengths[lower + 1]);
    boolean turned = fits(columns, lengths[lower]) && fits(rows, lengths[lower + 1]);
    if (asIs && turned) {
      throw bad(
          "the weights '%s' have the shape %s, which does not tell whether rows are visible or hidden units; add --no-transpose if rows are the units of the lower (visible) layer, --transpose if they are those of the upper (hidden) layer"
              .formatted(name, shape));
    }
    return turned;
  }

  /** The only array of these names. */
  private String usual(Set<String> usual, String what, String option) {
    List<String> found = shapes.keySet().stream().filter(n -> usual.contains(last(n))).toList();
    if (found.size() != 1) {
      throw bad(
          "%s array has a usual name of %s (%s); name it with %s. The file holds %s"
              .formatted(
                  found.isEmpty() ? "no" : "more than one",
                  what,
                  usual.stream().sorted().collect(Collectors.joining(", ")),
                  option,
                  listed()));
    }
    return found.get(0);
  }

  private static String last(String name) {
    return name.substring(Math.max(name.lastIndexOf('.'), name.lastIndexOf('/')) + 1)
        .toLowerCase(Locale.ROOT);
  }

  private List<Integer> shape(String name) {
    return Optional.ofNullable(shapes.get(name))
        .orElseThrow(
            () -> bad("there is no array '%s'. The file holds %s".formatted(name, listed())));
  }

  private List<Integer> matrix(String name) {
    List<Integer> shape = shape(name);
    if (shape.size() != 2 || shape.contains(0)) {
      throw bad(
          "the weights '%s' have the shape %s; expected [units of one layer, units of the next]"
              .formatted(name, shape));
    }
    return shape;
  }

  /** Numbers of a bias, which may be a matrix of one row or column. */
  private int length(String name) {
    List<Integer> shape = shape(name);
    if (shape.stream().filter(extent -> extent != 1).count() > 1 || shape.contains(0)) {
      throw bad(
          "the biases '%s' have the shape %s; expected one number for each unit"
              .formatted(name, shape));
    }
    return shape.stream().reduce(1, Math::multiplyExact);
  }

  private String listed() {
    String first =
        shapes.entrySet().stream()
            .limit(MOST_SHOWN)
            .map(array -> "'" + array.getKey() + "' " + array.getValue())
            .collect(Collectors.joining(", "));
    return shapes.isEmpty()
        ? "no arrays"
        : shapes.size() > MOST_SHOWN ? first + ", and others" : first;
  }

  private BoltzException bad(String what) {
    return new BoltzException(ExitCode.BAD_INPUT, file + ": " + what);
  }
}
