package io.boltzspark.engine.training;

import io.boltzspark.learning.Program;
import io.boltzspark.math.Matrix;
import io.boltzspark.math.Tensor;
import java.util.Map;
import java.util.Optional;

/**
 * One stage of a {@link Training}, on the driver: its program, what it starts from, the form that
 * its parameters have in files, and what there is to see of it. Everything is a pure function of
 * its arguments and of what the stage was made with.
 */
public interface TrainingStage {

  /** What is trained. */
  Program program();

  /** The seed of the order of the rows. */
  long seed();

  /** Parameters before the first step; a new array. */
  float[] start();

  /** The states of all lanes before the first step, one after another. */
  byte[] startStates(float[] parameters);

  /** The name of the lanes' states among the tensors of a checkpoint. */
  default String stateName() {
    return "state";
  }

  /**
   * Bytes of each of the equal items that the lanes' states are made of; 0 where there are none.
   */
  int stateItemBytes();

  /** Parameters as the tensors of a model. */
  Map<String, Tensor> model(float[] parameters);

  /**
   * The parameters that {@link #model} made tensors of.
   *
   * @param name of the model, for messages
   * @throws io.boltzspark.errors.BoltzException BAD_INPUT where tensors are missing or of another
   *     shape
   */
  float[] parameters(String name, Map<String, Tensor> tensors);

  /** What a reader of the model must know, by name; JSON values. */
  Map<String, Object> facts();

  /** What is watched between rounds. */
  Watch watch();

  /** Whether and how training stops early. */
  Stopping stopping();

  /** The value that early stopping looks at; asked for where {@link Stopping#isWatching}. */
  double stoppingValue(float[] parameters, long step);

  /**
   * What the model draws, to be looked at.
   *
   * @return values of the data's kind, samples x values of a row; none where there is nothing to
   *     draw
   */
  Optional<Matrix> samples(float[] parameters, long step);
}
