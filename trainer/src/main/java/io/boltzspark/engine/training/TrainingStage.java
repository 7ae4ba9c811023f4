package io.boltzspark.engine.training;

import io.boltzspark.learning.Program;
import io.boltzspark.math.Matrix;
import io.boltzspark.math.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One stage of a {@link Training}, on the driver: its program, starting parameters and states, file
 * form, monitors and samples. All methods are pure functions of their arguments and of the stage's
 * own fields.
 */
public interface TrainingStage {

  /** The program that is trained. */
  Program program();

  /** The seed of the row order. */
  long seed();

  /** Parameters before the first step; a new array. */
  float[] start();

  /** The states of all lanes before the first step, concatenated; by default there are none. */
  default byte[] startStates(float[] parameters) {
    return new byte[0];
  }

  /** The name of the tensor that holds the lanes' states in a checkpoint. */
  default String stateName() {
    return "state";
  }

  /** Bytes of each of the equal items (such as chains) in the lanes' states; 0 without states. */
  default int stateItemBytes() {
    return 0;
  }

  /** Parameters as the tensors of a model. */
  Map<String, Tensor> model(float[] parameters);

  /**
   * The inverse of {@link #model}: the parameters from their tensors.
   *
   * @param name the model's name, for messages
   * @throws io.boltzspark.errors.BoltzException BAD_INPUT if tensors are missing or have the wrong
   *     shape, or cannot be of this stage
   */
  float[] parameters(String name, Map<String, Tensor> tensors);

  /** Facts that describe the model: JSON values by name. */
  Map<String, Object> facts();

  /** Names of the values that the learner measures in every step; empty: none. */
  default List<String> stepValues() {
    return List.of();
  }

  /** The values monitored between rounds. */
  default Watch watch() {
    return Watch.NOTHING;
  }

  /**
   * Where an epoch is a single step: the number of epochs after which what is due at the end of an
   * epoch is due. More than one if steps take less time than a round, a look at the monitors and a
   * checkpoint.
   */
  default int shortEpochs() {
    return 1;
  }

  /** Whether and how training stops early. */
  default Stopping stopping() {
    return Stopping.NONE;
  }

  /**
   * The value that early stopping follows; called only if {@link Stopping#isWatching}.
   *
   * @param states the states of all lanes; only read
   */
  default double stoppingValue(float[] parameters, byte[] states, long step) {
    throw new UnsupportedOperationException("there is no early stopping");
  }

  /**
   * Whether a trained model is of use, from what is at hand; by default nothing is said.
   *
   * @param states the states of all lanes
   */
  default Optional<StageHealth> health(float[] parameters, byte[] states, long step) {
    return Optional.empty();
  }

  /**
   * Samples of the model, to look at.
   *
   * @return values of the data's kind, samples x values of a row; empty if the program draws none
   */
  default Optional<Matrix> samples(float[] parameters, long step) {
    return Optional.empty();
  }

  /**
   * Whether samples cost next to nothing, such as one pass of a network: then none that are wanted
   * are left out to save time.
   */
  default boolean drawsCheaply() {
    return false;
  }
}
