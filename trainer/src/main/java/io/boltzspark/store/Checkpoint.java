package io.boltzspark.store;

import io.boltzspark.math.Tensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The complete state of a run, as named tensors (parameters, optimiser moments, chains) and facts
 * (anything small that is not a tensor).
 *
 * <p>Facts are kept in the types that reading JSON returns, so that written and read facts are
 * equal: {@code Long} for every integer, {@code Double}, {@code String}, {@code Boolean}, {@code
 * List}, {@code Map} and null. A number that is not finite becomes null: values that must be exact
 * in any case belong in a tensor.
 *
 * @param step number of training steps done
 * @param epoch number of whole epochs done
 * @param tensors tensors by name; unmodifiable
 * @param facts facts by name; unmodifiable
 */
public record Checkpoint(
    long step, int epoch, Map<String, Tensor> tensors, Map<String, Object> facts) {

  /**
   * @throws IllegalArgumentException if the step or the epoch is negative, or a fact is not of a
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
