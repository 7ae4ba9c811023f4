package io.boltzspark.engine.training;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.math.Tensor;
import io.boltzspark.store.Checkpoint;
import java.util.Map;
import java.util.Optional;

/**
 * Facts and tensors of a checkpoint, checked by type and size. Its checksums show that it is
 * unchanged, not that a training wrote it.
 */
final class CheckpointFacts {
  private final Checkpoint checkpoint;
  private final Map<?, ?> facts;

  CheckpointFacts(Checkpoint checkpoint) {
    this(checkpoint, checkpoint.facts());
  }

  private CheckpointFacts(Checkpoint checkpoint, Map<?, ?> facts) {
    this.checkpoint = checkpoint;
    this.facts = facts;
  }

  /**
   * @param step the checkpoint's step within its stage
   * @throws BoltzException BAD_INPUT if the stage begins after the checkpoint
   */
  void requireStep(long step) {
    if (step < 0) {
      throw damaged("is from a step before its stage begins");
    }
  }

  /** The facts nested in a fact, if it exists. */
  Optional<CheckpointFacts> within(String name) {
    return facts.get(name) instanceof Map<?, ?> inner
        ? Optional.of(new CheckpointFacts(checkpoint, inner))
        : Optional.empty();
  }

  /** All facts: JSON values by name. */
  Map<?, ?> all() {
    return facts;
  }

  /**
   * @throws BoltzException BAD_INPUT unless it is a whole number in this range
   */
  long whole(String name, long least, long most) {
    if (facts.get(name) instanceof Long number && number >= least && number <= most) {
      return number;
    }
    throw damaged(
        "has %s = %s, but expected a whole number from %d to %d"
            .formatted(name, facts.get(name), least, most));
  }

  /**
   * @throws BoltzException BAD_INPUT unless it is a number
   */
  double number(String name) {
    if (facts.get(name) instanceof Number number) {
      return number.doubleValue();
    }
    throw damaged("has %s = %s, but expected a number".formatted(name, facts.get(name)));
  }

  /**
   * @throws BoltzException BAD_INPUT unless it is a string
   */
  String text(String name) {
    if (facts.get(name) instanceof String text) {
      return text;
    }
    throw damaged("has %s = %s, but expected a string".formatted(name, facts.get(name)));
  }

  /**
   * @throws BoltzException BAD_INPUT unless the tensor of that name has {@code count} numbers
   */
  float[] floats(String name, int count) {
    return tensor(name, Tensor.Type.F32, (long) count * Float.BYTES).toFloats();
  }

  /**
   * @throws BoltzException BAD_INPUT unless the tensor of that name has {@code count} bytes
   */
  byte[] bytes(String name, long count) {
    return tensor(name, Tensor.Type.U8, count).bytes();
  }

  private Tensor tensor(String name, Tensor.Type type, long bytes) {
    Tensor tensor = checkpoint.tensors().get(name);
    if (tensor == null || tensor.type() != type || tensor.bytes().length != bytes) {
      throw damaged(
          "should have %s of type %s and %d bytes, but has %s"
              .formatted(name, type, bytes, tensor == null ? "none" : tensor));
    }
    return tensor;
  }

  private BoltzException damaged(String what) {
    return new BoltzException(
        ExitCode.BAD_INPUT,
        ("the checkpoint of step %d does not belong to this training: it %s; start a new run"
                + " with another --out")
            .formatted(checkpoint.step(), what));
  }
}
