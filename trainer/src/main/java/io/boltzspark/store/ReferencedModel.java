package io.boltzspark.store;

import com.fasterxml.jackson.databind.JsonNode;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.files.Paths;
import io.boltzspark.math.Tensor;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;

/**
 * What {@code --model} names, of any kind: the tensors of a run's model or of one of its
 * checkpoints, and their description.
 */
public record ReferencedModel(Map<String, Tensor> tensors, JsonNode description) {
  /** Name of the field of a description that holds the kind; machines have none. */
  static final String KIND = "kind";

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
    RunDirectory run = RunDirectory.open(hadoop, Paths.of(named.run()));
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

  /** Whether it is a generative adversarial network. */
  public boolean isAdversarial() {
    return kind() == Kind.ADVERSARIAL;
  }

  /** Its kind. */
  public Kind kind() {
    String word = description.path(KIND).asText();
    for (Kind kind : Kind.values()) {
      if (kind.word().equals(word)) {
        return kind;
      }
    }
    return Kind.BOLTZMANN;
  }

  /**
   * Refuses a model of another kind.
   *
   * @param reference its name, for messages
   * @throws BoltzException BAD_INPUT if it is another kind
   */
  public void require(Kind kind, String reference) {
    if (kind() != kind) {
      throw new BoltzException(
          ExitCode.BAD_INPUT,
          "the model %s is %s; this needs %s"
              .formatted(reference, kind().description, kind.needed));
    }
  }

  /** Kinds of models. */
  public enum Kind {
    BOLTZMANN("a Boltzmann machine", "a Boltzmann machine, which has an energy and hidden units"),
    ADVERSARIAL(
        "a generative adversarial network, which has no energy, no hidden units and no likelihood"
            + " (of it there are boltz sample, latent, report, export and some metrics of"
            + " evaluate)",
        "a generative adversarial network (model.kind = adversarial)"),
    CLASSIFIER(
        "a classifier of images, whose errors boltz evaluate measures and which judges samples by"
            + " evaluate --classifier",
        "a classifier (model.kind = classifier)");

    private final String description;
    private final String needed;

    Kind(String description, String needed) {
      this.description = description;
      this.needed = needed;
    }

    /** Its name in settings and descriptions. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
