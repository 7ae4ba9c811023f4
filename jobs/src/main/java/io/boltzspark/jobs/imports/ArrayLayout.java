package io.boltzspark.jobs.imports;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The layers of a machine that a file holds, and where its parameters are.
 *
 * @param units columns of each layer, visible first, with those of a label
 * @param coupled the layers with couplings within
 * @param sources the arrays by the names that parameters have in models; those without one are 0
 */
record ArrayLayout(List<Integer> units, List<Integer> coupled, Map<String, Source> sources) {
  /** Names that {@link io.boltzspark.store.TrainedModel} gives to tensors. */
  static final String WEIGHTS = "weights.";

  static final String COUPLINGS = "couplings.";
  static final String BIAS = "bias.";
  static final String LOG_SIGMA = "log_sigma.";
  static final String OFFSET = "offset.0";
  static final String SCALE = "scale.0";

  /**
   * An array of the file.
   *
   * @param transposed whether its rows are the units of the upper layer
   */
  record Source(String array, boolean transposed) {
    @Override
    public String toString() {
      return transposed ? array + " transposed" : array;
    }
  }

  ArrayLayout {
    units = List.copyOf(units);
    coupled = List.copyOf(coupled);
    sources = Collections.unmodifiableMap(new LinkedHashMap<>(sources));
  }
}
