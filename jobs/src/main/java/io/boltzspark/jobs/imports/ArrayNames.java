package io.boltzspark.jobs.imports;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Which arrays of a file are a machine's parameters, as far as that was said.
 *
 * @param weights between neighbouring layers, from the visible one upwards; empty: well-known names
 * @param visibleBias empty: a well-known name; {@link #NONE}: zeros
 * @param hiddenBiases one for each of the weights; the same
 * @param transposed whether the weights have the units of the upper layer as rows; empty: as the
 *     lengths of the biases say
 */
public record ArrayNames(
    List<String> weights,
    Optional<String> visibleBias,
    List<String> hiddenBiases,
    Optional<Boolean> transposed) {

  /** In place of a bias: there is none. */
  public static final String NONE = "none";

  public ArrayNames {
    weights = List.copyOf(weights);
    hiddenBiases = List.copyOf(hiddenBiases);
    Objects.requireNonNull(visibleBias);
    Objects.requireNonNull(transposed);
  }

  boolean areGiven() {
    return !weights.isEmpty() || visibleBias.isPresent() || !hiddenBiases.isEmpty();
  }
}
