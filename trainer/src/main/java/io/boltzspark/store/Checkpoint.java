package io.boltzspark.store;

import io.boltzspark.math.Tensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Everything that the future of a run depends on, as named tensors (parameters, optimiser moments,
 * chains) and facts (anything small that is not a tensor).
 *
 * <p>Facts are kept in the types that JSON gives back, so that what was written equals what is
 * read: {@code Long} for every integer, {@code Double}, {@code String}, {@code Boolean}, {@code
 * List}, {@code Map} and null. A number that is not finite becomes null: what must be exact
 * whatever its value belongs into a tensor.
 *
 * @param step training steps done
 * @param epoch whole epochs done
 * @param tensors by name; unmodifiable
 * @param facts by name; unmodifiable
 */
public record Checkpoint(
    long step, int epoch, Map<String, Tensor> tensors, Map<String, Object> facts) {

  /**
   * @throws IllegalArgumentException when the step or the epoch is negative, or a fact is of no
   *     JSON type
   */
  public Checkpoint {
    if (step < 0 || epoch < 0) {
      throw new IllegalArgumentException("step " + step + ", epoch " + epoch);
    }
    tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    facts = Json.normalise(facts);
  }
}
