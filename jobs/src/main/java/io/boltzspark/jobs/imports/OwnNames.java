package io.boltzspark.jobs.imports;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.jobs.imports.ArrayLayout.Source;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the parameters of a machine in what {@code boltz export} wrote, by this project's names.
 */
final class OwnNames {
  private OwnNames() {}

  static boolean areIn(Map<String, List<Integer>> shapes) {
    return shapes.containsKey(ArrayLayout.BIAS + 0)
        && (shapes.containsKey(ArrayLayout.WEIGHTS + 0)
            || shapes.containsKey(ArrayLayout.COUPLINGS + 0));
  }

  /**
   * @param file for messages
   * @throws BoltzException BAD_INPUT when weights between two layers are missing
   */
  static ArrayLayout layout(Map<String, List<Integer>> shapes, String file) {
    List<Integer> units = new ArrayList<>();
    List<Integer> coupled = new ArrayList<>();
    Map<String, Source> sources = new LinkedHashMap<>();
    for (int l = 0; shapes.containsKey(ArrayLayout.BIAS + l); l++) {
      List<Integer> shape = shapes.get(ArrayLayout.BIAS + l);
      if (shape.size() != 1) {
        throw new BoltzException(
            ExitCode.BAD_INPUT,
            "%s: %s%d has the shape %s; expected one number for each unit"
                .formatted(file, ArrayLayout.BIAS, l, shape));
      }
      units.add(shape.get(0));
      if (l > 0) {
        String weights = ArrayLayout.WEIGHTS + (l - 1);
        if (!shapes.containsKey(weights)) {
          throw new BoltzException(
              ExitCode.BAD_INPUT,
              "%s has biases of layer %d (%s%d), but no %s; name the arrays of a machine with --weights, --visible-bias and --hidden-bias"
                  .formatted(file, l, ArrayLayout.BIAS, l, weights));
        }
        sources.put(weights, new Source(weights, false));
      }
      if (shapes.containsKey(ArrayLayout.COUPLINGS + l)) {
        coupled.add(l);
      }
      for (String word : List.of(ArrayLayout.COUPLINGS, ArrayLayout.BIAS, ArrayLayout.LOG_SIGMA)) {
        if (shapes.containsKey(word + l)) {
          sources.put(word + l, new Source(word + l, false));
        }
      }
    }
    for (String name : List.of(ArrayLayout.OFFSET, ArrayLayout.SCALE)) {
      if (shapes.containsKey(name)) {
        sources.put(name, new Source(name, false));
      }
    }
    return new ArrayLayout(units, coupled, sources);
  }
}
