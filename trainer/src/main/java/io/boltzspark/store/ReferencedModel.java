package io.boltzspark.store;

import com.fasterxml.jackson.databind.JsonNode;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.math.Tensor;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * What {@code --model} names, of any kind: the tensors of a run's model or of one of its
 * checkpoints, and their description.
 */
public record ReferencedModel(Map<String, Tensor> tensors, JsonNode description) {

  /**
   * Reads it.
   *
   * @param reference {@code RUN}, {@code RUN@step:N} or {@code RUN@epoch:N}
   * @param warnings receives a sentence for each damage that was worked around
   * @throws BoltzException if there is no such model or it is damaged
   */
  public static ReferencedModel read(
      Configuration hadoop, String reference, Consumer<String> warnings) {
    ModelReference named = ModelReference.parse(reference);
    RunDirectory run = RunDirectory.open(hadoop, new Path(named.run()));
    if (named.kind() == ModelReference.Kind.FINAL) {
      StoredModel stored = run.readModel();
      return new ReferencedModel(stored.tensors(), stored.description());
    }
    CheckpointStore checkpoints = run.checkpoints(warnings);
    Checkpoint checkpoint =
        named.kind() == ModelReference.Kind.STEP
            ? checkpoints.at(named.number())
            : checkpoints.atEpoch((int) named.number());
    return new ReferencedModel(checkpoint.tensors(), Json.tree(checkpoint.facts()));
  }

  /**
   * Whether a generative adversarial network has this name; false also where there is no model, or
   * none that can be read.
   */
  public static boolean namesAdversarial(Configuration hadoop, String reference) {
    try {
      return read(hadoop, reference, warning -> {}).isAdversarial();
    } catch (BoltzException e) {
      return false;
    }
  }

  /** Whether it is a generative adversarial network instead of a Boltzmann machine. */
  public boolean isAdversarial() {
    return AdversarialModel.KIND.equals(description.path("kind").asText());
  }
}
